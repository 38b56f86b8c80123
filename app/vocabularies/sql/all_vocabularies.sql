-- What can people choose from? Every vocabulary with its terms, in order of position.
-- No parameters. Leans on the primary key; the table is small.
SELECT json_build_object('items', coalesce(json_agg(v.vocabulary ORDER BY v.name), '[]'))::text
FROM (
    SELECT
        t.vocabulary AS name,
        json_build_object(
            'name', t.vocabulary,
            'terms', json_agg(
                json_build_object(
                    'code', t.code,
                    'labelNl', t.label_nl,
                    'definitionNl', t.definition_nl,
                    'labelEn', t.label_en,
                    'group', t.term_group,
                    'sensitivity', t.sensitivity,
                    'wordForms', t.word_forms
                )
                ORDER BY t.position
            )
        ) AS vocabulary
    FROM vocabulary_term AS t
    GROUP BY t.vocabulary
) AS v
