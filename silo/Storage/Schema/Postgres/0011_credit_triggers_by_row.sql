-- Triggers by row with a condition: the condition is looked at without calling anything, and most articles credit nobody. By statement, as
-- they were, each insertion ran a query for nothing.
DROP TRIGGER article_credit_inserted ON article_catalog;
DROP TRIGGER article_credit_updated ON article_catalog;
DROP TRIGGER article_credit_deleted ON article_catalog;
DROP FUNCTION article_credit_inserted();
DROP FUNCTION article_credit_updated();
DROP FUNCTION article_credit_deleted();

CREATE FUNCTION article_credit_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM article_credit d USING jsonb_array_elements(OLD.credits::jsonb) AS c
        WHERE d.source = c ->> 's' AND d.story_id = OLD.story_id AND d.article_id = OLD.article_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO article_credit (source, story_id, article_id)
        SELECT c ->> 's', NEW.story_id, NEW.article_id FROM jsonb_array_elements(NEW.credits::jsonb) AS c WHERE length(c ->> 's') BETWEEN 1 AND 500
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER article_credit_inserted AFTER INSERT ON article_catalog
    FOR EACH ROW WHEN (NEW.credits <> '[]') EXECUTE FUNCTION article_credit_changed();
CREATE TRIGGER article_credit_updated AFTER UPDATE ON article_catalog
    FOR EACH ROW WHEN ((OLD.story_id <> NEW.story_id OR OLD.credits <> NEW.credits) AND (OLD.credits <> '[]' OR NEW.credits <> '[]'))
    EXECUTE FUNCTION article_credit_changed();
CREATE TRIGGER article_credit_deleted AFTER DELETE ON article_catalog
    FOR EACH ROW WHEN (OLD.credits <> '[]') EXECUTE FUNCTION article_credit_changed();
