-- Has anybody put an area into this database?
-- No parameters. Leans on: nothing, the first row will do.
SELECT EXISTS (SELECT FROM area)
