-- What does a pin on the map say of a place? Its members as JSON text, but for the offerings under
-- it. An expression; the place is `p`, which everybody may know, and `offeringIds` comes behind it.
-- Parameters: none. Leans on: area_pkey.
'{"id":"' || p.id || '","name":' || to_json(p.name) || ',"kind":' || to_json(p.kind)
|| ',"address":'
|| coalesce(
    --> _place_address
    ::text,
    'null'
)
|| ',"location":' || ST_AsGeoJSON(ST_Transform(p.point, 4326), 6, 0)
|| ',"buurt":'
|| coalesce(
    (
        SELECT json_build_object('code', a.code, 'name', a.name)::text
        FROM area AS a
        WHERE a.code = p.buurt_code
    ),
    'null'
)
|| ',"wheelchair":"'
|| CASE
    WHEN 'no' IN (
        p.access_features -> 'drempelvrij' ->> 'state',
        p.access_features -> 'rolstoel-binnen' ->> 'state'
    ) THEN 'no'
    WHEN p.access_features -> 'drempelvrij' ->> 'state' = 'yes'
        AND p.access_features -> 'rolstoel-binnen' ->> 'state' = 'yes' THEN 'yes'
    WHEN p.access_features -> 'drempelvrij' ->> 'state' IN ('yes', 'limited')
        AND p.access_features -> 'rolstoel-binnen' ->> 'state' IN ('yes', 'limited')
        THEN 'limited'
    ELSE 'unknown'
END
|| '"'
