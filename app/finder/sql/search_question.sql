-- What does an entry hold that meets these needs? Every need is met by any of its ways, a way by all
-- of its words and its term; an excluded need must not be met. A word counts as it is or by its Dutch
-- stem; the last one of a way may still be a beginning. Words without meaning of their own ("naar
-- de") count only when nothing else is wanted. NULL when no word is left.
-- Parameters: [{"any": [{"words": ["wandel"], "term": null, "beginning": false}], "not": false}],
-- words folded as search_fold does. Leans on nothing.
CREATE OR REPLACE FUNCTION search_question(needs jsonb) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    -- Not in LANGUAGE sql: that would plan all this anew for every question.
    RETURN (
        WITH wish AS (
            SELECT
                n.place AS need,
                (n.need ->> 'not')::boolean AS is_excluded,
                w.place AS way,
                l.lexeme,
                l.stem,
                l.is_beginning AND NOT (n.need ->> 'not')::boolean AS is_beginning,
                bool_or(l.stem IS NOT NULL AND NOT (n.need ->> 'not')::boolean) OVER ()
                    AS some_mean_something
            FROM jsonb_array_elements(needs) WITH ORDINALITY AS n (need, place)
            CROSS JOIN LATERAL jsonb_array_elements(n.need -> 'any')
                WITH ORDINALITY AS w (way, place)
            CROSS JOIN LATERAL (
                SELECT '=' || (w.way ->> 'term') AS lexeme, '' AS stem, false AS is_beginning
                WHERE w.way ->> 'term' IS NOT NULL
                UNION ALL
                SELECT
                    u.word,
                    CASE ts_lexize('dutch_stem', (ts_lexize('dutch_stem', u.word))[1])
                        -- The stem of "dans" is "dan": that would find nearly everything.
                        WHEN '{}' THEN u.word
                        ELSE (ts_lexize('dutch_stem', u.word))[1]
                    END,
                    (w.way ->> 'beginning')::boolean
                        AND u.place = jsonb_array_length(w.way -> 'words')
                FROM jsonb_array_elements_text(w.way -> 'words') WITH ORDINALITY AS u (word, place)
                WHERE u.word <> ''
            ) AS l
        ), way AS (
            SELECT
                w.need,
                w.is_excluded,
                string_agg(
                    format(
                        '(%s%s%s)',
                        '''' || replace(replace(w.lexeme, '\', '\\'), '''', '''''') || '''',
                        CASE WHEN w.is_beginning THEN ':*' END,
                        ' | ''' || replace(
                            replace(nullif(nullif(w.stem, w.lexeme), ''), '\', '\\'), '''', ''''''
                        ) || ''''
                    ),
                    ' & '
                ) AS met
            FROM wish AS w
            WHERE w.stem IS NOT NULL OR NOT w.some_mean_something
            GROUP BY w.need, w.is_excluded, w.way
        ), need AS (
            SELECT
                CASE WHEN w.is_excluded THEN '!' ELSE '' END
                    || '(' || string_agg(w.met, ' | ') || ')'
                    AS met
            FROM way AS w
            GROUP BY w.need, w.is_excluded
        )
        SELECT string_agg(n.met, ' & ')::tsquery FROM need AS n
    );
END
$$
