-- How often was each word looked for in vain that nobody here knows? Adds what was counted since
-- the last time; a word that is new here has come often enough.
-- Parameters: :rows a JSON array of rows. Leans on unfound_word_pkey.
INSERT INTO unfound_word AS t (week, word, count)
SELECT r.week, r.word, r.count
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (week date, word text, count bigint)
ORDER BY r.week, r.word
ON CONFLICT (week, word) DO UPDATE SET count = t.count + excluded.count
