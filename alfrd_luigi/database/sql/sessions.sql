-- name: prepare
-- Limit every wait of this session: for a lock, and of the server for a silent client. The schemas of the search_path are those that
-- are there now, the archive's first: a later one may have the name of the role, as that of the views for analysts. Returns the
-- process id of its backend.
SELECT pg_backend_pid() AS backend,
       set_config('lock_timeout', %(lock)s, false),
       set_config('idle_session_timeout', %(idle)s, false),
       set_config('idle_in_transaction_session_timeout', %(idle)s, false),
       set_config('search_path', coalesce((
           SELECT string_agg(quote_ident(s.name), ', ' ORDER BY to_regclass(format('%%I.schema_migrations', s.name)) IS NULL, s.place)
           FROM unnest(current_schemas(false)) WITH ORDINALITY AS s (name, place)), current_setting('search_path')), false)

-- name: ping
-- Show the server that the client of an idle session is alive.
SELECT 1

-- name: is_at_work
-- Whether a backend is executing a statement.
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = %(backend)s AND state = 'active')
