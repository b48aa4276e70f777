-- name: insert
-- Record an event, in the transaction that caused it.
INSERT INTO events (run_id, subject, key, event, details) VALUES (%(run)s, %(subject)s, %(key)s, %(event)s, %(details)s)

-- name: reject
-- Record a rejected inbox entry. It is recorded once, even if the run that rejects it is interrupted and repeated.
WITH rejected AS (
    INSERT INTO rejections (entry, name, reason, hint, run_id) VALUES (%(entry)s, %(name)s, %(reason)s, %(hint)s, %(run)s)
    ON CONFLICT (entry) DO UPDATE SET reason = excluded.reason, hint = excluded.hint, run_id = excluded.run_id
)
INSERT INTO events (run_id, subject, key, event) VALUES (%(run)s, 'inbox', %(name)s, 'rejected')

-- name: undo
-- Record that an act was taken back, for what it changed besides documents.
INSERT INTO events (subject, key, event, details)
SELECT DISTINCT subject, key, 'undo', %(details)s::jsonb FROM events
WHERE details -> 'act' = to_jsonb(%(undone)s::bigint) AND subject <> 'document'

-- name: rejections
-- The rejected entries, the newest first.
SELECT name, reason, hint, rejected_at FROM rejections ORDER BY id DESC LIMIT %(limit)s

-- name: rejected_as
-- The last rejection of an entry with this name.
SELECT name, reason, hint, rejected_at FROM rejections WHERE name = %(name)s ORDER BY id DESC LIMIT 1

-- name: duplicate_named
-- The last entry with this name that had the bytes of an existing document.
SELECT key AS name, (details ->> 'document')::uuid AS document, at FROM events
WHERE subject = 'inbox' AND key = %(name)s AND event = 'duplicate' ORDER BY id DESC LIMIT 1

-- name: count_rejections
-- The number of inbox entries that were ever rejected.
SELECT count(*) FROM rejections

-- name: of
-- The events of these subjects of one kind, the oldest first.
SELECT id, at, run_id, subject, key, event, details FROM events
WHERE subject = %(subject)s AND key = ANY(%(keys)s) ORDER BY id

-- name: duplicates
-- Inbox entries that had the bytes of an existing document, the newest first.
SELECT key AS name, (details ->> 'document')::uuid AS document, at FROM events
WHERE subject = 'inbox' AND event = 'duplicate' ORDER BY id DESC LIMIT %(limit)s

-- name: newest
-- The newest events that match, the oldest of them first. A NULL parameter omits its condition.
SELECT * FROM (
    SELECT id, at, run_id, subject, key, event, details FROM events
    WHERE true
      AND (%(subject)s::text IS NULL OR (subject = %(subject)s AND key = %(key)s))
      AND (%(run)s::text IS NULL OR run_id = %(run)s)
      AND (%(kinds)s::text[] IS NULL OR event = ANY(%(kinds)s))
      AND (%(since)s::timestamptz IS NULL OR at >= %(since)s)
      AND (%(until)s::timestamptz IS NULL OR at < %(until)s)
      AND (%(series)s::bigint IS NULL
           OR (subject, key) IN (SELECT 'document', id::text FROM documents WHERE series_id = %(series)s
                                 UNION ALL SELECT 'file', id::text FROM files WHERE series_id = %(series)s))
    ORDER BY id DESC LIMIT %(limit)s) newest
ORDER BY id

-- name: unseen
-- The matching events that a snapshot does not see.
SELECT id, at, run_id, subject, key, event, details FROM events
WHERE xact >= pg_snapshot_xmin(%(seen)s::pg_snapshot) AND NOT pg_visible_in_snapshot(xact, %(seen)s::pg_snapshot)
  AND (%(subject)s::text IS NULL OR (subject = %(subject)s AND key = %(key)s))
  AND (%(run)s::text IS NULL OR run_id = %(run)s)
  AND (%(kinds)s::text[] IS NULL OR event = ANY(%(kinds)s))
  AND (%(since)s::timestamptz IS NULL OR at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR at < %(until)s)
  AND (%(series)s::bigint IS NULL
       OR (subject, key) IN (SELECT 'document', id::text FROM documents WHERE series_id = %(series)s
                             UNION ALL SELECT 'file', id::text FROM files WHERE series_id = %(series)s))
ORDER BY id
