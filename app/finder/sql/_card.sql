-- What does a list show of an entry? A card as JSON text: what is stored, and what the clock and
-- the question add. An expression; the entry is `e`, with `distance_m` beside it.
-- Parameters: :now, :today, :due_days and :stale_days by sort of freshness. Leans on nothing.
'{' || e.card_head
|| ',"next":'
|| coalesce(e.upcoming_next[width_bucket(:now::timestamptz, e.upcoming) + 1], 'null')
|| coalesce(
    ',"distance":' || floor(e.distance_m + 0.5)::bigint
        || ',"walkMinutes":' || ceil(e.distance_m * 1.3 * 60 / 4000)::bigint,
    ',"distance":null,"walkMinutes":null'
)
|| ',' || e.card_body
|| ',"spots":{"state":"'
|| CASE WHEN :today::date < e.spots_until
    THEN (ARRAY['open', 'few', 'full', 'waiting_list', 'unknown'])[e.spots + 1]
    ELSE 'unknown'
END
|| '","reportedAt":' || e.card_reported
|| '},"wheelchair":"' || (ARRAY['yes', 'limited', 'no', 'unknown'])[e.wheelchair + 1]
|| '","verification":{' || e.card_verified || ',"state":"' ||
--> _freshness
|| '"},' || e.card_tail || '}'
