-- Which areas are gone for good? The vanished ones, and what a vanished gemeente leaves without
-- buurten: its stadsdelen and emptied people's areas.
-- Parameters: vanished (codes). Leans on: area_pkey, area_gemeente.
DELETE FROM area AS a
WHERE a.code = ANY (CAST(:vanished AS text[]))
   OR (
       a.gemeente_code = ANY (CAST(:vanished AS text[]))
       AND (
           a.level = 'stadsdeel'
           OR (
               a.level = 'people'
               AND NOT EXISTS (SELECT FROM area_member AS m WHERE m.area_code = a.code)
           )
       )
   )
