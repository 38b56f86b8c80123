-- When are these places open? Stores the spans in one statement, so that what follows a change of
-- openings follows once.
-- Parameters: :rows a JSON array of rows. Leans on the exclusion of place and time.
INSERT INTO place_opening (place_id, during, state, text)
SELECT r.place_id, tstzrange(r.starts_at, r.ends_at), r.state, r.text
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
    place_id uuid,
    starts_at timestamptz,
    ends_at timestamptz,
    state text,
    text text
)
