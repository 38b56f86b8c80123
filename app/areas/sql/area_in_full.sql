-- What do we know of the area with this code; and when it is no more, what became of it?
-- One row: facts and border as JSON or NULLs, the codes that it is today, and whether it has gone.
-- Parameters: $1 code · $2 the source of official borders as JSON.
-- Leans on: area_pkey, area_parent, area_member_pkey, area_member_buurt, area_successor_pkey.
WITH RECURSIVE upward AS (
    SELECT a.code, a.parent_code
    FROM area AS a
    WHERE a.code = $1::text
    UNION ALL
    SELECT p.code, p.parent_code
    FROM upward
    JOIN area AS p ON p.code = upward.parent_code
), around AS (
    SELECT code FROM upward
    UNION
    SELECT m.area_code FROM area_member AS m WHERE m.buurt_code = $1::text
), reached AS (
    SELECT $1::text AS code
    UNION
    SELECT s.new_code
    FROM reached
    JOIN area_successor AS s ON s.old_code = reached.code
    WHERE NOT EXISTS (SELECT FROM area AS a WHERE a.code = reached.code)
), about AS (
    SELECT
        json_build_object(
            'code', a.code,
            'level', a.level,
            'name', a.name,
            'aliases', a.aliases,
            'parentCode', a.parent_code,
            'gemeenteCode', a.gemeente_code,
            'year', a.year,
            'inhabitants', a.inhabitants,
            'boundary', a.boundary,
            'labelPoint', ST_AsGeoJSON(ST_Transform(a.label_point, 4326), 6, 0)::json,
            'within', (
                SELECT coalesce(
                    json_agg(
                        json_build_object('code', w.code, 'level', w.level, 'name', w.name)
                        ORDER BY array_position(
                            ARRAY['people', 'wijk', 'stadsdeel', 'gemeente'], w.level
                        ), w.code
                    ),
                    '[]'
                )
                FROM around
                JOIN area AS w ON w.code = around.code
                WHERE w.code <> a.code
            ),
            'children', (
                SELECT coalesce(
                    json_agg(
                        json_build_object('code', c.code, 'level', c.level, 'name', c.name)
                        ORDER BY array_position(
                            ARRAY['stadsdeel', 'wijk', 'buurt', 'people'], c.level
                        ), c.code
                    ),
                    '[]'
                )
                FROM area AS c
                WHERE c.parent_code = a.code
            ),
            'members', (
                SELECT coalesce(
                    json_agg(
                        json_build_object('code', b.code, 'level', b.level, 'name', b.name)
                        ORDER BY b.code
                    ),
                    '[]'
                )
                FROM area_member AS m
                JOIN area AS b ON b.code = m.buurt_code
                WHERE m.area_code = a.code
            ),
            'source', CASE WHEN a.boundary = 'official' THEN $2::json END
        ) AS facts,
        ST_AsGeoJSON(ST_ForcePolygonCCW(ST_Transform(a.geometry, 4326)), 6, 0)::json AS geometry
    FROM area AS a
    WHERE a.code = $1::text
)
SELECT
    (SELECT facts::text FROM about) AS facts,
    (SELECT coalesce(geometry::text, 'null') FROM about) AS geometry,
    ARRAY(
        SELECT a.code
        FROM reached
        JOIN area AS a ON a.code = reached.code
        ORDER BY a.code
    ) AS current_codes,
    EXISTS (SELECT FROM area_successor AS s WHERE s.old_code = $1::text) AS has_been
