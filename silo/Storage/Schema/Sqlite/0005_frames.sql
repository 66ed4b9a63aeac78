-- What the articles of a story say, as it was worked out last. The counters can be asked for without reading the blob.
CREATE TABLE story_frames
(
    story_id      TEXT    NOT NULL PRIMARY KEY,
    version       INTEGER NOT NULL, -- rises by one with every change of a line
    story_version INTEGER NOT NULL, -- version of the story that they cover
    articles      INTEGER NOT NULL, -- articles read
    origins       INTEGER NOT NULL, -- independent origins among them
    computed      INTEGER NOT NULL,
    blob          BLOB    NOT NULL  -- see FramesCodec
);

-- What each version changed, the newest of each story.
CREATE TABLE story_frames_history
(
    story_id      TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    story_version INTEGER NOT NULL,
    computed      INTEGER NOT NULL,
    blob          BLOB    NOT NULL, -- see FramesCodec
    PRIMARY KEY (story_id, version)
);
