-- What is there, soonest first, best match first, or by name? A page of cards, the sort key of the
-- last one, and the next moment at which the clock may change any answer.
-- Parameters: by_time, by_rank or by_name says the order · :limit · :after_start, :after_rank,
-- :after_name, :after_id the sort key to go on from · those of _around, _entries, _relevance and _card.
-- Leans on: finder_entry_name when by name; otherwise on whatever the filters lean on.
WITH found AS (
    SELECT
        e.*,
        e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992) AS distance_m,  --? x_m
        NULL::float8 AS distance_m,                                          --? !x_m
        order_by.*
    FROM finder_entry AS e
    CROSS JOIN LATERAL (
        SELECT
            coalesce(                                                        --? by_time
                e.upcoming_starts[width_bucket(:now::timestamptz, e.upcoming) + 1], '9999-01-01Z'::timestamptz  --? by_time
            ) AS starts_at                                                   --? by_time
            -(                                                               --? by_rank
                --> _relevance
            ) AS rank                                                        --? by_rank
    ) AS order_by
    WHERE TRUE
    --> _around
    --> _entries
      AND (order_by.starts_at, e.name_key, e.offering_id)                    --? by_time after_id
          > (:after_start::timestamptz, :after_name::text, :after_id::uuid)  --? by_time after_id
      AND (order_by.rank, e.offering_id) > (:after_rank::float8, :after_id::uuid)  --? by_rank after_id
      AND (e.name_key, e.offering_id) > (:after_name::text, :after_id::uuid)  --? by_name after_id
    ORDER BY
        order_by.starts_at,                                                  --? by_time
        order_by.rank,                                                       --? by_rank
        e.name_key,                                                          --? !by_rank
        e.offering_id
    LIMIT :limit::integer + 1
), turns AS (
    SELECT
        f.*,
        row_number() OVER (
            ORDER BY
                f.starts_at,                                                 --? by_time
                f.rank,                                                      --? by_rank
                f.name_key,                                                  --? !by_rank
                f.offering_id
        ) AS turn
    FROM found AS f
)
SELECT
    --> _items
    count(*) > :limit::integer AS has_more,
    max(nullif(e.starts_at, '9999-01-01Z'::timestamptz)) FILTER (WHERE e.turn = :limit::integer) AS last_start,  --? by_time
    max(e.rank) FILTER (WHERE e.turn = :limit::integer) AS last_rank,        --? by_rank
    max(e.name_key) FILTER (WHERE e.turn = :limit::integer) AS last_name,
    max(e.offering_id::text) FILTER (WHERE e.turn = :limit::integer) AS last_id,
    --> _ticks
FROM turns AS e
