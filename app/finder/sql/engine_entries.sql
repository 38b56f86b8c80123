-- Which entries are in one part of what search engines get, and since when are they as they are?
-- Parameters: :size how many entries a part holds · :part which one, from 1 · those of _entries.
-- Leans on: finder_entry_pkey, offering_pkey.
SELECT
    e.offering_id AS name,
    e.updated_at AS changed_at
FROM finder_entry AS e
JOIN offering AS o ON o.id = e.offering_id
WHERE TRUE
--> _engine_entries
ORDER BY e.offering_id
OFFSET (:part::integer - 1)::bigint * :size::integer
LIMIT :size::integer
