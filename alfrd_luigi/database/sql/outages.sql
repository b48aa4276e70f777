-- name: record
-- Record that a stage of a document, or a file summary, failed because the service does not answer. Returns the number of such
-- failures in this run since the last answer.
INSERT INTO outages (service, reason, run_id) VALUES (%(service)s, %(reason)s, %(run)s)
ON CONFLICT (service) DO UPDATE
SET last_at = clock_timestamp(), reason = excluded.reason, run_id = excluded.run_id,
    failures = CASE WHEN outages.run_id = excluded.run_id THEN outages.failures + 1 ELSE 1 END
RETURNING failures

-- name: end
-- End the outage: the service has answered.
DELETE FROM outages WHERE service = %(service)s

-- name: current
-- The services that do not answer, the longest outage first.
SELECT service, since, last_at, reason FROM outages ORDER BY since

-- name: met_in
-- The outages that a run met.
SELECT service, since, last_at, reason FROM outages WHERE run_id = %(run)s ORDER BY since

-- name: waiting
-- The number of documents and files that wait for a service.
SELECT (SELECT count(DISTINCT document_id) FROM stage_results JOIN documents d ON d.id = document_id
        WHERE waits > 0 AND stage_results.status <> 'completed' AND (d.status NOT IN ('filed', 'failed') OR d.awaits_series))
     + (SELECT count(*) FROM files WHERE waits > 0 AND status IN ('pending', 'outdated'))
