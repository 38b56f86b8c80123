-- Which rows stand in the lists, and from where? All of them: those that do not hold too.
-- No parameters. Leans on word_list_entry_pkey for the order.
SELECT e.list, e.phrase, e.meaning, e.source
FROM word_list_entry AS e
ORDER BY e.list, e.phrase, e.source
