-- Which seeded areas are new or different? Facts and schematic outlines; what an import measured
-- stays: of an area with an official border only aliases, school region and label point follow the
-- seed (and the name of a people's area, which is ours). Codes that CBS has given up do not return.
-- Answers the codes of stored rows only; rows that are the same are left alone.
-- Parameters: rows (JSON, one object per area; outline as hex WKB in RD or null), year, now.
-- Leans on: area_pkey, area_successor_pkey.
WITH given AS (
    SELECT
        r.code, r.level, r.name, r.parent_code, r.gemeente_code, r.aliases, r.inhabitants,
        r.school_region,
        ST_SetSRID(ST_MakePoint(r.label_x, r.label_y), 28992) AS label_point,
        ST_SetSRID(ST_GeomFromWKB(decode(r.outline, 'hex')), 28992) AS outline
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
        code text, level text, name text, parent_code text, gemeente_code text, aliases text[],
        inhabitants integer, school_region text, label_x float8, label_y float8, outline text
    )
), proper AS (
    SELECT
        given.*,
        old.code IS NOT NULL AND old.boundary = 'official' AS is_measured,
        CASE
            WHEN old.boundary = 'official' OR given.outline IS NULL THEN old.geometry
            ELSE given.outline
        END AS geometry,
        old.name AS old_name, old.parent_code AS old_parent_code,
        old.gemeente_code AS old_gemeente_code, old.year AS old_year,
        old.inhabitants AS old_inhabitants, old.label_point AS old_label_point
    FROM given
    LEFT JOIN area AS old ON old.code = given.code
    LEFT JOIN area AS gemeente ON gemeente.code = given.gemeente_code
    WHERE old.code IS NOT NULL
       OR given.level = 'people'
       OR (
           (gemeente.code IS NULL OR gemeente.boundary = 'schematic')
           AND NOT EXISTS (
               SELECT
               FROM area_successor AS s
               WHERE s.old_code IN (given.code, given.gemeente_code)
           )
       )
)
INSERT INTO area AS known (
    code, level, name, aliases, parent_code, gemeente_code, year, inhabitants, school_region,
    label_point, geometry, boundary, created_at, updated_at
)
SELECT
    code,
    level,
    CASE WHEN is_measured AND level <> 'people' THEN old_name ELSE name END,
    aliases,
    CASE WHEN is_measured THEN old_parent_code ELSE parent_code END,
    CASE WHEN is_measured THEN old_gemeente_code ELSE gemeente_code END,
    CASE WHEN is_measured THEN old_year ELSE CAST(:year AS integer) END,
    CASE WHEN is_measured THEN old_inhabitants ELSE inhabitants END,
    school_region,
    CASE
        WHEN geometry IS NULL OR ST_Covers(geometry, label_point) THEN label_point
        WHEN ST_Covers(geometry, old_label_point) THEN old_label_point
        ELSE ST_PointOnSurface(geometry)
    END,
    geometry,
    CASE WHEN is_measured THEN 'official' ELSE 'schematic' END,
    CAST(:now AS timestamptz),
    CAST(:now AS timestamptz)
FROM proper
ORDER BY code
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name,
    aliases = excluded.aliases,
    parent_code = excluded.parent_code,
    gemeente_code = excluded.gemeente_code,
    year = excluded.year,
    inhabitants = excluded.inhabitants,
    school_region = excluded.school_region,
    label_point = excluded.label_point,
    geometry = excluded.geometry,
    updated_at = excluded.updated_at
WHERE (
    known.name, known.aliases, known.parent_code, known.gemeente_code, known.year,
    known.inhabitants, known.school_region, known.label_point, known.geometry
) IS DISTINCT FROM (
    excluded.name, excluded.aliases, excluded.parent_code, excluded.gemeente_code, excluded.year,
    excluded.inhabitants, excluded.school_region, excluded.label_point, excluded.geometry
)
RETURNING known.code
