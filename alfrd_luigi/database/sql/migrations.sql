-- name: lock
-- Let no other process migrate until the transaction ends.
SELECT pg_advisory_xact_lock(%(key)s)

-- name: keep_runs_away
-- Let no run begin until the transaction ends; false while one is going.
SELECT pg_try_advisory_xact_lock(%(schema_class)s, 0)

-- name: create_ledger
-- The table that the migrations themselves stand in.
CREATE TABLE schema_migrations (
    version    integer PRIMARY KEY,
    name       text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)

-- name: record
-- Enter a migration that was applied.
INSERT INTO schema_migrations (version, name) VALUES (%(version)s, %(name)s)

-- name: has_ledger
-- Whether the database was ever migrated.
SELECT to_regclass('schema_migrations') IS NOT NULL

-- name: version
-- The number of the last migration that was applied, 0 before the first.
SELECT coalesce(max(version), 0) FROM schema_migrations
