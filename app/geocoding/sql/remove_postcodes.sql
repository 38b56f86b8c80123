-- What did one source say about postcodes? It goes, to make room for what it says now.
-- Parameter: :source. Leans on nothing: all postcodes are gone through, once per import.
DELETE FROM postcode_point WHERE source = :source
