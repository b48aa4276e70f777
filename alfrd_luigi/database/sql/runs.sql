-- name: start
-- Register a run, and prevent migrations as long as this session lives. No row while a migration is in progress. Registering the
-- same id again gives the same run.
INSERT INTO runs (id, host, pid) SELECT %(run)s, %(host)s, %(pid)s WHERE pg_try_advisory_lock_shared(%(schema_class)s, 0)
ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()
RETURNING number

-- name: take
-- Take the lock of a registered run. Returns the version of the schema, on which the run depends from now on.
SELECT pg_try_advisory_lock(%(run_class)s, %(number)s) AS is_alone,
       (SELECT coalesce(max(version), 0) FROM schema_migrations) AS version

-- name: release
-- Release the locks of this session: that of its run, and that on the schema.
SELECT pg_advisory_unlock_all()

-- name: give_sign
-- Record a sign of life of the run.
UPDATE runs SET seen_at = clock_timestamp() WHERE id = %(run)s

-- name: living
-- The active runs: those whose session holds their lock.
SELECT id, host, pid FROM runs WHERE finished_at IS NULL AND run_is_alive(id) ORDER BY started_at

-- name: free
-- Release the run's claims; this run or another may claim them again.
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
SELECT EXISTS (SELECT FROM runs WHERE id = %(run)s AND finished_at IS NOT NULL)
    OR EXISTS (SELECT FROM last_run WHERE run = %(run)s)

-- name: set_finished
-- End the run and release its claims. The row of a run that found no work is deleted. Returns how it ended. It succeeded unless
-- something failed, or a setting, the machine or a frozen process stopped it. A replay, which scans nothing, is no success of the pipeline.
WITH freed_documents AS (UPDATE documents SET run_id = NULL WHERE run_id = %(run)s),
     freed_files AS (UPDATE files SET run_id = NULL WHERE run_id = %(run)s),
     work AS (
         SELECT EXISTS (SELECT FROM stage_results WHERE run_id = %(run)s) OR EXISTS (SELECT FROM calls WHERE run_id = %(run)s)
             OR EXISTS (SELECT FROM events WHERE run_id = %(run)s) OR EXISTS (SELECT FROM outages WHERE run_id = %(run)s)
             OR EXISTS (SELECT FROM rejections WHERE run_id = %(run)s) OR EXISTS (SELECT FROM prompt_proposals WHERE run_id = %(run)s)
             OR EXISTS (SELECT FROM series_regenerations WHERE tried_by = %(run)s) AS is_done,
                EXISTS (SELECT FROM events WHERE run_id = %(run)s AND event = 'failed')
             OR EXISTS (SELECT FROM rejections WHERE run_id = %(run)s) AS is_troubled),
     idle AS (
         DELETE FROM runs USING work WHERE id = %(run)s AND stopped_by IS NULL AND NOT is_done
         RETURNING id, host, pid, started_at, 'idle' AS outcome, true AS is_well),
     others AS (
         UPDATE runs SET finished_at = clock_timestamp() FROM work WHERE id = %(run)s AND (stopped_by IS NOT NULL OR is_done)
         RETURNING id, host, pid, started_at, CASE WHEN stopped_by IS NOT NULL THEN 'stopped'
                                                   WHEN is_troubled THEN 'troubled' ELSE 'done' END,
                   scanned_at IS NOT NULL AND NOT is_troubled AND coalesce(stopped_by NOT IN ('settings', 'machine', 'frozen'), true))
INSERT INTO last_run (run, host, pid, started_at, ended_at, outcome, succeeded_at)
SELECT id, host, pid, started_at, clock.at, outcome, CASE WHEN is_well THEN clock.at END
FROM (TABLE idle UNION ALL TABLE others) AS ended CROSS JOIN clock_timestamp() AS clock (at)
ON CONFLICT (is_the_one) DO UPDATE SET run = excluded.run, host = excluded.host, pid = excluded.pid,
    started_at = excluded.started_at, ended_at = excluded.ended_at, outcome = excluded.outcome,
    succeeded_at = coalesce(excluded.succeeded_at, last_run.succeeded_at)
RETURNING outcome

-- name: set_exit_code
-- Record the exit code of the process of a run.
UPDATE runs SET exit_code = %(code)s WHERE id = %(run)s

-- name: ended_last
-- When and how the last run ended, and when a run last succeeded.
SELECT run, host, pid, started_at, ended_at, outcome, succeeded_at FROM last_run

-- name: stop
-- Stop the run: it takes no more work.
UPDATE runs SET stopped_by = %(by)s, stop_message = %(message)s, stop_hint = %(hint)s WHERE id = %(run)s AND stopped_by IS NULL

-- name: stop_reason
-- The reason why a run takes no more work.
SELECT stopped_by AS by, stop_message AS message, coalesce(stop_hint, '') AS hint FROM runs WHERE id = %(run)s AND stopped_by IS NOT NULL

-- name: troubles
-- The numbers of failures and rejections of this run.
SELECT (SELECT count(DISTINCT key) FROM events WHERE run_id = %(run)s AND subject = 'document' AND event = 'failed') AS failed,
       (SELECT count(*) FROM rejections WHERE run_id = %(run)s) AS rejected,
       (SELECT count(*) FROM events WHERE run_id = %(run)s AND subject = 'inbox' AND event = 'failed') AS left_in_the_inbox,
       (SELECT count(DISTINCT key) FROM events WHERE run_id = %(run)s AND subject = 'file' AND event = 'failed') AS files_failed

-- name: last
-- Runs, the newest first.
SELECT id, host, pid, started_at, seen_at, finished_at, run_is_alive(id) AS alive, stop_message, exit_code FROM runs ORDER BY started_at DESC LIMIT %(limit)s

-- name: has_claimed
-- Whether the run has claimed documents.
SELECT EXISTS (SELECT FROM runs WHERE id = %(run)s AND claimed > 0)

-- name: end
-- When a run ended. One that died ended with its last sign of life.
SELECT coalesce(finished_at, CASE WHEN run_is_alive(id) THEN clock_timestamp() ELSE seen_at END) FROM runs WHERE id = %(run)s

-- name: named
-- Up to two runs whose id begins with this text, or is this text, which then is the first.
SELECT id FROM runs WHERE starts_with(id, %(text)s) ORDER BY id <> %(text)s, id LIMIT 2
