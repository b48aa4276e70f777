-- name: progress
-- Of the documents that a run holds or may still claim: how many come to each stage, and how many have passed it. Only those whose
-- series reads them come to that reading.
WITH mine AS (
    SELECT id, awaits_series, status = 'failed' OR NOT is_due(next_attempt_at) AS is_over FROM documents
    WHERE run_id = %(run)s
       OR id IN (SELECT document_id FROM stage_results WHERE run_id = %(run)s)
       OR (run_id IS NULL AND (status NOT IN ('filed', 'failed') OR awaits_series) AND is_due(next_attempt_at))
), steps AS (
    SELECT s.stage, mine.is_over OR r.status IS NOT NULL AS is_done
    FROM stages s CROSS JOIN mine
    LEFT JOIN stage_results r ON r.document_id = mine.id AND r.stage = s.stage AND r.status <> 'deferred'
    WHERE coalesce(s.leaves, s.scores) IS NOT NULL OR mine.awaits_series OR r.status IS NOT NULL
)
SELECT s.stage, count(steps.stage) AS documents, count(*) FILTER (WHERE is_done) AS done
FROM stages s LEFT JOIN steps USING (stage)
GROUP BY s.stage, s.position ORDER BY s.position

-- name: tally
-- How the documents of a run have ended so far, and how many it holds or may still claim.
SELECT count(*) FILTER (WHERE event = 'file completed') AS filed, count(*) FILTER (WHERE event = 'failed') AS failed,
       count(*) FILTER (WHERE event = 'deferred') AS deferred,
       (SELECT count(*) FROM documents
        WHERE run_id = %(run)s OR run_id IS NULL AND status NOT IN ('filed', 'failed') AND is_due(next_attempt_at)) AS waiting
FROM (
    SELECT DISTINCT ON (key) event FROM events
    WHERE run_id = %(run)s AND subject = 'document' AND event IN ('file completed', 'failed', 'deferred')
    ORDER BY key, id DESC) e

-- name: file_progress
-- How many file summaries a run has made, and how many are not yet fresh.
SELECT (SELECT count(DISTINCT key) FROM events WHERE run_id = %(run)s AND subject = 'file' AND event IN ('generated', 'failed', 'deferred')) AS done,
       (SELECT count(*) FROM files WHERE status IN ('pending', 'outdated')) AS waiting

-- name: spending
-- What the calls of a run cost at most, and how many documents failed or were deferred in it.
SELECT (SELECT coalesce(sum(coalesce(cost_usd, reserved_usd, 0)), 0) FROM calls WHERE run_id = %(run)s) AS usd,
       (SELECT count(DISTINCT key) FROM events WHERE run_id = %(run)s AND subject = 'document' AND event = 'failed') AS failed,
       (SELECT count(DISTINCT key) FROM events WHERE run_id = %(run)s AND subject = 'document' AND event = 'deferred') AS deferred

-- name: names
-- The names of documents, each that of its first file, and the titles of files.
SELECT document_id AS id, name FROM document_files WHERE document_id = ANY(%(ids)s::uuid[]) AND position = 1
UNION ALL
SELECT id, title FROM files WHERE id = ANY(%(ids)s::uuid[])

-- name: documents
-- The outcome of each document in a run: filed, failed or deferred; in the order in which they ended.
SELECT d.id, f.name, d.document_type, d.entity, e.outcome, e.details ->> 'stage' AS stage, e.details ->> 'reason' AS reason
FROM (
    SELECT DISTINCT ON (key) id, key, details, CASE event WHEN 'file completed' THEN 'filed' ELSE event END AS outcome
    FROM events WHERE run_id = %(run)s AND subject = 'document' AND event IN ('file completed', 'failed', 'deferred')
    ORDER BY key, id DESC) e
JOIN documents d ON d.id = e.key::uuid
LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
ORDER BY e.id

-- name: files
-- The outcome of each file in a run: generated, failed or deferred.
SELECT DISTINCT ON (f.title, f.id) f.id, f.title, e.event AS outcome, e.details ->> 'reason' AS reason
FROM events e JOIN files f ON f.id = e.key::uuid
WHERE e.run_id = %(run)s AND e.subject = 'file' AND e.event IN ('generated', 'failed', 'deferred')
ORDER BY f.title, f.id, e.id DESC

-- name: entries
-- The inbox entries that a run did not register: rejected, duplicate, or failed.
SELECT name, 'rejected' AS outcome, reason, hint FROM rejections WHERE run_id = %(run)s
UNION ALL
SELECT key, event, coalesce(details ->> 'reason', 'the same as document ' || (details ->> 'document')), ''
FROM events WHERE run_id = %(run)s AND subject = 'inbox' AND event <> 'rejected'
