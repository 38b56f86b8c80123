-- Which area is meant by this code, and what belongs to it? One row: its level, gemeente, buurten and
-- the codes of all areas that overlap it, or NULLs; the codes that it is today; whether it has gone.
-- Parameters: $1 code.
-- Leans on: area_pkey, area_parent, area_member_pkey, area_member_buurt, area_successor_pkey.
WITH RECURSIVE reached AS (
    SELECT $1::text AS code
    UNION
    SELECT s.new_code
    FROM reached
    JOIN area_successor AS s ON s.old_code = reached.code
    WHERE NOT EXISTS (SELECT FROM area AS a WHERE a.code = reached.code)
)
SELECT
    a.level,
    a.gemeente_code,
    CASE WHEN a.code IS NOT NULL THEN buurten_of(ARRAY[a.code]) END AS buurten,
    CASE WHEN a.code IS NOT NULL THEN areas_touching(ARRAY[a.code]) END AS touching,
    ARRAY(
        SELECT b.code
        FROM reached
        JOIN area AS b ON b.code = reached.code
        ORDER BY b.code
    ) AS current_codes,
    EXISTS (SELECT FROM area_successor AS s WHERE s.old_code = asked.code) AS has_been
FROM (SELECT $1::text AS code) AS asked
LEFT JOIN area AS a ON a.code = asked.code
