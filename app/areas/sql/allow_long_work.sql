-- How long may this transaction wait and work? Ten minutes: it stores borders and waits for whoever
-- does so too; the seconds of a request do not fit.
-- No parameters. Leans on: nothing.
SELECT
    set_config('statement_timeout', '10min', true),
    set_config('lock_timeout', '10min', true),
    set_config('idle_in_transaction_session_timeout', '10min', true)
