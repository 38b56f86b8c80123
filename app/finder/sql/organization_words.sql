-- Which words are these organizations found by, beside their names? These, from now on.
-- Parameters: ids uuid[], name_words text[], side by side. Leans on organization_pkey.
UPDATE organization AS g
SET name_words = n.name_words
FROM unnest(CAST(:ids AS uuid[]), CAST(:name_words AS text[])) AS n (id, name_words)
WHERE g.id = n.id
