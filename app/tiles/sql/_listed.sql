-- Which entries does the finder list today? Stands behind a WHERE that has a first condition; the
-- entry is `e`. The words are the first lines of the finder's _entries; a test compares them.
-- Parameters: :today, :leaves_days by sort of freshness. Leans on nothing.
  AND e.is_listed
  AND :today::date - e.checked_on < (:leaves_days::integer[])[e.freshness + 1]
  AND (e.ends_on IS NULL OR :today::date <= e.ends_on)
