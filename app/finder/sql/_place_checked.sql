-- How many days ago was a place last checked, by whole local days? An expression; the place is `p`.
-- Never checked at all: since it was made.
-- Parameters: :today. Leans on nothing.
:today::date - coalesce(
    greatest((p.verified_at AT TIME ZONE 'Europe/Amsterdam')::date, p.source_checked_on),
    (p.created_at AT TIME ZONE 'Europe/Amsterdam')::date
)
