-- May this transaction replace the postcodes and addresses of one source, now? Takes the turn until
-- it ends.
-- Parameters: :source. Leans on: nothing, this is an advisory lock.
SELECT pg_try_advisory_xact_lock(hashtextextended('import:addresses:' || :source, 0)) AS is_ours
