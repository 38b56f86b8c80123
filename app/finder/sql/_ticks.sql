-- When did the clock last change anything, and when will it next? At the beginning or end of a
-- session, wherever; local midnight is not in it.
-- Parameters: :now. Leans on: session_starts, session_ends.
greatest(
    (SELECT max(s.starts_at) FROM session AS s WHERE s.starts_at <= :now::timestamptz),
    (SELECT max(s.ends_at) FROM session AS s WHERE s.ends_at <= :now::timestamptz)
) AS ticked_at,
least(
    (SELECT min(s.starts_at) FROM session AS s WHERE s.starts_at > :now::timestamptz),
    (SELECT min(s.ends_at) FROM session AS s WHERE s.ends_at > :now::timestamptz)
) AS ticks_at
