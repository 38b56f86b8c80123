-- When does an offering take place, in the order that the editor gave? A place of its own is only
-- told when everybody may know it.
-- Parameters: :id. Leans on: schedule_offering_id_position_key, place_pkey.
SELECT
    s.id,
    s.offering_id,
    s.position,
    s.starts_local,
    s.duration_minutes,
    s.rrule,
    s.until,
    s.except_dates,
    s.pauses::text AS pauses,
    s.on_public_holidays,
    s.on_school_holidays,
    s.school_region,
    p.id AS place_id
FROM schedule AS s
LEFT JOIN place AS p
    ON p.id = s.place_id AND
    --> _place_public
WHERE s.offering_id = :id::uuid
ORDER BY s.position
