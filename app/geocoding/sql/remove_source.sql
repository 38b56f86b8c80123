-- What did one source say about streets, with their addresses? It goes, to make room for what it
-- says now.
-- Parameter: :source. Leans on: address_street_source_city_name_key, address_pkey by its cascade.
DELETE FROM address_street WHERE source = :source
