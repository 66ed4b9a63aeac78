-- Lets an article that is sent again be answered from its row alone.
ALTER TABLE article_catalog ADD COLUMN fingerprint bytea  NOT NULL DEFAULT ''; -- of what a reader reads; empty: from before this was kept
ALTER TABLE article_catalog ADD COLUMN stored_at   bigint NOT NULL DEFAULT 0;  -- when the row was inserted or revised, by this database's clock

-- Articles that their publishers took back, for ever. No member is inserted for one of them.
CREATE TABLE article_retraction
(
    article_id text    COLLATE "C" NOT NULL PRIMARY KEY,
    at         bigint  NOT NULL, -- by this database's clock
    reason     text    COLLATE "C" NOT NULL,
    pending    boolean NOT NULL  -- whether the article was a member then and has not left its story yet
);
CREATE INDEX article_retraction_pending ON article_retraction (at) WHERE pending;
