-- How often was each term looked for in vain? Adds what was counted since the last time. In one
-- order, so that two who add at the same moment do not wait for each other in a circle.
-- Parameters: :rows a JSON array of rows. Leans on unfound_term_pkey.
INSERT INTO unfound_term AS t (week, wijk_code, term, count)
SELECT r.week, r.wijk_code, r.term, r.count
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
    week date,
    wijk_code text,
    term text,
    count bigint
)
ORDER BY r.week, r.wijk_code, r.term
ON CONFLICT (week, wijk_code, term) DO UPDATE SET count = t.count + excluded.count
