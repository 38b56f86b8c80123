-- How many would be found with each choice alone, all other filters kept? One row per choice: the
-- facet, the code (kind, theme and audience by position) and the count; most first.
-- Parameters: the names of the facets that are wanted, own_… the choices that a facet leaves out for
-- itself, those of _around and _entries. Leans on what they lean on.
WITH base AS MATERIALIZED (
    SELECT
        e.kind,
        e.themes,
        e.audiences_only,
        e.languages,
        e.cost,
        e.wheelchair,
        e.buurt_code,
        TRUE                                                                 --? !own_kinds
        e.kind = ANY (:own_kinds::smallint[])                                --? own_kinds
            AS ok_kind,
        TRUE                                                                 --? !own_themes
        e.themes & :own_themes::bigint <> 0                                  --? own_themes
            AS ok_theme,
        TRUE                                                                 --? !own_audiences
        (e.audiences_only = 0 OR e.audiences_only & :own_audiences::bigint <> 0)  --? own_audiences
            AS ok_audience,
        TRUE                                                                 --? !own_languages
        e.languages && :own_languages::text[]                                --? own_languages
            AS ok_language,
        TRUE                                                                 --? !own_free
        e.cost = 0                                                           --? own_free
            AS ok_cost,
        TRUE                                                                 --? !own_wheelchair
        e.wheelchair = 0                                                     --? own_wheelchair
            AS ok_wheelchair
    FROM finder_entry AS e
    WHERE TRUE
    --> _around
    --> _entries
), counted (facet, code, name, found) AS (
    SELECT NULL::text, NULL::text, NULL::text, 0::bigint WHERE FALSE
    UNION ALL                                                                --? kind_facet
    SELECT 'kind', t.code, NULL, count(*)                                    --? kind_facet
    FROM base AS b                                                           --? kind_facet
    JOIN vocabulary_term AS t ON t.vocabulary = 'kind' AND t.position = b.kind  --? kind_facet
    WHERE b.ok_theme AND b.ok_audience AND b.ok_language AND b.ok_cost AND b.ok_wheelchair  --? kind_facet
    GROUP BY t.code                                                          --? kind_facet
    UNION ALL                                                                --? theme_facet
    SELECT 'theme', t.code, NULL, count(*)                                   --? theme_facet
    FROM base AS b                                                           --? theme_facet
    JOIN vocabulary_term AS t                                                --? theme_facet
        ON t.vocabulary = 'theme' AND b.themes & (1::bigint << t.position) <> 0  --? theme_facet
    WHERE b.ok_kind AND b.ok_audience AND b.ok_language AND b.ok_cost AND b.ok_wheelchair  --? theme_facet
    GROUP BY t.code                                                          --? theme_facet
    UNION ALL                                                                --? audience_facet
    SELECT 'audience', t.code, NULL, count(*)                                --? audience_facet
    FROM base AS b                                                           --? audience_facet
    JOIN vocabulary_term AS t                                                --? audience_facet
        ON t.vocabulary = 'audience' AND (                                   --? audience_facet
            b.audiences_only = 0 OR b.audiences_only & (1::bigint << t.position) <> 0  --? audience_facet
        )                                                                    --? audience_facet
    WHERE b.ok_kind AND b.ok_theme AND b.ok_language AND b.ok_cost AND b.ok_wheelchair  --? audience_facet
    GROUP BY t.code                                                          --? audience_facet
    UNION ALL                                                                --? language_facet
    SELECT 'language', spoken.code, NULL, count(*)                           --? language_facet
    FROM base AS b                                                           --? language_facet
    CROSS JOIN LATERAL unnest(b.languages) AS spoken (code)                  --? language_facet
    WHERE b.ok_kind AND b.ok_theme AND b.ok_audience AND b.ok_cost AND b.ok_wheelchair  --? language_facet
    GROUP BY spoken.code                                                     --? language_facet
    UNION ALL                                                                --? cost_facet
    SELECT                                                                   --? cost_facet
        'cost',                                                              --? cost_facet
        (ARRAY['free', 'donation', 'amount', 'contribution', 'unknown'])[b.cost + 1],  --? cost_facet
        NULL,                                                                --? cost_facet
        count(*)                                                             --? cost_facet
    FROM base AS b                                                           --? cost_facet
    WHERE b.ok_kind AND b.ok_theme AND b.ok_audience AND b.ok_language AND b.ok_wheelchair  --? cost_facet
    GROUP BY b.cost                                                          --? cost_facet
    UNION ALL                                                                --? wheelchair_facet
    SELECT                                                                   --? wheelchair_facet
        'wheelchair',                                                        --? wheelchair_facet
        (ARRAY['yes', 'limited', 'no', 'unknown'])[b.wheelchair + 1],        --? wheelchair_facet
        NULL,                                                                --? wheelchair_facet
        count(*)                                                             --? wheelchair_facet
    FROM base AS b                                                           --? wheelchair_facet
    WHERE b.ok_kind AND b.ok_theme AND b.ok_audience AND b.ok_language AND b.ok_cost  --? wheelchair_facet
    GROUP BY b.wheelchair                                                    --? wheelchair_facet
    UNION ALL                                                                --? buurt_facet
    SELECT 'buurt', a.code, a.name, count(*)                                 --? buurt_facet
    FROM base AS b                                                           --? buurt_facet
    JOIN area AS a ON a.code = b.buurt_code                                  --? buurt_facet
    WHERE b.ok_kind AND b.ok_theme AND b.ok_audience AND b.ok_language       --? buurt_facet
      AND b.ok_cost AND b.ok_wheelchair                                      --? buurt_facet
    GROUP BY a.code, a.name                                                  --? buurt_facet
)
SELECT c.facet, c.code, c.name, c.found
FROM counted AS c
ORDER BY c.facet, c.found DESC, c.code COLLATE "C"
