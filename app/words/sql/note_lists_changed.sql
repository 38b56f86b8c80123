-- Which lists hold from now on? Counts up, and takes fingerprints of all and of the word parts.
-- No parameters. Leans on word_list_entry_pkey for the order; own comes before seed.
WITH held AS (
    SELECT DISTINCT ON (e.list, e.phrase) e.list, e.phrase, e.meaning
    FROM word_list_entry AS e
    ORDER BY e.list, e.phrase, e.source
),
lines AS (
    SELECT h.list, h.phrase, h.meaning, concat_ws(E'\t', h.list, h.phrase, h.meaning) AS line
    FROM held AS h
)
UPDATE word_list_version AS v
SET
    version = v.version + 1,
    contents = md5(coalesce(
        (SELECT string_agg(l.line, E'\n' ORDER BY l.line COLLATE "C") FROM lines AS l), ''
    )),
    parts = md5(coalesce(
        (
            SELECT string_agg(l.line, E'\n' ORDER BY l.line COLLATE "C")
            FROM lines AS l
            WHERE l.list = 'word_part' AND l.meaning <> '-'
        ),
        ''
    ))
