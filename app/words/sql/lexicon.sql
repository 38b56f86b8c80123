-- What does every word stand for? One answer, so that it is never half of an import: entries as
-- [list, phrase, meaning], terms as [vocabulary, code, label, word forms].
-- No parameters. Leans on word_list_entry_pkey for the order; own comes before seed.
SELECT json_build_object(
    'entries', (
        SELECT coalesce(json_agg(json_build_array(held.list, held.phrase, held.meaning)), '[]')
        FROM (
            SELECT DISTINCT ON (e.list, e.phrase) e.list, e.phrase, e.meaning
            FROM word_list_entry AS e
            ORDER BY e.list, e.phrase, e.source
        ) AS held
    ),
    'terms', (
        SELECT coalesce(
            json_agg(
                json_build_array(t.vocabulary, t.code, t.label_nl, t.word_forms)
                ORDER BY t.vocabulary, t.position
            ),
            '[]'
        )
        FROM vocabulary_term AS t
        WHERE t.vocabulary IN ('theme', 'kind', 'audience')
    )
)::text AS lexicon
