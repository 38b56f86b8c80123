-- How long ago was an entry checked, in a word? An expression; the entry is `e`.
-- Parameters: :today, :due_days and :stale_days by sort of freshness. Leans on nothing.
CASE
    WHEN :today::date - e.checked_on >= (:stale_days::integer[])[e.freshness + 1] THEN 'stale'
    WHEN NOT e.is_checked THEN 'due'
    WHEN :today::date - e.checked_on >= (:due_days::integer[])[e.freshness + 1] THEN 'due'
    ELSE 'fresh'
END
