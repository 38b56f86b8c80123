-- Whose turn is it to fill this database? Ours, once this answers.
-- No parameters. Leans on: nothing, it is a lock of the session.
SELECT pg_advisory_lock(hashtextextended('seed', 0))
