-- All times are Unix microseconds: exact in both databases, and comparable without a time zone. Ids compare byte by byte
-- (COLLATE "C"), as the keyset pages and the lock order need.
CREATE TABLE story_catalog
(
    story_id     text             COLLATE "C" PRIMARY KEY,
    partition    integer          NOT NULL,
    version      bigint           NOT NULL,
    state        smallint         NOT NULL,           -- 1 active, 2 merged, 3 retracted
    merged_into  text             COLLATE "C",
    articles     integer          NOT NULL,
    outlets      integer          NOT NULL,
    trending     double precision NOT NULL,
    updated      bigint           NOT NULL,
    languages    text[]           NOT NULL,
    edit_version bigint           NOT NULL DEFAULT 0, -- version of the last editor's change
    card         bytea            NOT NULL,           -- the whole card, see CardCodec
    written_at   bigint           NOT NULL            -- this server's clock at the write
) WITH (fillfactor = 80);

-- One index for each order of ListStories.
CREATE INDEX story_catalog_trending ON story_catalog (trending DESC, story_id) WHERE state = 1;
CREATE INDEX story_catalog_latest ON story_catalog (updated DESC, story_id) WHERE state = 1;
CREATE INDEX story_catalog_largest ON story_catalog (articles DESC, story_id) WHERE state = 1;
CREATE INDEX story_catalog_languages ON story_catalog USING gin (languages) WHERE state = 1;
-- For a partition that starts: its active cards newest first, its young tombstones, what was written of late.
CREATE INDEX story_catalog_partition ON story_catalog (partition, updated DESC) WHERE state = 1;
CREATE INDEX story_catalog_tombstones ON story_catalog (partition, updated DESC) WHERE state <> 1;
CREATE INDEX story_catalog_written ON story_catalog (partition, written_at);

CREATE TABLE article_catalog
(
    article_id        text     COLLATE "C" PRIMARY KEY,
    story_id          text     COLLATE "C" NOT NULL,
    joined_version    bigint   NOT NULL,
    url               text     NOT NULL,
    title             text     NOT NULL,
    outlet            text     NOT NULL,
    published         bigint,
    ingested          bigint   NOT NULL,
    language          text     NOT NULL,
    external_id       text     NOT NULL,
    feed_credit       text     NOT NULL,
    revision          integer  NOT NULL,
    entities          text     NOT NULL,              -- JSON array of strings, strongest first
    origin_article_id text     COLLATE "C",
    placed_by_editor  boolean  NOT NULL,
    vector            bytea    NOT NULL,
    signature         bytea    NOT NULL,
    CONSTRAINT article_catalog_joined UNIQUE (story_id, joined_version)
);
-- Vectors do not compress; trying costs processor time on every insert.
ALTER TABLE article_catalog ALTER COLUMN vector SET STORAGE EXTERNAL;

CREATE TABLE editor_audit
(
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at             bigint NOT NULL,
    actor          text   NOT NULL,
    action         text   NOT NULL,
    story_id       text   COLLATE "C" NOT NULL,
    other_story_id text   COLLATE "C",
    article_ids    text[] NOT NULL,
    reason         text   NOT NULL
);
CREATE INDEX editor_audit_story ON editor_audit (story_id, at);

CREATE TABLE settings
(
    name  text  COLLATE "C" PRIMARY KEY,
    value bytea NOT NULL
);
