-- How many entries are found in all?
-- Parameters: :at_most, where it is enough to know that there are so many · those of _around and
-- _entries. Leans on what they lean on.
SELECT count(*) AS total
FROM (
    SELECT
    FROM finder_entry AS e
    WHERE TRUE
    --> _around
    --> _entries
    LIMIT :at_most::integer                                                  --? at_most
) AS found
