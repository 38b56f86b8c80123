-- Which words is an offering found by? Weighted: title, names and terms, summary, description. The
-- one function on the side of what is stored; search_question is the one on the side of who asks.
-- Every word stands there as it is and as its Dutch stem, without case and accents; the parts of
-- compounds beside the text that they come from. A term ("theme:bewegen") begins with a sign that no
-- word has, so that nobody who types the beginning of a word finds all of a list.
-- Parameters: the texts, the parts of their compounds, the terms. Leans on nothing.
CREATE OR REPLACE FUNCTION search_document(
    title text,
    title_words text,
    names text,
    terms text[],
    summary text,
    description text,
    text_words text
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT setweight(search_words(concat_ws(' ', title, title_words)), 'A')
        || setweight(search_words(names), 'B')
        || coalesce(
            (
                SELECT string_agg(format('''=%s'':%s', t.term, '1B'), ' ')
                FROM unnest(terms) AS t (term)
            )::tsvector,
            ''
        )
        || setweight(search_words(summary), 'C')
        || setweight(search_words(concat_ws(' ', description, text_words)), 'D');
END
