-- Which parts of compounds hold now (part, weight)? No parts when they are those that are known.
-- Parameters: known text, a fingerprint. Leans on word_list_entry_pkey; own comes before seed.
-- Until the end of this transaction `parts_for_all` waits: whoever saves a text meanwhile is seen.
SELECT
    v.parts AS fingerprint,
    CASE WHEN v.parts <> :known THEN (
        SELECT coalesce(json_object_agg(held.phrase, held.meaning), '{}')
        FROM (
            SELECT DISTINCT ON (e.phrase) e.phrase, e.meaning
            FROM word_list_entry AS e
            WHERE e.list = 'word_part'
            ORDER BY e.phrase, e.source
        ) AS held
        WHERE held.meaning <> '-'
    ) END AS parts
FROM word_list_version AS v
FOR KEY SHARE OF v
