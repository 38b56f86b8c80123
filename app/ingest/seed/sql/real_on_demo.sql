-- Which real entries lean on demo entries, by name?
-- Parameters: none. Leans on offering_organization_id and offering_place_id.
SELECT DISTINCT o.title AS name
FROM offering AS o
LEFT JOIN organization AS g ON g.id = o.organization_id
LEFT JOIN place AS p ON p.id = o.place_id
WHERE NOT o.demo AND (g.demo OR p.demo)
UNION
SELECT p.name
FROM place AS p
JOIN organization AS g ON g.id = p.organization_id
WHERE NOT p.demo AND g.demo
UNION
SELECT v.name
FROM organization AS v
JOIN organization AS g ON g.id = v.vouched_by
WHERE NOT v.demo AND g.demo
UNION
SELECT o.title
FROM offering AS o
JOIN schedule AS s ON s.offering_id = o.id
JOIN place AS p ON p.id = s.place_id
WHERE NOT o.demo AND p.demo
UNION
SELECT o.title
FROM offering AS o
JOIN session_change AS c ON c.offering_id = o.id
JOIN place AS p ON p.id = c.place_id
WHERE NOT o.demo AND p.demo
UNION
SELECT o.title
FROM offering AS o
JOIN offering_organizer AS w ON w.offering_id = o.id
JOIN organization AS g ON g.id = w.organization_id
WHERE NOT o.demo AND g.demo
UNION
SELECT o.title
FROM offering AS o
JOIN offering_next_step AS n ON n.offering_id = o.id
JOIN offering AS t ON t.id = n.next_id
WHERE NOT o.demo AND t.demo
UNION
SELECT m.name
FROM organization AS m
JOIN organization AS g ON g.id = m.merged_into
WHERE NOT m.demo AND g.demo
UNION
SELECT m.name
FROM place AS m
JOIN place AS p ON p.id = m.merged_into
WHERE NOT m.demo AND p.demo
UNION
SELECT m.title
FROM offering AS m
JOIN offering AS o ON o.id = m.merged_into
WHERE NOT m.demo AND o.demo
ORDER BY name
