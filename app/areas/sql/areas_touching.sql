-- Which areas, of any level, have a buurt in common with these? Themselves included, in order of
-- code.
-- Parameters: codes. Leans on: area_pkey, area_member_buurt.
CREATE OR REPLACE FUNCTION areas_touching(codes text[]) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH RECURSIVE above AS (
        SELECT a.code, a.parent_code FROM area AS a WHERE a.code = ANY (buurten_of(codes))
        UNION
        SELECT a.code, a.parent_code FROM above JOIN area AS a ON a.code = above.parent_code
    )
    SELECT ARRAY(
        SELECT above.code FROM above
        UNION
        SELECT m.area_code FROM above JOIN area_member AS m ON m.buurt_code = above.code
        UNION
        SELECT a.code FROM area AS a WHERE a.code = ANY (codes)
        ORDER BY 1
    );
END
