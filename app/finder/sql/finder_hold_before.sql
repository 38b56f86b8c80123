-- What else do these offerings stand on, that comes before this place in the order of the house?
-- Nobody changes that until this transaction ends. Of two who write something that one offering
-- stands on, the later in the order waits for the earlier, and never the other way round: so that
-- they do not wait for each other. Whoever writes an organization is before all, and holds nothing.
-- Parameters: offering ids, place. Leans on: primary keys, session_pkey.
CREATE OR REPLACE FUNCTION finder_hold_before(ids uuid[], place_id uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM organization AS g
    WHERE g.id = ANY (ARRAY(SELECT o.organization_id FROM offering AS o WHERE o.id = ANY (ids)))
    ORDER BY g.id
    FOR SHARE;
    PERFORM FROM place AS p
    WHERE p.id < finder_hold_before.place_id
      AND p.id = ANY (
          ARRAY(SELECT o.place_id FROM offering AS o WHERE o.id = ANY (ids))
          || ARRAY(SELECT DISTINCT s.place_id FROM session AS s WHERE s.offering_id = ANY (ids))
      )
    ORDER BY p.id
    FOR SHARE;
END
$$
