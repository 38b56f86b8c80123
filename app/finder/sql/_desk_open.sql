-- Is a desk open, until when, and otherwise when again? The members of `open` as JSON text. An
-- expression; the entry is `e`, with what _desk_hours says of it.
-- Parameters: :today, :minute the whole minute that it is. Leans on nothing.
'{"state":"'
|| CASE
    WHEN e.closes_at IS NOT NULL THEN 'open'
    WHEN e.opens_at IS NOT NULL THEN 'closed'
    ELSE 'unknown'
END
|| '","at":"' || instant_text(:minute::timestamptz)
|| '","changesAt":'
|| coalesce('"' || instant_text(coalesce(e.closes_at, e.opens_at)) || '"', 'null')
|| ',"text":'
|| to_json(CASE
    WHEN e.closes_at IS NOT NULL THEN
        'open tot '
        -- The evening ends at its own 24.00, and only another day needs naming.
        || CASE
            WHEN (e.closes_at AT TIME ZONE 'Europe/Amsterdam' - interval '1 second')::date
                = :today::date THEN ''
            ELSE date_in_dutch(
                (e.closes_at AT TIME ZONE 'Europe/Amsterdam' - interval '1 second')::date
            ) || ', '
        END
        || CASE
            WHEN (e.closes_at AT TIME ZONE 'Europe/Amsterdam')::time = '00:00' THEN '24.00'
            ELSE to_char(e.closes_at AT TIME ZONE 'Europe/Amsterdam', 'FMHH24.MI')
        END
        || ' uur'
    WHEN e.opens_at IS NOT NULL THEN 'gesloten, weer open op ' || e.opens_text
    ELSE 'openingstijden niet bekend'
END)::text
|| '}'
