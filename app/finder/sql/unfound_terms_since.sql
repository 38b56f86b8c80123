-- What was looked for in vain most, since a week?
-- Parameters: :first_week, :most. Leans on unfound_term_pkey.
SELECT t.term, a.name AS wijk, t.wijk_code, sum(t.count)::bigint AS times
FROM unfound_term AS t
LEFT JOIN area AS a ON a.code = t.wijk_code
WHERE t.week >= :first_week
GROUP BY t.term, a.name, t.wijk_code
ORDER BY times DESC, t.term, t.wijk_code
LIMIT :most
