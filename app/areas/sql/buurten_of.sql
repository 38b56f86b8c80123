-- Which buurten do these areas, of any level, consist of? In order of code.
-- Parameters: codes. Leans on: area_parent, area_member_pkey.
CREATE OR REPLACE FUNCTION buurten_of(codes text[]) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH RECURSIVE below AS (
        SELECT a.code, a.level FROM area AS a WHERE a.code = ANY (codes)
        UNION
        SELECT part.code, part.level
        FROM below
        CROSS JOIN LATERAL (
            SELECT a.code, a.level
            FROM area AS a
            WHERE a.parent_code = below.code AND a.level <> 'people'
            UNION ALL
            SELECT a.code, a.level
            FROM area_member AS m
            JOIN area AS a ON a.code = m.buurt_code
            WHERE m.area_code = below.code
        ) AS part
    )
    SELECT ARRAY(SELECT b.code FROM below AS b WHERE b.level = 'buurt' ORDER BY b.code);
END
