-- When is one offering, as far as we know? All its sessions that end after a moment, cancelled ones
-- too, each with the schedule that plans it; and when it is paused, why and until when. No row when
-- it is not there for everybody.
-- Parameters: :id, :since. Leans on: primary keys, session_pkey.
SELECT json_build_object(
    'pausedUntil', o.paused_until,
    'pauseReason', CASE WHEN o.status = 'paused' THEN o.status_reason END,
    'sessions', (
        SELECT coalesce(
            json_agg(
                told.members::jsonb || jsonb_build_object('scheduleId', s.schedule_id)
                ORDER BY s.starts_at, s.original_starts_at
            ),
            '[]'
        )
        FROM (
            SELECT s.*, NULL::float8 AS distance_m
            FROM session AS s
            WHERE s.offering_id = o.id AND s.ends_at > :since::timestamptz
        ) AS s
        LEFT JOIN place AS p
            ON p.id = coalesce(s.place_id, e.place_id) AND
            --> _place_public
        CROSS JOIN LATERAL (
            --> _session
        ) AS told
    )
)::text AS programme
FROM finder_entry AS e
JOIN offering AS o ON o.id = e.offering_id
WHERE e.offering_id = :id::uuid
