-- Has the first filling of this database been finished?
-- No parameters. Leans on: nothing, there is one row at most.
SELECT EXISTS (SELECT FROM first_fill)
