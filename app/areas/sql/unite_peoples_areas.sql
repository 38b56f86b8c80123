-- What do the people's areas look like, now that their buurten may have changed? Their border is that
-- of their buurten together, on the same grid; official when all of them are, and then inhabitants,
-- year and gemeente follow too. Rows that stay the same are left alone. Answers the changed codes.
-- Parameters: gemeente_codes, now. Leans on: area_gemeente, area_member_pkey.
WITH made AS (
    SELECT
        m.area_code AS code,
        ST_Multi(ST_Union(b.geometry, 0.0009765625 ORDER BY b.code)) AS geometry,
        bool_and(b.boundary = 'official') AS is_official,
        CASE WHEN count(b.inhabitants) = count(*) THEN sum(b.inhabitants) END AS inhabitants,
        max(b.year) AS year,
        min(b.gemeente_code) AS gemeente_code,
        bool_and(b.geometry IS NOT NULL) AS is_whole
    FROM area_member AS m
    JOIN area AS b ON b.code = m.buurt_code
    GROUP BY m.area_code
    HAVING bool_or(b.gemeente_code = ANY (CAST(:gemeente_codes AS text[])))
), proper AS (
    SELECT
        a.code,
        CASE WHEN m.is_whole THEN m.geometry END AS geometry,
        CASE WHEN m.is_official THEN 'official' ELSE 'schematic' END AS boundary,
        CASE
            WHEN m.is_official THEN coalesce(m.inhabitants, a.inhabitants) ELSE a.inhabitants
        END AS inhabitants,
        CASE WHEN m.is_official THEN m.year ELSE a.year END AS year,
        m.gemeente_code,
        CASE
            WHEN p.code IS NULL OR p.gemeente_code <> m.gemeente_code THEN m.gemeente_code
            ELSE a.parent_code
        END AS parent_code,
        CASE
            WHEN m.is_whole AND NOT ST_Covers(m.geometry, a.label_point)
                THEN ST_PointOnSurface(m.geometry)
            ELSE a.label_point
        END AS label_point
    FROM made AS m
    JOIN area AS a ON a.code = m.code
    LEFT JOIN area AS p ON p.code = a.parent_code
)
UPDATE area AS known
SET geometry = proper.geometry,
    boundary = proper.boundary,
    inhabitants = proper.inhabitants,
    year = proper.year,
    gemeente_code = proper.gemeente_code,
    parent_code = proper.parent_code,
    label_point = proper.label_point,
    updated_at = CAST(:now AS timestamptz)
FROM proper
WHERE known.code = proper.code
  AND (
      known.geometry, known.boundary, known.inhabitants, known.year, known.gemeente_code,
      known.parent_code, known.label_point
  ) IS DISTINCT FROM (
      proper.geometry, proper.boundary, proper.inhabitants, proper.year, proper.gemeente_code,
      proper.parent_code, proper.label_point
  )
RETURNING known.code
