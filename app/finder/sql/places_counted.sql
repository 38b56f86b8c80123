-- How many places are there in all?
-- Parameters: those of _places_kept. Leans on what it leans on.
SELECT count(*) AS total
FROM
--> _places_kept
