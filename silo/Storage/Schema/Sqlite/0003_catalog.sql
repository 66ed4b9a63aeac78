-- All times are Unix microseconds: exact in both databases. Text compares byte by byte (BINARY), as the keyset pages need.
CREATE TABLE story_catalog
(
    story_id     TEXT    NOT NULL PRIMARY KEY,
    partition    INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    state        INTEGER NOT NULL,           -- 1 active, 2 merged, 3 retracted
    merged_into  TEXT,
    articles     INTEGER NOT NULL,
    outlets      INTEGER NOT NULL,
    trending     REAL    NOT NULL,
    updated      INTEGER NOT NULL,
    languages    TEXT    NOT NULL,           -- ',en,de,'
    edit_version INTEGER NOT NULL DEFAULT 0, -- version of the last editor's change
    card         BLOB    NOT NULL,           -- the whole card, see CardCodec
    written_at   INTEGER NOT NULL
);

-- One index for each order of ListStories.
CREATE INDEX story_catalog_trending ON story_catalog (trending DESC, story_id) WHERE state = 1;
CREATE INDEX story_catalog_latest ON story_catalog (updated DESC, story_id) WHERE state = 1;
CREATE INDEX story_catalog_largest ON story_catalog (articles DESC, story_id) WHERE state = 1;
-- For a partition that starts: its active cards newest first, its young tombstones, what was written of late.
CREATE INDEX story_catalog_partition ON story_catalog (partition, updated DESC) WHERE state = 1;
CREATE INDEX story_catalog_tombstones ON story_catalog (partition, updated DESC) WHERE state <> 1;
CREATE INDEX story_catalog_written ON story_catalog (partition, written_at);

CREATE TABLE article_catalog
(
    article_id        TEXT    NOT NULL PRIMARY KEY,
    story_id          TEXT    NOT NULL,
    joined_version    INTEGER NOT NULL,
    url               TEXT    NOT NULL,
    title             TEXT    NOT NULL,
    outlet            TEXT    NOT NULL,
    published         INTEGER,
    ingested          INTEGER NOT NULL,
    language          TEXT    NOT NULL,
    external_id       TEXT    NOT NULL,
    feed_credit       TEXT    NOT NULL,
    revision          INTEGER NOT NULL,
    entities          TEXT    NOT NULL,      -- JSON array of strings, strongest first
    origin_article_id TEXT,
    placed_by_editor  INTEGER NOT NULL,
    vector            BLOB    NOT NULL,
    signature         BLOB    NOT NULL,
    UNIQUE (story_id, joined_version)
);

CREATE TABLE editor_audit
(
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    at             INTEGER NOT NULL,
    actor          TEXT    NOT NULL,
    action         TEXT    NOT NULL,
    story_id       TEXT    NOT NULL,
    other_story_id TEXT,
    article_ids    TEXT    NOT NULL,         -- JSON array of strings
    reason         TEXT    NOT NULL
);
CREATE INDEX editor_audit_story ON editor_audit (story_id, at);

CREATE TABLE settings
(
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);
