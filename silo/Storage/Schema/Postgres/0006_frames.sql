-- What the articles of a story say, as it was worked out last. The counters can be asked for without reading the blob.
CREATE TABLE story_frames
(
    story_id      text    COLLATE "C" NOT NULL PRIMARY KEY,
    version       bigint  NOT NULL, -- rises by one with every change of a line
    story_version bigint  NOT NULL, -- version of the story that they cover
    articles      integer NOT NULL, -- articles read
    origins       integer NOT NULL, -- independent origins among them
    computed      bigint  NOT NULL,
    blob          bytea   NOT NULL  -- see FramesCodec
);
-- The codec has compressed them.
ALTER TABLE story_frames ALTER COLUMN blob SET STORAGE EXTERNAL;

-- What each version changed, the newest of each story.
CREATE TABLE story_frames_history
(
    story_id      text   COLLATE "C" NOT NULL,
    version       bigint NOT NULL,
    story_version bigint NOT NULL,
    computed      bigint NOT NULL,
    blob          bytea  NOT NULL,  -- see FramesCodec
    PRIMARY KEY (story_id, version)
);
ALTER TABLE story_frames_history ALTER COLUMN blob SET STORAGE EXTERNAL;
