-- Which places does a question keep? What stands behind FROM; the place is `p`, and everybody may
-- know it.
-- Parameters: :today, :hours_stale_days and those of the lines; `opens` when it must be open, at
-- :open_at, or now: `open_now`, at :minute. Leans on: place_point, place_buurt,
-- place_opening_place_id_during_excl.
place AS p
CROSS JOIN LATERAL (
    SELECT
    --> _place_checked
        AS days_ago
) AS checked
WHERE
  --> _place_public
  AND ST_DWithin(                                                            --? radius_m
      p.point, ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992),  --? radius_m
      :radius_m::float8                                                      --? radius_m
  )                                                                          --? radius_m
  AND p.kind = ANY (:place_kinds::text[])                                    --? place_kinds
  AND p.buurt_code = ANY (:its_buurten::text[])                              --? its_buurten
  AND p.point && ST_MakeEnvelope(                                            --? its_min_lon
      :its_min_x_m::float8, :its_min_y_m::float8,                            --? its_min_lon
      :its_max_x_m::float8, :its_max_y_m::float8, 28992                      --? its_min_lon
  )                                                                          --? its_min_lon
  AND round(ST_X(ST_Transform(p.point, 4326))::numeric, 6)::float8           --? its_min_lon
      BETWEEN :its_min_lon::float8 AND :its_max_lon::float8                  --? its_min_lon
  AND round(ST_Y(ST_Transform(p.point, 4326))::numeric, 6)::float8           --? its_min_lon
      BETWEEN :its_min_lat::float8 AND :its_max_lat::float8                  --? its_min_lon
  -- Hours that nobody checked for too long are unknown, and unknown is not open.
  AND checked.days_ago < :hours_stale_days::integer                          --? opens
  AND EXISTS (                                                               --? open_now
      SELECT FROM place_opening AS span                                      --? open_now
      WHERE span.place_id = p.id AND span.state = 'open'                     --? open_now
        AND span.during @> :minute::timestamptz                              --? open_now
  )                                                                          --? open_now
  AND EXISTS (                                                               --? open_at
      SELECT FROM place_opening AS span                                      --? open_at
      WHERE span.place_id = p.id AND span.state = 'open'                     --? open_at
        AND span.during @> :open_at::timestamptz                             --? open_at
  )                                                                          --? open_at
