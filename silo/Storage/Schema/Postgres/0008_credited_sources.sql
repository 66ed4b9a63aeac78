-- Names that members credit, as they are written: for counting stories again when an outlet's name, kind, family or domains change.
-- Kept by triggers, so that rows come and go with the members, whatever statement writes them. No outlet has a name of 500 characters,
-- and an index cannot hold one of 2,700 bytes. Members of before are put in by the next script, without a lock on their table.
CREATE TABLE article_credit
(
    source     text COLLATE "C" NOT NULL,
    story_id   text COLLATE "C" NOT NULL,
    article_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (source, story_id, article_id)
);

-- Lists of outlets are in the order of bytes, too. Only the index is made anew.
ALTER TABLE article_catalog ALTER COLUMN outlet TYPE text COLLATE "C";

CREATE FUNCTION article_credit_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO article_credit (source, story_id, article_id)
    SELECT c ->> 's', n.story_id, n.article_id FROM new_rows n CROSS JOIN LATERAL jsonb_array_elements(n.credits::jsonb) AS c
    WHERE n.credits <> '[]' AND length(c ->> 's') BETWEEN 1 AND 500
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION article_credit_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM article_credit d
    USING old_rows o JOIN new_rows n ON n.article_id = o.article_id CROSS JOIN LATERAL jsonb_array_elements(o.credits::jsonb) AS c
    WHERE (o.story_id <> n.story_id OR o.credits <> n.credits) AND d.source = c ->> 's' AND d.story_id = o.story_id AND d.article_id = o.article_id;
    INSERT INTO article_credit (source, story_id, article_id)
    SELECT c ->> 's', n.story_id, n.article_id
    FROM old_rows o JOIN new_rows n ON n.article_id = o.article_id CROSS JOIN LATERAL jsonb_array_elements(n.credits::jsonb) AS c
    WHERE (o.story_id <> n.story_id OR o.credits <> n.credits) AND length(c ->> 's') BETWEEN 1 AND 500
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION article_credit_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM article_credit d USING old_rows o CROSS JOIN LATERAL jsonb_array_elements(o.credits::jsonb) AS c
    WHERE d.source = c ->> 's' AND d.story_id = o.story_id AND d.article_id = o.article_id;
    RETURN NULL;
END $$;

CREATE TRIGGER article_credit_inserted AFTER INSERT ON article_catalog
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION article_credit_inserted();
CREATE TRIGGER article_credit_updated AFTER UPDATE ON article_catalog
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION article_credit_updated();
CREATE TRIGGER article_credit_deleted AFTER DELETE ON article_catalog
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION article_credit_deleted();
