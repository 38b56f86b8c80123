-- What does the finder know now of these offerings? See finder_refresh.sql.
-- Parameters: ids uuid[]. Leans on what that leans on.
SELECT finder_refresh(:ids)
