-- name: answers
-- What the answers of these documents' stages say of how they were made. The reading by a series is left out if it found nothing.
SELECT document_id, stage, answer -> 'considered' AS considered, answer -> 'filing' AS filing FROM stage_results
WHERE document_id = ANY(%(ids)s) AND status = 'completed' AND stage IN ('classify', 'summarize', 'file', 'extract_series')
  AND answer ->> 'method' IS DISTINCT FROM 'type'
ORDER BY document_id, stage

-- name: words
-- The words of persons on these documents, each with what was found in place of it.
SELECT w.document_id, w.field, w.kind, w.person, w.at,
       CASE w.field WHEN 'type' THEN f.classification -> 'document_type' ELSE f.found -> w.field END AS found
FROM words w JOIN findings f USING (document_id)
WHERE w.document_id = ANY(%(ids)s) ORDER BY w.document_id, w.field

-- name: hold
-- Who holds a document, and the run that ended last after it came: what stopped it may keep the document from being taken.
SELECT d.status, d.awaits_series, d.document_type, d.run_id AS run, r.host, r.pid, r.started_at, r.seen_at, coalesce(run_is_alive(r.id), false) AS is_alive,
       d.error_stage, d.error_message, coalesce(d.error_hint, '') AS error_hint, d.next_attempt_at,
       NOT is_due(d.next_attempt_at) AS is_deferred, coalesce(s.attempts, 0) AS attempts, coalesce(s.waits, 0) AS waits,
       l.id AS last_run, l.stopped_by, l.stop_message, coalesce(l.stop_hint, '') AS stop_hint
FROM documents d
LEFT JOIN runs r ON r.id = d.run_id
LEFT JOIN stage_results s ON s.document_id = d.id AND s.stage = d.error_stage
LEFT JOIN LATERAL (
    SELECT id, stopped_by, stop_message, stop_hint FROM runs
    WHERE finished_at > d.registered_at ORDER BY number DESC LIMIT 1) l ON true
WHERE d.id = %(id)s
