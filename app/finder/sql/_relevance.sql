-- How well does an entry fit what was asked? More is better: how its text fits, and then up to twice
-- that for what is near, soon and checked. docs/search.md explains it. An expression; the entry is `e`.
-- It changes with the clock only at midnight and at the end of a session.
-- Parameters: by_rank · :needs · :x_m, :y_m · :now, :today, :due_days, :stale_days. Leans on nothing.
1::float8                                                                    --? by_rank !needs
ts_rank(e.search, (SELECT search_question(:needs::jsonb)))::float8           --? by_rank needs
* (                                                                          --? by_rank
    1::float8                                                                --? by_rank
    + 0.5 * coalesce(                                                        --? by_rank x_m
        2000 / (2000 + (                                                     --? by_rank x_m
            e.point <-> ST_SetSRID(ST_MakePoint(:x_m::float8, :y_m::float8), 28992)  --? by_rank x_m
        )),                                                                  --? by_rank x_m
        0.5                                                                  --? by_rank x_m
    )                                                                        --? by_rank x_m
    + 0.25 * coalesce(                                                       --? by_rank
        -- One that is going on since yesterday is a day away too.
        7::float8 / (7 + abs(                                                --? by_rank
            (                                                                --? by_rank
                e.upcoming_starts[width_bucket(:now::timestamptz, e.upcoming) + 1]  --? by_rank
                    AT TIME ZONE 'Europe/Amsterdam'                          --? by_rank
            )::date - :today::date                                           --? by_rank
        )),                                                                  --? by_rank
        0                                                                    --? by_rank
    )                                                                        --? by_rank
    + CASE                                                                   --? by_rank
        WHEN :today::date - e.checked_on >= (:stale_days::integer[])[e.freshness + 1] THEN 0  --? by_rank
        WHEN NOT e.is_checked THEN 0.125                                     --? by_rank
        WHEN :today::date - e.checked_on >= (:due_days::integer[])[e.freshness + 1] THEN 0.125  --? by_rank
        ELSE 0.25                                                            --? by_rank
    END::float8                                                              --? by_rank
)                                                                            --? by_rank
