-- Is nobody saving a text any more with parts of compounds that were replaced? Waits until so.
-- No parameters. Leans on: word_list_version has one row; FOR UPDATE waits for FOR KEY SHARE.
SELECT v.only_row FROM word_list_version AS v FOR UPDATE
