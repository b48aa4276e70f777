-- name: snapshot
-- What this query sees, and the database that sees it: a restored copy of a database is another one, or lacks the last run or act.
SELECT pg_current_snapshot()::text AS seen, c.system_identifier || '/' || d.oid AS database,
       coalesce((SELECT id FROM runs WHERE finished_at IS NOT NULL ORDER BY number DESC LIMIT 1), '') AS run,
       coalesce((SELECT id || ' ' || extract(epoch FROM at) FROM acts ORDER BY id DESC LIMIT 1), '') AS act
FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()

-- name: continues
-- Whether the database is the one of a snapshot, and has gone on since.
SELECT c.system_identifier || '/' || d.oid = %(database)s
   AND pg_snapshot_xmax(pg_current_snapshot()) >= pg_snapshot_xmax(nullif(%(seen)s, '')::pg_snapshot)
   AND (%(run)s = '' OR EXISTS (SELECT FROM runs WHERE id = %(run)s))
   AND (%(act)s = '' OR EXISTS (SELECT FROM acts WHERE id = split_part(%(act)s, ' ', 1)::bigint
                                AND extract(epoch FROM at)::text = split_part(%(act)s, ' ', 2)))
FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()

-- name: since
-- The subjects of the events that a snapshot does not see, and the documents whose bytes came again.
SELECT DISTINCT told.subject, told.key
FROM events e, LATERAL (VALUES (e.subject, e.key), ('document', CASE e.subject WHEN 'inbox' THEN e.details ->> 'document' END)) AS told (subject, key)
WHERE xact >= pg_snapshot_xmin(%(seen)s::pg_snapshot) AND NOT pg_visible_in_snapshot(xact, %(seen)s::pg_snapshot)
  AND told.key IS NOT NULL
