-- Which number does somebody call who does not get any further alone? Wijkwijzers with their
-- telephone number and their gemeenten, as JSON texts by name: those asked for, or without :ids
-- every one that is a telephone line.
-- Parameters: :ids, :most the bound · those of _entries and _card.
-- Leans on: finder_entry_kind, finder_entry_pkey, offering_pkey, area_pkey.
SELECT
    coalesce(string_agg(n.written, ',' ORDER BY n.name_key, n.offering_id), '') AS items
FROM (
    SELECT
        e.name_key,
        e.offering_id,
        '{"phone":' || coalesce(to_json(o.contact ->> 'phone')::text, 'null')
        || ',"gemeenten":' || coalesce(
            (
                SELECT json_agg(json_build_object('code', a.code, 'name', a.name) ORDER BY a.name)
                FROM area AS a
                WHERE a.code = ANY (e.gemeente_codes)
            )::text,
            '[]'
        )
        || ',"card":'
        ||
        --> _card
        || '}' AS written
    FROM (SELECT f.*, NULL::float8 AS distance_m FROM finder_entry AS f) AS e
    JOIN offering AS o ON o.id = e.offering_id
    WHERE e.kind = (
          SELECT t.position FROM vocabulary_term AS t
          WHERE t.vocabulary = 'kind' AND t.code = 'wijkwijzer'
      )
      AND e.offering_id = ANY (:ids::uuid[])                                 --? ids
      AND o.channel = 'phone'                                                --? !ids
    --> _entries
    ORDER BY e.name_key, e.offering_id
    LIMIT :most::integer
) AS n
