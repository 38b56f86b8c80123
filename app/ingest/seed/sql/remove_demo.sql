-- How many entries were only there for show? Takes every demo entry away, with its history: it
-- never was real. Sessions, schedules and relations cascade.
-- Parameters: none. Leans on: change_subject.
WITH gone_offerings AS (
    DELETE FROM offering WHERE demo RETURNING id
),
gone_places AS (
    DELETE FROM place WHERE demo RETURNING id
),
gone_organizations AS (
    DELETE FROM organization WHERE demo RETURNING id
),
gone AS (
    SELECT 'offering' AS subject_type, id FROM gone_offerings
    UNION ALL SELECT 'place', id FROM gone_places
    UNION ALL SELECT 'organization', id FROM gone_organizations
),
gone_changes AS (
    DELETE FROM change AS c USING gone AS g
    WHERE c.subject_type = g.subject_type AND c.subject_id = g.id::text
)
SELECT count(*) FROM gone
