-- Which offerings lean on areas of these gemeenten, or did when they were last looked at? The next
-- ones in order of id.
-- Parameters: gemeente_codes text[], after uuid, limit. Leans on: place_gemeente, offering_place_id,
-- area_gemeente, offering_service_area_code; read once per batch of a command, never by a request.
SELECT leaning.id
FROM (
    SELECT o.id
    FROM place AS p
    JOIN offering AS o ON o.place_id = p.id
    WHERE p.gemeente_code = ANY (:gemeente_codes)
    UNION
    SELECT s.offering_id
    FROM area AS a
    JOIN offering_service_area AS s ON s.area_code = a.code
    WHERE a.gemeente_code = ANY (:gemeente_codes)
    UNION
    SELECT e.offering_id FROM finder_entry AS e WHERE e.gemeente_codes && :gemeente_codes
) AS leaning
WHERE leaning.id > :after
ORDER BY leaning.id
LIMIT :limit
