-- Which buurten do these codes stand for, and which areas of any level touch those? Old codes
-- mean their successors. One row: buurten, touching codes, gemeenten, and the codes nobody knows.
-- Parameters: $1 codes. Leans on: area_pkey, area_parent, area_member_pkey, area_successor_pkey.
WITH RECURSIVE reached AS (
    SELECT u.code AS asked, u.code FROM unnest($1::text[]) AS u (code)
    UNION
    SELECT reached.asked, s.new_code
    FROM reached
    JOIN area_successor AS s ON s.old_code = reached.code
    WHERE NOT EXISTS (SELECT FROM area AS a WHERE a.code = reached.code)
), meant AS (
    SELECT reached.asked, a.code, a.gemeente_code
    FROM reached
    JOIN area AS a ON a.code = reached.code
), touched AS MATERIALIZED (
    SELECT areas_touching(ARRAY(SELECT m.code FROM meant AS m)) AS codes
)
SELECT
    buurten_of(ARRAY(SELECT m.code FROM meant AS m)) AS buurten,
    touched.codes AS touching,
    -- Of all that touch: a people's area may lie in two gemeenten.
    ARRAY(
        SELECT DISTINCT a.gemeente_code FROM area AS a WHERE a.code = ANY (touched.codes) ORDER BY 1
    ) AS gemeenten,
    ARRAY(
        SELECT u.code FROM unnest($1::text[]) AS u (code)
        WHERE u.code NOT IN (SELECT m.asked FROM meant AS m)
    ) AS unknown
FROM touched
