-- What became of old codes? Keeps each old → new once, and forgets what was said about a code that
-- exists again. Answers the rows that are new.
-- Parameters: old_codes and new_codes (side by side), year. Leans on: area_successor_pkey.
WITH reborn AS (
    DELETE FROM area_successor AS s
    USING area AS a
    WHERE a.code = s.old_code
      AND s.old_code <> ALL (CAST(:old_codes AS text[]))
)
INSERT INTO area_successor (old_code, new_code, year)
SELECT given.old_code, given.new_code, CAST(:year AS integer)
FROM unnest(CAST(:old_codes AS text[]), CAST(:new_codes AS text[])) AS given (old_code, new_code)
ON CONFLICT DO NOTHING
RETURNING old_code, new_code
