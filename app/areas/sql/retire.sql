-- Which areas hold no point any more? Takes away the borders of vanished areas while what points to
-- them still moves to their successors; remove_retired.sql then takes away the rows.
-- Parameters: vanished (codes). Leans on: area_pkey.
UPDATE area
SET geometry = NULL
WHERE code = ANY (CAST(:vanished AS text[]))
