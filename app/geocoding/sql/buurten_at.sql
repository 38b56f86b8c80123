-- In which buurt does each of these points lie? One row per point, in their order; NULL where none
-- does.
-- Parameters: :xs_m, :ys_m the points in RD, as two lists of one length.
-- Leans on: area_buurt_geometry by buurt_at, area_pkey.
SELECT b.code, b.name
FROM unnest(:xs_m::float8[], :ys_m::float8[]) WITH ORDINALITY AS p (x_m, y_m, turn)
LEFT JOIN area AS b
    ON b.code = buurt_at(ST_SetSRID(ST_MakePoint(p.x_m, p.y_m), 28992))
ORDER BY p.turn
