-- What is the address of a place? An expression; the place is `p`. NULL for a spot without one.
-- No parameters. Leans on nothing.
CASE WHEN p.street IS NOT NULL THEN json_build_object(
    'street', p.street,
    'houseNumber', p.house_number,
    'postcode', p.postcode,
    'city', p.city
) END
