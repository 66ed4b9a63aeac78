-- Names that members credit, as they are written: for counting stories again when an outlet's name, kind, family or domains change.
-- Kept by triggers, so that rows come and go with the members, whatever statement writes them. No outlet has a name of 500 characters.
CREATE TABLE article_credit
(
    source     TEXT NOT NULL,
    story_id   TEXT NOT NULL,
    article_id TEXT NOT NULL,
    PRIMARY KEY (source, story_id, article_id)
) WITHOUT ROWID;

CREATE TRIGGER article_credit_inserted AFTER INSERT ON article_catalog WHEN NEW.credits <> '[]'
BEGIN
    INSERT OR IGNORE INTO article_credit (source, story_id, article_id)
    SELECT json_extract(c.value, '$.s'), NEW.story_id, NEW.article_id FROM json_each(NEW.credits) AS c
    WHERE length(json_extract(c.value, '$.s')) BETWEEN 1 AND 500;
END;

CREATE TRIGGER article_credit_updated AFTER UPDATE OF story_id, credits ON article_catalog WHEN OLD.story_id <> NEW.story_id OR OLD.credits <> NEW.credits
BEGIN
    DELETE FROM article_credit WHERE story_id = OLD.story_id AND article_id = OLD.article_id
        AND source IN (SELECT json_extract(c.value, '$.s') FROM json_each(OLD.credits) AS c);
    INSERT OR IGNORE INTO article_credit (source, story_id, article_id)
    SELECT json_extract(c.value, '$.s'), NEW.story_id, NEW.article_id FROM json_each(NEW.credits) AS c
    WHERE length(json_extract(c.value, '$.s')) BETWEEN 1 AND 500;
END;

CREATE TRIGGER article_credit_deleted AFTER DELETE ON article_catalog WHEN OLD.credits <> '[]'
BEGIN
    DELETE FROM article_credit WHERE story_id = OLD.story_id AND article_id = OLD.article_id
        AND source IN (SELECT json_extract(c.value, '$.s') FROM json_each(OLD.credits) AS c);
END;

-- Members of before. SQLite has one writer: nobody adds any meanwhile.
INSERT OR IGNORE INTO article_credit (source, story_id, article_id)
SELECT json_extract(c.value, '$.s'), a.story_id, a.article_id FROM article_catalog AS a JOIN json_each(a.credits) AS c
WHERE a.credits <> '[]' AND length(json_extract(c.value, '$.s')) BETWEEN 1 AND 500;
