-- What do these offerings stand on? Nobody changes that until this transaction ends; the order of
-- the house: organization, then place.
-- Whoever takes an offering away from a place also names that place: who hides it at this moment
-- still takes the offering to be there, and would write over what comes now.
-- Parameters: offering ids; organizations and places besides. Leans on: primary keys, session_pkey.
CREATE OR REPLACE FUNCTION finder_hold(
    ids uuid[], organizations uuid[] DEFAULT '{}', places uuid[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM organization AS g
    WHERE g.id = ANY (
        organizations
        || ARRAY(SELECT o.organization_id FROM offering AS o WHERE o.id = ANY (ids))
    )
    ORDER BY g.id
    FOR SHARE;
    PERFORM FROM place AS p
    WHERE p.id = ANY (
        places
        || ARRAY(SELECT o.place_id FROM offering AS o WHERE o.id = ANY (ids))
        || ARRAY(SELECT DISTINCT s.place_id FROM session AS s WHERE s.offering_id = ANY (ids))
    )
    ORDER BY p.id
    FOR SHARE;
END
$$
