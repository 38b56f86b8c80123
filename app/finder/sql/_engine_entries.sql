-- Which entries may a search engine know of? None of a subject or group that is told discreetly.
-- Stands behind a WHERE that has a first condition; the entry is `e`, its offering `o`.
-- Parameters: those of _entries. Leans on: offering_pkey.
  AND o.sensitivity = 'open'
--> _entries
