-- name: lock
-- Prevent other processes from migrating until the transaction ends.
SELECT pg_advisory_xact_lock(%(key)s)

-- name: keep_runs_away
-- Prevent runs from beginning until the transaction ends; false while a run is active.
SELECT pg_try_advisory_xact_lock(%(schema_class)s, 0)

-- name: create_ledger
-- Create the table that records the migrations.
CREATE TABLE schema_migrations (
    version    integer PRIMARY KEY,
    name       text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)

-- name: record
-- Record an applied migration.
INSERT INTO schema_migrations (version, name) VALUES (%(version)s, %(name)s)

-- name: has_ledger
-- Whether the database was ever migrated.
SELECT to_regclass('schema_migrations') IS NOT NULL

-- name: version
-- The number of the last applied migration; 0 before the first.
SELECT coalesce(max(version), 0) FROM schema_migrations

-- name: in_the_way
-- The other sessions that use tables of the archive in a transaction.
SELECT DISTINCT format('%%s (pid %%s)', a.usename, a.pid)
FROM pg_locks l JOIN pg_stat_activity a USING (pid) JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE l.locktype = 'relation' AND a.datname = current_database() AND l.database = a.datid AND n.nspname = current_schema()
  AND a.pid <> pg_backend_pid()
ORDER BY 1
