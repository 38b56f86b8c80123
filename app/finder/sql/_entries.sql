-- Which entries does a question keep, whatever the place it asks about? Stands behind a WHERE that
-- has a first condition; the entry is `e`.
-- Parameters: :now, :today, :leaves_days by sort of freshness, and those of the lines.
-- Leans on: session_pkey; the rest is read from the row.
  AND e.is_listed
  AND :today::date - e.checked_on < (:leaves_days::integer[])[e.freshness + 1]
  AND (e.ends_on IS NULL OR :today::date <= e.ends_on)
  AND e.kind = :kind::smallint                                               --? kind
  AND e.kind = ANY (:kinds::smallint[])                                      --? kinds
  AND e.themes & :themes::bigint <> 0                                        --? themes
  AND (e.audiences_only = 0 OR e.audiences_only & :audiences::bigint <> 0)   --? audiences
  AND e.languages && :languages::text[]                                      --? languages
  AND e.cost = 0                                                             --? free
  AND e.wheelchair = 0                                                       --? wheelchair
  AND e.voorliggend                                                          --? voorliggend
  AND e.joining = 0                                                          --? walk_in
  AND (e.min_age IS NULL OR e.min_age <= :age::smallint)                     --? age
  AND (e.max_age IS NULL OR :age::smallint <= e.max_age)                     --? age
  -- Full and waiting list, as long as that is not too old to believe.
  AND NOT (e.spots IN (2, 3) AND coalesce(:today::date < e.spots_until, false))  --? open_spots
  AND (e.buurt_code = ANY (:buurten::text[]) OR e.serves && :touching::text[])   --? buurten
  AND e.point && ST_MakeEnvelope(                                            --? min_lon
      :min_x_m::float8, :min_y_m::float8, :max_x_m::float8, :max_y_m::float8, 28992  --? min_lon
  )                                                                          --? min_lon
  AND e.lon BETWEEN :min_lon::float8 AND :max_lon::float8                    --? min_lon
  AND e.lat BETWEEN :min_lat::float8 AND :max_lat::float8                    --? min_lon
  -- A subquery is asked once, not for every row.
  AND e.search @@ (SELECT search_question(:needs::jsonb))                    --? needs !nearest
  AND EXISTS (                                                               --? some_time
      SELECT FROM session AS s                                               --? some_time
      WHERE s.offering_id = e.offering_id                                    --? some_time
        AND s.status <> 'cancelled'                                          --? some_time
        AND s.ends_at > :now::timestamptz                                    --? some_time
        AND s.starts_at >= :from_at::timestamptz                             --? from_at
        AND s.starts_at < :to_at::timestamptz                                --? to_at
        AND extract(isodow FROM s.starts_at AT TIME ZONE 'Europe/Amsterdam')  --? days
            = ANY (:days::smallint[])                                        --? days
        AND extract(hour FROM s.starts_at AT TIME ZONE 'Europe/Amsterdam')   --? hours
            = ANY (:hours::smallint[])                                       --? hours
  )                                                                          --? some_time
