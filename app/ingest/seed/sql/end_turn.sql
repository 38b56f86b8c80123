-- Our turn to fill this database is over.
-- No parameters. Leans on: nothing, it is a lock of the session.
SELECT pg_advisory_unlock(hashtextextended('seed', 0))
