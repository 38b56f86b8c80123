-- Which migration did this database have last?
-- No parameters. Leans on: nothing, there is one row.
SELECT version_num FROM alembic_version
