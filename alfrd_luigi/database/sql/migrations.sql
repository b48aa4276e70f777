-- name: has_ledger
-- Whether the database was ever migrated.
SELECT to_regclass('schema_migrations') IS NOT NULL

-- name: version
-- The number of the last migration that was applied, 0 before the first.
SELECT coalesce(max(version), 0) FROM schema_migrations
