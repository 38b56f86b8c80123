-- What became of an offering that nobody can see now? Its status, and the offering it was merged
-- into, if that one can be seen. No row: it never existed.
-- Parameters: :id. Leans on: offering_pkey, finder_entry_pkey.
WITH RECURSIVE reached AS (
    SELECT o.id, o.merged_into, ARRAY[o.id] AS way FROM offering AS o WHERE o.id = :id::uuid
    UNION ALL
    SELECT o.id, o.merged_into, reached.way || o.id
    FROM reached
    JOIN offering AS o ON o.id = reached.merged_into
    WHERE o.id <> ALL (reached.way)
)
SELECT
    asked.status,
    (
        SELECT e.offering_id
        FROM reached
        JOIN finder_entry AS e ON e.offering_id = reached.id
        WHERE reached.merged_into IS NULL
    ) AS moved_to
FROM offering AS asked
WHERE asked.id = :id::uuid
