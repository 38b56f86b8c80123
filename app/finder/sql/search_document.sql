-- Which words is an offering found by? Weighted: title, names, summary, description. The one
-- function on the side of what is stored; search_question is the one on the side of who asks.
-- Every word stands there as it is and as its Dutch stem, without case and accents.
-- Parameters: the texts. Leans on nothing.
CREATE OR REPLACE FUNCTION search_document(
    title text, names text, summary text, description text
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT setweight(search_words(title), 'A') || setweight(search_words(names), 'B')
        || setweight(search_words(summary), 'C') || setweight(search_words(description), 'D');
END
