-- Which three characters follow each other in these names? Each once, a space around every name.
-- Parameter: names as they are compared (area_name_key, or written out by app.geocoding.names).
-- Leans on nothing; area_name_trigrams, place_name_trigrams and address_street_trigrams lean on it.
--
-- So that a misspelt name is found without an extension that a managed server may lack. It takes its
-- time (0.1 ms): by its cost, an index is asked rather than the function for every row.
CREATE OR REPLACE FUNCTION name_trigrams(keys text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
    SELECT coalesce(array_agg(DISTINCT substr(' ' || key || ' ', start, 3)), '{}')
    FROM unnest(keys) AS key
    CROSS JOIN LATERAL generate_series(1, length(key)) AS start;
END
