-- Whose turn is it to fill this database? No longer ours.
-- No parameters. Leans on: nothing, it is a lock of the session.
SELECT pg_advisory_unlock(hashtextextended('seed', 0))
