-- name: prepare
-- Limit every wait of this session: for a lock, and of the server for a silent client. Returns the process id of its backend.
SELECT pg_backend_pid() AS backend,
       set_config('lock_timeout', %(lock)s, false),
       set_config('idle_session_timeout', %(idle)s, false),
       set_config('idle_in_transaction_session_timeout', %(idle)s, false)

-- name: ping
-- Show the server that the client of an idle session is alive.
SELECT 1

-- name: is_at_work
-- Whether a backend is executing a statement.
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = %(backend)s AND state = 'active')
