-- Which sessions does the agenda keep, but for a point or a box? Stands behind a WHERE that has a
-- first condition; the session is `s`, its entry `e`, and `own` its own place when everybody may
-- know that.
-- Parameters: :now, :its_from_at, :its_to_at, those of the lines, and :after_start, :after_id,
-- :after_start_of the sort key to go on from. Leans on: session_starts, session_near.
  AND s.ends_at > :now::timestamptz
  AND s.starts_at >= :its_from_at::timestamptz
  AND s.starts_at < :its_to_at::timestamptz
  AND (s.starts_at, s.offering_id, s.original_starts_at)                     --? after_id
      > (:after_start::timestamptz, :after_id::uuid, :after_start_of::timestamptz)  --? after_id
  AND extract(isodow FROM s.starts_at AT TIME ZONE 'Europe/Amsterdam')       --? its_days
      = ANY (:its_days::smallint[])                                          --? its_days
  AND extract(hour FROM s.starts_at AT TIME ZONE 'Europe/Amsterdam')         --? its_hours
      = ANY (:its_hours::smallint[])                                         --? its_hours
  -- A session elsewhere happens there, and not where its offering is.
  AND (                                                                      --? its_buurten
      CASE WHEN own.id IS NULL THEN e.buurt_code ELSE own.buurt_code END     --? its_buurten
          = ANY (:its_buurten::text[])                                       --? its_buurten
      OR e.serves && :its_touching::text[]                                   --? its_buurten
  )                                                                          --? its_buurten
