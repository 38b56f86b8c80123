-- What are these areas called? In order of name.
-- Parameters: $1 codes. Leans on area_pkey.
SELECT a.code, a.name FROM area AS a WHERE a.code = ANY ($1::text[]) ORDER BY a.name, a.code
