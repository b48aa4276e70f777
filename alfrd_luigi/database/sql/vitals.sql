-- name: now
-- What tells whether the archive is well: how its last run ended, what failed, which services do not answer, whether the budget of
-- this day (UTC) stopped a run, and since when a run is at work that is not `but_for`. The id of a run begins with its day.
SELECT clock_timestamp() AS at, l.ended_at, l.outcome, l.succeeded_at,
       (SELECT count(*) FROM documents WHERE status = 'failed') AS failed,
       (SELECT count(*) FROM files WHERE status = 'failed') AS files_failed,
       (SELECT string_agg(service, ', ' ORDER BY since) FROM outages) AS outages,
       (SELECT min(since) FROM outages) AS outage_since,
       EXISTS (SELECT FROM runs WHERE stopped_by = 'budget' AND id >= to_char(clock_timestamp() AT TIME ZONE 'UTC' - interval '1 day', 'YYYYMMDD')
                                  AND coalesce(finished_at, seen_at) >= date_trunc('day', clock_timestamp(), 'UTC')) AS is_budget_spent,
       (SELECT min(started_at) FROM runs WHERE finished_at IS NULL AND id <> %(but_for)s AND run_is_alive(id)) AS at_work_since
FROM (VALUES (1)) AS one (row) LEFT JOIN last_run l ON true
