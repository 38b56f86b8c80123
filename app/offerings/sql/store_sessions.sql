-- Which sessions are new? Stores them in one statement, so that what follows a change of sessions
-- follows once.
-- Parameters: :rows a JSON array of rows. Leans on session_pkey.
INSERT INTO session (
    offering_id, original_starts_at, schedule_id, starts_at, ends_at, status, note, place_id, text
)
SELECT
    r.offering_id, r.original_starts_at, r.schedule_id, r.starts_at, r.ends_at, r.status, r.note,
    r.place_id, r.text
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
    offering_id uuid,
    original_starts_at timestamptz,
    schedule_id uuid,
    starts_at timestamptz,
    ends_at timestamptz,
    status text,
    note text,
    place_id uuid,
    text text
)
