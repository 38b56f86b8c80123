-- Which names of areas look a bit like this word? The same first letter, and about as long: the
-- asker counts the letters.
-- Parameters: $1 the word, as typed. Leans on nothing: every name is looked at, when nothing was found.
SELECT DISTINCT n.name, n.key, area_name_key($1::text) AS typed
FROM area AS a
CROSS JOIN LATERAL unnest(array_prepend(a.name, a.aliases), a.name_keys) AS n (name, key)
WHERE left(n.key, 1) = left(area_name_key($1::text), 1)
  AND abs(length(n.key) - length(area_name_key($1::text))) <= 2
ORDER BY n.key, n.name
