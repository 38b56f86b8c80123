-- Where is each session, as far as everybody may know? Its own place, or else its offering's.
-- No parameters. Leans on: finder_entry_pkey, place_pkey.
CREATE OR REPLACE VIEW finder_session_source AS
SELECT
    s.offering_id,
    s.original_starts_at,
    CASE
        WHEN e.offering_id IS NULL THEN NULL
        WHEN s.place_id IS NULL THEN e.point
        ELSE p.point
    END AS point
FROM session AS s
LEFT JOIN finder_entry AS e ON e.offering_id = s.offering_id
LEFT JOIN place AS p
    ON p.id = s.place_id AND p.status = 'published' AND p.visibility = 'public'
