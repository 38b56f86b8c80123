-- Who imports or seeds these gemeenten? One at a time: the next one waits here until the transaction
-- before it ends. Locks are taken in the order of the numbers, so that two never wait for each other.
-- Parameters: gemeente_codes. Leans on: nothing, these are advisory locks.
SELECT pg_advisory_xact_lock(1634886000, ordered.number)
FROM (
    SELECT CAST(substr(code, 3) AS integer) AS number
    FROM unnest(CAST(:gemeente_codes AS text[])) AS code
    ORDER BY 1
    OFFSET 0
) AS ordered
