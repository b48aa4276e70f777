-- name: record
-- A stage of a document, or a summary, failed since the service does not answer; how many did in this run since its last answer.
INSERT INTO outages (service, reason, run_id) VALUES (%(service)s, %(reason)s, %(run)s)
ON CONFLICT (service) DO UPDATE
SET last_at = clock_timestamp(), reason = excluded.reason, run_id = excluded.run_id,
    failures = CASE WHEN outages.run_id = excluded.run_id THEN outages.failures + 1 ELSE 1 END
RETURNING failures

-- name: end
-- The service has answered.
DELETE FROM outages WHERE service = %(service)s

-- name: current
-- The services that answer nobody, the longest outage first.
SELECT service, since, last_at, reason FROM outages ORDER BY since

-- name: met_in
-- Those that a run met.
SELECT service, since, last_at, reason FROM outages WHERE run_id = %(run)s ORDER BY since

-- name: waiting
-- How many documents and files wait for a service.
SELECT (SELECT count(DISTINCT document_id) FROM stage_results JOIN documents d ON d.id = document_id
        WHERE waits > 0 AND stage_results.status <> 'completed' AND d.status NOT IN ('filed', 'failed'))
     + (SELECT count(*) FROM files WHERE waits > 0 AND status IN ('pending', 'outdated'))
