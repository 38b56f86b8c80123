-- What became of a place that nobody can see now? The place it was merged into, if that one can be
-- seen; and whether it was ever there for everybody. No row: it may not be told that it exists.
-- Parameters: :id. Leans on: place_pkey, change_subject.
WITH RECURSIVE reached AS (
    SELECT p.id, p.merged_into, ARRAY[p.id] AS way FROM place AS p WHERE p.id = :id::uuid
    UNION ALL
    SELECT p.id, p.merged_into, reached.way || p.id
    FROM reached
    JOIN place AS p ON p.id = reached.merged_into
    WHERE p.id <> ALL (reached.way)
)
SELECT
    (
        SELECT p.id
        FROM reached
        JOIN place AS p ON p.id = reached.id
        WHERE reached.merged_into IS NULL AND
        --> _place_public
    ) AS moved_to,
    EXISTS (
        SELECT FROM change AS c
        WHERE c.subject_type = 'place' AND c.subject_id = asked.id::text
          AND c.snapshot ->> 'status' = 'published' AND c.snapshot ->> 'visibility' = 'public'
    ) AS was_there
FROM place AS asked
WHERE asked.id = :id::uuid AND asked.visibility = 'public'
