-- Which areas of one CBS edition are new or different? Stores them as official; leaves rows that are
-- the same alone, updated_at included. Answers code and whether it was added, of stored rows only.
-- Parameters: rows (JSON, one object per area, border as hex WKB in RD), year, now.
-- Leans on: area_pkey. What a source does not say (name, inhabitants) stays; a label point stays
-- while the area covers it; a stadsdeel, which CBS does not know, stays the parent.
WITH given AS (
    SELECT
        r.code, r.level, r.name, r.parent_code, r.gemeente_code, r.inhabitants, r.says_inhabitants,
        ST_SetSRID(ST_GeomFromWKB(decode(r.border, 'hex')), 28992) AS geometry
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
        code text, level text, name text, parent_code text, gemeente_code text,
        inhabitants integer, says_inhabitants boolean, border text
    )
)
INSERT INTO area AS known (
    code, level, name, parent_code, gemeente_code, year, inhabitants,
    label_point, geometry, boundary, created_at, updated_at
)
SELECT
    given.code,
    given.level,
    coalesce(given.name, old.name, given.code),
    coalesce(stadsdeel.code, given.parent_code),
    given.gemeente_code,
    CAST(:year AS integer),
    CASE WHEN given.says_inhabitants THEN given.inhabitants ELSE old.inhabitants END,
    CASE
        WHEN ST_Covers(given.geometry, old.label_point) THEN old.label_point
        ELSE ST_PointOnSurface(given.geometry)
    END,
    given.geometry,
    'official',
    CAST(:now AS timestamptz),
    CAST(:now AS timestamptz)
FROM given
LEFT JOIN area AS old ON old.code = given.code
LEFT JOIN area AS stadsdeel ON stadsdeel.code = old.parent_code AND stadsdeel.level = 'stadsdeel'
ORDER BY given.code
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name,
    parent_code = excluded.parent_code,
    gemeente_code = excluded.gemeente_code,
    year = excluded.year,
    inhabitants = excluded.inhabitants,
    label_point = excluded.label_point,
    geometry = excluded.geometry,
    boundary = excluded.boundary,
    updated_at = excluded.updated_at
WHERE (
    known.name, known.parent_code, known.gemeente_code, known.year, known.inhabitants,
    known.label_point, known.geometry, known.boundary
) IS DISTINCT FROM (
    excluded.name, excluded.parent_code, excluded.gemeente_code, excluded.year,
    excluded.inhabitants, excluded.label_point, excluded.geometry, excluded.boundary
)
RETURNING known.code, xmax = 0 AS added
