-- name: all
-- The processes whose sessions on this database hold an advisory lock, with the run of each. The application name of a session
-- (`alfrd PID HOST`) identifies its process. `holds` is the number of locks by class.
WITH sessions AS (
         SELECT pid AS backend, backend_start, split_part(application_name, ' ', 2)::integer AS pid,
                split_part(application_name, ' ', 3) AS host
         FROM pg_stat_activity WHERE datname = current_database() AND application_name ~ '^alfrd [0-9]+ '),
     held AS (
         SELECT s.host, s.pid, classid::bigint AS class, count(*) AS locks, min(backend_start) AS since
         FROM pg_locks l JOIN sessions s ON s.backend = l.pid
         WHERE locktype = 'advisory' AND granted AND objsubid = 2 GROUP BY s.host, s.pid, classid)
SELECT h.host, h.pid, jsonb_object_agg(class, locks) AS holds, r.id AS run,
       coalesce(r.started_at, min(h.since)) AS since, r.seen_at, r.seen_at > clock_timestamp() - %(silence)s AS is_seen
FROM held h LEFT JOIN LATERAL (
    SELECT id, started_at, seen_at FROM runs
    WHERE starts_with(runs.host, h.host) AND runs.pid = h.pid ORDER BY started_at DESC LIMIT 1) r ON true
GROUP BY h.host, h.pid, r.id, r.started_at, r.seen_at ORDER BY since

-- name: process
-- The newest run of a process whose sessions have ended.
SELECT host, pid, '{}'::jsonb AS holds, id AS run, started_at AS since, seen_at, false AS is_seen FROM runs
WHERE host = %(host)s AND pid = %(pid)s ORDER BY started_at DESC LIMIT 1
