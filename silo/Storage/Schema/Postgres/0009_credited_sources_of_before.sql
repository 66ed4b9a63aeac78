-- Members of before the triggers. Others may write meanwhile: the triggers keep what they add; of what they move or remove in these
-- seconds a row may stay, and costs one needless look at a story.
INSERT INTO article_credit (source, story_id, article_id)
SELECT c ->> 's', a.story_id, a.article_id FROM article_catalog a CROSS JOIN LATERAL jsonb_array_elements(a.credits::jsonb) AS c
WHERE a.credits <> '[]' AND length(c ->> 's') BETWEEN 1 AND 500
ON CONFLICT DO NOTHING;
