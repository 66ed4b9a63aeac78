-- Whose text an article is follows from the set of a story's articles: it is worked out, not stored. What an article says of it is.
ALTER TABLE article_catalog DROP COLUMN origin_article_id;
ALTER TABLE article_catalog ADD COLUMN credits TEXT NOT NULL DEFAULT '[]'; -- JSON array of {"f": form, "s": source, "q": quote}
-- For counting stories again when an outlet's rating changes.
CREATE INDEX article_catalog_outlet ON article_catalog (outlet, story_id);

-- For filters of ListStories.
ALTER TABLE story_catalog ADD COLUMN originals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE story_catalog ADD COLUMN blindspot INTEGER NOT NULL DEFAULT 0;            -- 0 none, 1 left, 3 right
ALTER TABLE story_catalog ADD COLUMN entities  TEXT NOT NULL DEFAULT '[]';             -- JSON array of strings
ALTER TABLE story_catalog ADD COLUMN places    TEXT NOT NULL DEFAULT '[]';

-- Outlets that operators have added or changed; the catalogue that comes with the service is underneath.
CREATE TABLE outlet
(
    domain  TEXT NOT NULL PRIMARY KEY, -- main domain
    version INTEGER NOT NULL,                       -- version of the catalogue that wrote it
    record  TEXT NOT NULL              -- JSON
);
CREATE INDEX outlet_version ON outlet (version);

CREATE TABLE outlet_history
(
    version INTEGER NOT NULL,
    domain  TEXT NOT NULL,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    reason  TEXT NOT NULL,
    before  TEXT,                      -- JSON; NULL: there was none
    after   TEXT NOT NULL,
    PRIMARY KEY (domain, version)
);
CREATE INDEX outlet_history_version ON outlet_history (version);

-- Counters of stories were kept here; now they are counted from the members.
DELETE FROM OrleansStorage WHERE GrainTypeString = 'story';
