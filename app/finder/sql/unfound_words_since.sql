-- Which words that nobody here knows were asked often, since a week? Without those that are the
-- beginning of one that came at least half as often: somebody was still typing.
-- Parameters: :first_week, :most. Leans on unfound_word_pkey.
WITH words AS (
    SELECT u.word, sum(u.count)::bigint AS times
    FROM unfound_word AS u
    WHERE u.week >= :first_week
    GROUP BY u.word
)
SELECT w.word, w.times
FROM words AS w
WHERE NOT EXISTS (
    SELECT FROM words AS longer
    WHERE starts_with(longer.word, w.word)
      AND longer.word <> w.word
      AND longer.times * 2 >= w.times
)
ORDER BY w.times DESC, w.word
LIMIT :most
