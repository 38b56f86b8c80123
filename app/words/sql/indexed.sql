-- Were the words beside every text made with the word parts that hold now?
-- Parameters: made_by text, how words are made. Leans on: word_list_version has one row.
SELECT v.indexed = concat(CAST(:made_by AS text), v.parts) AS is_indexed FROM word_list_version AS v
