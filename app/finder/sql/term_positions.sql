-- Which position does each choice have that filters are stored by?
-- No parameters. Leans on the primary key; the table is small.
SELECT t.vocabulary, t.code, t.position
FROM vocabulary_term AS t
WHERE t.vocabulary IN ('kind', 'theme', 'audience')
