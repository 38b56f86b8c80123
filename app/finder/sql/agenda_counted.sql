-- How many sessions does the agenda hold in all?
-- Parameters: those of _sessions_kept, _sessions_there, _sessions_of_there and _entries. Leans on
-- what they lean on.
SELECT sum(half.sessions)::bigint AS total
FROM (
    SELECT count(*) AS sessions
    FROM
    --> _sessions
    WHERE s.point IS NOT NULL
    --> _sessions_there
    --> _sessions_kept
    --> _entries
    UNION ALL
    SELECT count(*) AS sessions
    FROM
    --> _sessions
    WHERE s.point IS NULL
    --> _sessions_of_there
    --> _sessions_kept
    --> _entries
) AS half
