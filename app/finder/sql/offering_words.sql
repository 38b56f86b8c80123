-- Which words are these offerings found by, beside those of their texts? These, from now on.
-- Parameters: ids uuid[], title_words and text_words text[], side by side. Leans on offering_pkey.
-- One statement: what follows it in the finder follows once.
UPDATE offering AS o
SET title_words = n.title_words, text_words = n.text_words
FROM unnest(
    CAST(:ids AS uuid[]), CAST(:title_words AS text[]), CAST(:text_words AS text[])
) AS n (id, title_words, text_words)
WHERE o.id = n.id
