-- Which cards, or GeoJSON features, stand on the page? The entries are `e`, in order of `turn`; one
-- more than the page holds only says that there is a next one.
-- Parameters: :limit, geojson, those of _card. Leans on nothing.
coalesce(
    string_agg(
        '{"type":"Feature","id":"' || e.offering_id || '","geometry":'       --? geojson
        || coalesce(                                                         --? geojson
            '{"type":"Point","coordinates":[' || e.lon || ',' || e.lat || ']}', 'null'  --? geojson
        )                                                                    --? geojson
        || ',"properties":' ||                                               --? geojson
        --> _card
        || '}'                                                               --? geojson
        , ',' ORDER BY e.turn
    ) FILTER (WHERE e.turn <= :limit::integer),
    ''
) AS items,
