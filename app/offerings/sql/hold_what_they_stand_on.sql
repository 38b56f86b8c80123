-- What do these offerings stand on? Nobody changes that until this transaction ends; in the order
-- of the house: the organization, then the places, its own and those of its sessions.
-- Whoever saves an offering asks this before its row is locked. Who saves a place goes from the
-- place to what takes place there: the other way round the two would wait for each other.
-- Parameters: :ids uuid[]. Leans on: primary keys, session_pkey.
WITH organizations AS MATERIALIZED (
    SELECT g.id
    FROM organization AS g
    WHERE g.id = ANY (ARRAY(SELECT o.organization_id FROM offering AS o WHERE o.id = ANY (:ids)))
    ORDER BY g.id
    FOR SHARE
), places AS MATERIALIZED (
    SELECT p.id
    FROM place AS p
    -- Counted before the first place is looked at, so held before it.
    WHERE (SELECT count(*) FROM organizations) > 0
      AND p.id = ANY (
          ARRAY(SELECT o.place_id FROM offering AS o WHERE o.id = ANY (:ids))
          || ARRAY(SELECT DISTINCT s.place_id FROM session AS s WHERE s.offering_id = ANY (:ids))
      )
    ORDER BY p.id
    FOR SHARE
)
SELECT id FROM places
UNION ALL
SELECT id FROM organizations
