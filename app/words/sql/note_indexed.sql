-- Which word parts were the words beside every text made with? Those whose fingerprint this is.
-- Parameters: indexed text. Leans on: word_list_version has one row.
UPDATE word_list_version SET indexed = :indexed WHERE indexed <> :indexed
