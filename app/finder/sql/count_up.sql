-- In which gemeenten has something changed that an answer may show? Their versions grow.
-- Parameters: gemeente_codes text[]. Leans on: finder_version_pkey.
SELECT finder_changed(:gemeente_codes)
