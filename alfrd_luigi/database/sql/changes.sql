-- name: snapshot
-- What this query sees, and the database that sees it: a restored copy of a database is another one.
SELECT pg_current_snapshot()::text AS seen, c.system_identifier || '/' || d.oid AS database
FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()

-- name: is_changed
-- Whether an event was recorded that a snapshot does not see.
SELECT EXISTS (
    SELECT FROM events
    WHERE xact >= pg_snapshot_xmin(%(seen)s::pg_snapshot) AND NOT pg_visible_in_snapshot(xact, %(seen)s::pg_snapshot))

-- name: since
-- The subjects of the events that a snapshot does not see.
SELECT DISTINCT subject, key FROM events
WHERE xact >= pg_snapshot_xmin(%(seen)s::pg_snapshot) AND NOT pg_visible_in_snapshot(xact, %(seen)s::pg_snapshot)
