-- In what do finder_entry and the points of sessions differ from their definitions? The offerings
-- that differ among the next ones in order of id, how many were looked at, and the last of them.
-- Parameters: after uuid, limit. Leans on: primary keys.
WITH looked AS MATERIALIZED (
    SELECT ARRAY(SELECT o.id FROM offering AS o WHERE o.id > :after ORDER BY o.id LIMIT :limit)
        AS ids
), stored AS MATERIALIZED (
    SELECT e.* FROM finder_entry AS e WHERE e.offering_id = ANY ((SELECT ids FROM looked)::uuid[])
), proper AS MATERIALIZED (
    SELECT s.* FROM finder_source AS s WHERE s.offering_id = ANY ((SELECT ids FROM looked)::uuid[])
), different AS (
    SELECT offering_id FROM (TABLE stored EXCEPT TABLE proper) AS surplus
    UNION
    SELECT offering_id FROM (TABLE proper EXCEPT TABLE stored) AS missing
)
SELECT
    looked.ids[cardinality(looked.ids)] AS last_id,
    cardinality(looked.ids) AS looked_at,
    ARRAY(SELECT offering_id FROM different ORDER BY offering_id) AS entries,
    ARRAY(
        SELECT DISTINCT s.offering_id
        FROM session AS s
        JOIN finder_session_source AS f USING (offering_id, original_starts_at)
        WHERE s.offering_id = ANY (looked.ids) AND s.point IS DISTINCT FROM f.point
        ORDER BY s.offering_id
    ) AS sessions
FROM looked
