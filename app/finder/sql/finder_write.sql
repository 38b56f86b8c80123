-- What does the finder know now of these offerings? Makes finder_entry, and the points of their
-- sessions, equal to what finder_source says, inside the transaction of whoever wrote.
-- Nobody may write an offering, or what it stands on, between this and the end of the transaction
-- without coming after it. Of that take care: finder_refresh for everybody, and the triggers.
-- Parameters: offering ids. Leans on: primary keys, session_pkey, offering_next_step_next.
CREATE OR REPLACE FUNCTION finder_write(ids uuid[]) RETURNS void
LANGUAGE plpgsql
-- To plan the view takes five times as long as to ask it, to compile it a hundred times.
SET plan_cache_mode = force_generic_plan
SET jit = off
AS $$
DECLARE
    before text[] := ARRAY(
        SELECT unnest(e.gemeente_codes) FROM finder_entry AS e WHERE e.offering_id = ANY (ids)
    );
BEGIN
    WITH known AS MATERIALIZED (
        SELECT * FROM finder_source WHERE offering_id = ANY (ids)
    ), gone AS (
        DELETE FROM finder_entry AS e
        WHERE e.offering_id = ANY (ids)
          AND NOT EXISTS (SELECT FROM known WHERE known.offering_id = e.offering_id)
    )
    INSERT INTO finder_entry
    SELECT * FROM known ORDER BY offering_id
    ON CONFLICT (offering_id) DO UPDATE SET
        is_listed = excluded.is_listed,
        point = excluded.point,
        lon = excluded.lon,
        lat = excluded.lat,
        kind = excluded.kind,
        cost = excluded.cost,
        joining = excluded.joining,
        wheelchair = excluded.wheelchair,
        voorliggend = excluded.voorliggend,
        themes = excluded.themes,
        audiences = excluded.audiences,
        audiences_only = excluded.audiences_only,
        languages = excluded.languages,
        min_age = excluded.min_age,
        max_age = excluded.max_age,
        spots = excluded.spots,
        spots_until = excluded.spots_until,
        checked_on = excluded.checked_on,
        is_checked = excluded.is_checked,
        freshness = excluded.freshness,
        ends_on = excluded.ends_on,
        buurt_code = excluded.buurt_code,
        gemeente_code = excluded.gemeente_code,
        gemeente_codes = excluded.gemeente_codes,
        serves = excluded.serves,
        place_id = excluded.place_id,
        organization_id = excluded.organization_id,
        upcoming = excluded.upcoming,
        upcoming_starts = excluded.upcoming_starts,
        upcoming_next = excluded.upcoming_next,
        search = excluded.search,
        name_key = excluded.name_key,
        updated_at = excluded.updated_at,
        card_head = excluded.card_head,
        card_body = excluded.card_body,
        card_reported = excluded.card_reported,
        card_verified = excluded.card_verified,
        card_tail = excluded.card_tail,
        card_version = excluded.card_version
    -- Whole rows, bit by bit: a list of columns here once forgot the point.
    WHERE finder_entry *<> excluded;

    UPDATE session AS s
    SET point = f.point
    FROM finder_session_source AS f
    WHERE s.offering_id = ANY (ids)
      AND f.offering_id = ANY (ids)
      AND f.offering_id = s.offering_id
      AND f.original_starts_at = s.original_starts_at
      AND s.point IS DISTINCT FROM f.point;

    -- Always, also when no column above differs: an answer may hold more than the card does, and
    -- the answer about what leads here holds this title.
    PERFORM finder_changed(before || ARRAY(
        SELECT unnest(e.gemeente_codes) FROM finder_entry AS e WHERE e.offering_id = ANY (ids)
        UNION
        SELECT unnest(e.gemeente_codes)
        FROM offering_next_step AS n
        JOIN finder_entry AS e ON e.offering_id = n.offering_id
        WHERE n.next_id = ANY (ids)
    ));
END
$$
