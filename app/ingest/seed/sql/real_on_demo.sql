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
ORDER BY name
