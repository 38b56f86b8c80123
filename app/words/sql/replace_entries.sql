-- How many rows came, went and changed, now that those of one source are exactly the given ones?
-- Parameters: source text; which text[], the lists that it is about; lists, phrases and meanings
-- text[], the rows, side by side. Leans on word_list_entry_pkey.
WITH given AS (
    SELECT g.list, g.phrase, g.meaning
    FROM unnest(
        CAST(:lists AS text[]), CAST(:phrases AS text[]), CAST(:meanings AS text[])
    ) AS g (list, phrase, meaning)
),
gone AS (
    DELETE FROM word_list_entry AS e
    WHERE e.source = :source
      AND e.list = ANY (:which)
      -- Looked up in a hash, whatever is guessed about the size of either.
      AND (e.list, e.phrase) NOT IN (SELECT g.list, g.phrase FROM given AS g)
    RETURNING e.phrase
),
written AS (
    INSERT INTO word_list_entry AS e (list, phrase, meaning, source)
    SELECT g.list, g.phrase, g.meaning, :source FROM given AS g
    ON CONFLICT (list, phrase, source) DO UPDATE SET meaning = excluded.meaning
        WHERE e.meaning <> excluded.meaning
    RETURNING e.xmax = 0 AS is_new
)
SELECT
    (SELECT count(*) FROM written WHERE is_new) AS added,
    (SELECT count(*) FROM gone) AS removed,
    (SELECT count(*) FROM written WHERE NOT is_new) AS changed
