-- Which areas have this name, lie in these gemeenten, or hold this point? One page of them: the
-- items as JSON, whether more follow, and the sort key of the last. With a name the best match comes
-- first: same, begins so, a word begins so, holds it; then by level, name and code.
-- A point is looked up once, in the buurten; all else follows from that buurt, so that the levels
-- never contradict each other on a border.
-- Parameters: $1 name or NULL · $2 levels or NULL · $3 gemeente codes or NULL · $4, $5 point in RD or
-- NULL · $6 levels in order · $7-$10 sort key after which to go on, or NULLs · $11 limit ·
-- $12 whether to count · $13 whether as GeoJSON features.
-- Leans on: area_buurt_geometry, area_pkey, area_member_buurt; a name is compared with every area.
WITH RECURSIVE wanted AS MATERIALIZED (
    SELECT area_name_key($1::text) AS name_key
), upward AS (
    SELECT a.code, a.parent_code
    FROM area AS a
    WHERE $4::float8 IS NOT NULL
      AND a.code = (SELECT buurt_at(ST_SetSRID(ST_MakePoint($4::float8, $5::float8), 28992)))
    UNION ALL
    SELECT p.code, p.parent_code
    FROM upward
    JOIN area AS p ON p.code = upward.parent_code
), holding AS (
    SELECT code FROM upward
    UNION
    SELECT m.area_code
    FROM upward
    JOIN area_member AS m ON m.buurt_code = upward.code
), found AS MATERIALIZED (
    SELECT
        a.code,
        matched.class,
        array_position($6::text[], a.level) AS rank,
        a.name_keys[1] COLLATE "C" AS name_key
    FROM area AS a
    CROSS JOIN wanted
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN $1::text IS NULL THEN 0
            ELSE (
                SELECT min(CASE
                    WHEN wanted.name_key = '' THEN NULL
                    WHEN key = wanted.name_key THEN 0
                    WHEN starts_with(key, wanted.name_key) THEN 1
                    WHEN strpos(' ' || key, ' ' || wanted.name_key) > 0 THEN 2
                    WHEN strpos(key, wanted.name_key) > 0 THEN 3
                END)
                FROM unnest(a.name_keys) AS key
            )
        END AS class
    ) AS matched
    WHERE matched.class IS NOT NULL
      AND ($2::text[] IS NULL OR a.level = ANY ($2::text[]))
      AND ($3::text[] IS NULL OR a.gemeente_code = ANY ($3::text[]))
      AND ($4::float8 IS NULL OR a.code IN (SELECT code FROM holding))
), page AS MATERIALIZED (
    SELECT
        found.*,
        row_number() OVER (ORDER BY class, rank, name_key, code) AS place
    FROM found
    WHERE $7::integer IS NULL
       OR (class, rank, name_key, code)
           > ($7::integer, $8::integer, $9::text COLLATE "C", $10::text)
    ORDER BY class, rank, name_key, code
    LIMIT $11::integer + 1
)
SELECT
    coalesce(
        json_agg(
            CASE WHEN $13::boolean THEN json_build_object(
                'type', 'Feature',
                'id', a.code,
                'geometry', ST_AsGeoJSON(
                    ST_ForcePolygonCCW(ST_Transform(a.geometry, 4326)), 6, 0
                )::json,
                'properties', item.facts
            ) ELSE item.facts END
            ORDER BY page.place
        ) FILTER (WHERE page.place <= $11::integer),
        '[]'
    )::text AS items,
    CASE WHEN $12::boolean THEN (SELECT count(*) FROM found) END AS total,
    count(*) > $11::integer AS has_more,
    max(page.class) FILTER (WHERE page.place = $11::integer) AS last_class,
    max(page.rank) FILTER (WHERE page.place = $11::integer) AS last_rank,
    max(page.name_key) FILTER (WHERE page.place = $11::integer) AS last_name_key,
    max(page.code) FILTER (WHERE page.place = $11::integer) AS last_code
FROM page
JOIN area AS a ON a.code = page.code
CROSS JOIN LATERAL (
    SELECT json_build_object(
        'code', a.code,
        'level', a.level,
        'name', a.name,
        'aliases', a.aliases,
        'parentCode', a.parent_code,
        'gemeenteCode', a.gemeente_code,
        'year', a.year,
        'inhabitants', a.inhabitants,
        'boundary', a.boundary
    ) AS facts
) AS item
