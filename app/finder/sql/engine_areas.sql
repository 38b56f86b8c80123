-- Which buurten have something in them that a search engine may know of, and since when?
-- Parameters: those of _entries. Leans on: finder_entry_buurt, area_pkey; all entries are read.
SELECT
    a.code AS name,
    max(e.updated_at) AS changed_at
FROM finder_entry AS e
JOIN area AS a ON a.code = e.buurt_code AND a.level = 'buurt'
WHERE TRUE
--> _entries
GROUP BY a.code
ORDER BY a.code
