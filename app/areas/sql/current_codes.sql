-- Which areas are meant by these codes today? Each code that exists itself, else what it became,
-- however many editions ago; nothing for a code that never was.
-- Parameters: codes. Leans on: area_pkey, area_successor_pkey. UNION ends on circles.
WITH RECURSIVE reached AS (
    SELECT given.code AS asked, given.code
    FROM unnest(CAST(:codes AS text[])) AS given (code)
    UNION
    SELECT reached.asked, s.new_code
    FROM reached
    JOIN area_successor AS s ON s.old_code = reached.code
    WHERE NOT EXISTS (SELECT FROM area AS a WHERE a.code = reached.code)
)
SELECT reached.asked, a.code
FROM reached
JOIN area AS a ON a.code = reached.code
ORDER BY reached.asked, a.code
