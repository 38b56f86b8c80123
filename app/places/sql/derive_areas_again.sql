-- Which buurt holds each place, now that borders of some gemeenten have changed?
-- Parameters: gemeente_codes text[]. Leans on place_gemeente, place_point and the index behind
-- buurt_at(). The trigger on place derives; touching the row is enough.
UPDATE place
SET buurt_code = buurt_code
WHERE (
    gemeente_code = ANY (:gemeente_codes)
    OR EXISTS (
        SELECT FROM area AS a
        WHERE a.level = 'gemeente'
          AND a.code = ANY (:gemeente_codes)
          AND ST_Covers(a.geometry, place.point)
    )
)
AND (
    buurt_code IS DISTINCT FROM buurt_at(point)
    OR gemeente_code IS DISTINCT FROM
        (SELECT b.gemeente_code FROM area AS b WHERE b.code = place.buurt_code)
)
RETURNING id
