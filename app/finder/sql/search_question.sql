-- What does somebody who types this look for? Every word, as it is or by its Dutch stem; the last
-- one may still be a beginning. Words without meaning of their own ("naar de") count only when
-- there is nothing else. NULL when there is no word at all.
-- Parameters: what was typed. Leans on nothing.
CREATE OR REPLACE FUNCTION search_question(typed text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT string_agg(
        format(
            '(''%s''%s%s)',
            w.word,
            CASE WHEN w.place = w.last_place THEN ':*' END,
            ' | ''' || w.stem || ''''
        ),
        ' & '
    )::tsquery
    FROM (
        SELECT
            u.word,
            u.place,
            (ts_lexize('dutch_stem', u.word))[1] AS stem,
            max(u.place) OVER () AS last_place,
            bool_or(ts_lexize('dutch_stem', u.word) <> '{}') OVER () AS some_mean_something
        FROM regexp_split_to_table(search_fold(typed), ' ') WITH ORDINALITY AS u (word, place)
        WHERE u.word <> ''
    ) AS w
    WHERE w.stem IS NOT NULL OR NOT w.some_mean_something;
END
