-- Whom does somebody call about these entries, as far as they are listed and say so?
-- Parameters: :ids · those of _entries.
-- Leans on: finder_entry_pkey, offering_pkey.
SELECT
    e.offering_id,
    o.contact ->> 'ask_for' AS ask_for,
    o.contact ->> 'phone' AS phone
FROM finder_entry AS e
JOIN offering AS o ON o.id = e.offering_id
WHERE e.offering_id = ANY (:ids::uuid[])
--> _entries
ORDER BY e.offering_id
