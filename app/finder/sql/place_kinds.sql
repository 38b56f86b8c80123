-- Of which kinds can a place be, and in which order are they shown?
-- No parameters. Leans on the primary key; the table is small.
SELECT t.code, t.position FROM vocabulary_term AS t WHERE t.vocabulary = 'place_kind'
