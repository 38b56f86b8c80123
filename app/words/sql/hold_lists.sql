-- Who else may change the lists of words? Nobody until the end of this transaction.
-- No parameters. Leans on: word_list_version has one row.
SELECT v.version FROM word_list_version AS v FOR NO KEY UPDATE
