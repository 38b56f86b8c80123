-- Which words hold now? A short text that is the same as long as these are.
-- No parameters. Leans on: word_list_version has one row; vocabulary_term is a few hundred.
SELECT
    v.contents || (
        SELECT md5(string_agg(
            concat_ws(E'\t', t.vocabulary, t.code, t.label_nl, array_to_string(t.word_forms, '|')),
            E'\n' ORDER BY t.vocabulary COLLATE "C", t.code COLLATE "C"
        ))
        FROM vocabulary_term AS t
        WHERE t.vocabulary IN ('theme', 'kind', 'audience')
    ) AS key
FROM word_list_version AS v
