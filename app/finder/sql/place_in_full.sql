-- What is there to tell of one place? No row when not everybody may know it.
-- Parameters: :id, those of _place_facts and _place_offerings. Leans on: place_pkey; what those
-- lean on.
SELECT
    left(told.members, -1) || ',"offerings":[' || theirs.cards || ']}' AS place,
    --> _ticks
FROM (SELECT p.*, NULL::float8 AS distance_m FROM place AS p WHERE p.id = :id::uuid) AS p
CROSS JOIN LATERAL (
    --> _place_facts
) AS told
CROSS JOIN LATERAL (
    --> _place_offerings
) AS theirs
WHERE
--> _place_public
