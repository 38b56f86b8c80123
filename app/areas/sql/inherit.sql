-- What do new areas take over from the ones they came in place of? What residents call them, and
-- the region of their school holidays.
-- Parameters: vanished text[]. Leans on: area_pkey, area_successor_pkey.
WITH heritage AS (
    SELECT
        s.new_code,
        array_agg(DISTINCT called.alias) FILTER (WHERE called.alias IS NOT NULL) AS aliases,
        min(old.school_region) AS school_region
    FROM area AS old
    JOIN area_successor AS s ON s.old_code = old.code
    LEFT JOIN LATERAL unnest(old.aliases) AS called (alias) ON true
    WHERE old.code = ANY (CAST(:vanished AS text[]))
    GROUP BY s.new_code
)
UPDATE area AS a
SET
    aliases = a.aliases || ARRAY(
        SELECT unnest(h.aliases) EXCEPT SELECT unnest(a.aliases) ORDER BY 1
    ),
    school_region = coalesce(a.school_region, CASE a.level WHEN 'gemeente' THEN h.school_region END)
FROM heritage AS h
WHERE a.code = h.new_code
