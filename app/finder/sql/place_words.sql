-- Which words are these places found by, beside their names? These, from now on.
-- Parameters: ids uuid[], name_words text[], side by side. Leans on place_pkey.
UPDATE place AS p
SET name_words = n.name_words
FROM unnest(CAST(:ids AS uuid[]), CAST(:name_words AS text[])) AS n (id, name_words)
WHERE p.id = n.id
