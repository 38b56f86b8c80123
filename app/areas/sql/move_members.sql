-- Which buurten make up the people's areas, now that some codes have vanished? Puts in place of each
-- vanished buurt the ones that took over; one that nothing took over leaves.
-- Parameters: vanished (codes). Leans on: area_member_buurt, area_successor_pkey.
WITH RECURSIVE leaving AS (
    DELETE FROM area_member
    WHERE buurt_code = ANY (CAST(:vanished AS text[]))
    RETURNING area_code, buurt_code
), reached AS (
    SELECT area_code, buurt_code AS code
    FROM leaving
    UNION
    SELECT reached.area_code, s.new_code
    FROM reached
    JOIN area_successor AS s ON s.old_code = reached.code
)
INSERT INTO area_member (area_code, buurt_code)
SELECT reached.area_code, buurt.code
FROM reached
JOIN area AS buurt ON buurt.code = reached.code AND buurt.level = 'buurt'
WHERE buurt.code <> ALL (CAST(:vanished AS text[]))
ON CONFLICT DO NOTHING
