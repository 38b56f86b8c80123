-- May this transaction replace the stops, now? Takes the turn until it ends, and the time: a whole
-- country of stops does not fit in the seconds of a request.
-- No parameters. Leans on: nothing, this is an advisory lock.
SELECT
    pg_try_advisory_xact_lock(hashtextextended('import:stops', 0)) AS is_ours,
    set_config('statement_timeout', '10min', true),
    set_config('idle_in_transaction_session_timeout', '10min', true)
