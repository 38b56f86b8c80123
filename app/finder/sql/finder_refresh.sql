-- What does the finder know now of these offerings? For whoever changed something about them, or
-- only wants it to be right: writes it, and lets nobody come in between.
-- What they stand on is held first, in the order of the house, then the offerings. Without that,
-- somebody who hides a place and somebody who edits an offering there could each leave behind what
-- the other has just changed: a confidential point would stay for good.
-- Parameters: offering ids; what they stood on besides. Leans on: primary keys.
CREATE OR REPLACE FUNCTION finder_refresh(
    ids uuid[], organizations uuid[] DEFAULT '{}', places uuid[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM finder_hold(ids, organizations, places);
    PERFORM FROM offering AS o WHERE o.id = ANY (ids) ORDER BY o.id FOR NO KEY UPDATE;
    -- While that waited they may have come to stand on something else.
    PERFORM finder_hold(ids);
    PERFORM finder_write(ids);
END
$$
