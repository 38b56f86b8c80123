-- Of what are the sessions of the agenda? The tables behind its FROM.
-- Parameters: :its_buurten. Leans on: finder_entry_pkey, place_pkey.
session AS s
JOIN finder_entry AS e ON e.offering_id = s.offering_id
LEFT JOIN place AS own                                                       --? its_buurten
    ON own.id = s.place_id                                                   --? its_buurten
    AND own.status = 'published' AND own.visibility = 'public'               --? its_buurten
