-- name: start
-- Register a run; the same id twice is the same run.
INSERT INTO runs (id, host, pid) VALUES (%(run)s, %(host)s, %(pid)s)
ON CONFLICT (id) DO UPDATE SET id = excluded.id
RETURNING number

-- name: free
-- What the run holds is free for others, and for itself.
WITH freed_documents AS (UPDATE documents SET run_id = NULL WHERE run_id = %(run)s)
UPDATE files SET run_id = NULL WHERE run_id = %(run)s

-- name: is_scanned
-- Whether the run has scanned the inbox.
SELECT coalesce((SELECT scanned_at IS NOT NULL FROM runs WHERE id = %(run)s), false)

-- name: set_scanned
-- The run has scanned the inbox.
UPDATE runs SET scanned_at = clock_timestamp() WHERE id = %(run)s

-- name: is_finished
-- Whether the run has ended.
SELECT coalesce((SELECT finished_at IS NOT NULL FROM runs WHERE id = %(run)s), false)

-- name: set_finished
-- The run has ended; what it still holds is free for others.
WITH freed_documents AS (UPDATE documents SET run_id = NULL WHERE run_id = %(run)s),
     freed_files AS (UPDATE files SET run_id = NULL WHERE run_id = %(run)s)
UPDATE runs SET finished_at = clock_timestamp() WHERE id = %(run)s

-- name: stop
-- The run takes up no more work.
UPDATE runs SET stopped_by = %(by)s, stop_message = %(message)s, stop_hint = %(hint)s WHERE id = %(run)s AND stopped_by IS NULL

-- name: stop_reason
-- Why a run takes up no more work.
SELECT stopped_by, stop_message, stop_hint FROM runs WHERE id = %(run)s AND stopped_by IS NOT NULL

-- name: troubles
-- What failed or was rejected in this run.
SELECT (SELECT count(DISTINCT key) FROM events WHERE run_id = %(run)s AND subject = 'document' AND event = 'failed') AS failed,
       (SELECT count(*) FROM rejections WHERE run_id = %(run)s) AS rejected,
       (SELECT count(*) FROM events WHERE run_id = %(run)s AND subject = 'inbox' AND event = 'failed') AS left_in_the_inbox,
       (SELECT count(DISTINCT key) FROM events WHERE run_id = %(run)s AND subject = 'file' AND event = 'failed') AS files_failed

-- name: last
-- The newest runs first.
SELECT id, host, pid, started_at, finished_at, run_is_alive(id) AS alive, stop_message FROM runs ORDER BY started_at DESC LIMIT %(limit)s
