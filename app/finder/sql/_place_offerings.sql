-- What goes on at a place? One row: the cards of the listed entries there as JSON text, soonest
-- first. The place is `p`, with `distance_m` beside it.
-- Parameters: :most_offerings, those of _entries and _card. Leans on: finder_entry_place.
SELECT coalesce(
    string_agg(
        --> _card
        , ',' ORDER BY e.turn
    ),
    ''
) AS cards
FROM (
    SELECT
        e.*,
        p.distance_m,
        row_number() OVER (
            ORDER BY
                e.upcoming_starts[width_bucket(:now::timestamptz, e.upcoming) + 1],
                e.name_key,
                e.offering_id
        ) AS turn
    FROM finder_entry AS e
    WHERE e.place_id = p.id
    --> _entries
    ORDER BY turn
    LIMIT :most_offerings::integer
) AS e
