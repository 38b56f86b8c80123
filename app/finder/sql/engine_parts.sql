-- In how many parts do search engines get the entries, and when did each last change?
-- Parameters: :size how many entries a part holds · those of _entries.
-- Leans on: finder_entry_pkey, offering_pkey; all entries are read.
SELECT
    n.part AS name,
    max(n.updated_at) AS changed_at
FROM (
    SELECT
        e.updated_at,
        (row_number() OVER (ORDER BY e.offering_id) - 1) / :size::integer + 1 AS part
    FROM finder_entry AS e
    JOIN offering AS o ON o.id = e.offering_id
    WHERE TRUE
    --> _engine_entries
) AS n
GROUP BY n.part
ORDER BY n.part
