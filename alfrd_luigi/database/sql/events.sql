-- name: insert
-- Something happened; it is recorded in the transaction that made it happen.
INSERT INTO events (run_id, subject, key, event, details) VALUES (%(run)s, %(subject)s, %(key)s, %(event)s, %(details)s)

-- name: reject
-- An entry of the inbox was turned down; once, however often a run that does it is cut off.
INSERT INTO rejections (entry, name, reason, hint, run_id) VALUES (%(entry)s, %(name)s, %(reason)s, %(hint)s, %(run)s)
ON CONFLICT (entry) DO UPDATE SET reason = excluded.reason, hint = excluded.hint, run_id = excluded.run_id

-- name: rejections
-- What was turned down, the newest first.
SELECT name, reason, hint, rejected_at FROM rejections ORDER BY id DESC LIMIT %(limit)s

-- name: count_rejections
-- How many entries of the inbox were ever turned down.
SELECT count(*) FROM rejections

-- name: of
-- What happened to one thing, the oldest first.
SELECT at, run_id, event, details FROM events WHERE subject = %(subject)s AND key = %(key)s ORDER BY id

-- name: duplicates
-- Entries of the inbox that held the bytes of a document, the newest first.
SELECT key AS name, (details ->> 'document')::uuid AS document, at FROM events
WHERE subject = 'inbox' AND event = 'duplicate' ORDER BY id DESC LIMIT %(limit)s
