-- name: runs
-- The newest runs, or this one, with what became of their work. A document or file counts once a run, with its last outcome in it.
WITH chosen AS MATERIALIZED (
    SELECT * FROM runs WHERE %(id)s::text IS NULL OR id = %(id)s ORDER BY started_at DESC, number DESC LIMIT %(limit)s
), ended AS (
    SELECT DISTINCT ON (run_id, subject, key) run_id, subject, event
    FROM events
    WHERE run_id IN (SELECT id FROM chosen)
      AND (subject = 'document' AND event IN ('file completed', 'failed', 'deferred', 'left') OR subject = 'file' AND event IN ('generated', 'failed', 'deferred'))
    ORDER BY run_id, subject, key, events.id DESC
), outcomes AS (
    SELECT run_id,
           count(*) FILTER (WHERE subject = 'document' AND event = 'file completed') AS filed,
           count(*) FILTER (WHERE subject = 'document' AND event = 'failed') AS failed,
           count(*) FILTER (WHERE subject = 'document' AND event = 'deferred') AS deferred,
           count(*) FILTER (WHERE subject = 'document' AND event = 'left') AS let_go,
           count(*) FILTER (WHERE subject = 'file' AND event = 'generated') AS summaries,
           count(*) FILTER (WHERE subject = 'file' AND event <> 'generated') AS summaries_failed
    FROM ended GROUP BY run_id
), entries AS (
    SELECT run_id,
           count(*) FILTER (WHERE event = 'registered') AS registered,
           count(*) FILTER (WHERE event = 'duplicate') AS duplicates,
           count(*) FILTER (WHERE subject = 'inbox' AND event = 'failed') AS left_in_the_inbox,
           count(*) FILTER (WHERE subject = 'prompt') AS prompts
    FROM events
    WHERE run_id IN (SELECT id FROM chosen) AND (subject IN ('inbox', 'prompt') OR (subject = 'document' AND event = 'registered'))
    GROUP BY run_id
), refused AS (
    SELECT run_id, count(*) AS rejected FROM rejections WHERE run_id IN (SELECT id FROM chosen) GROUP BY run_id
), billed AS (
    SELECT run_id, count(*) AS calls, sum(coalesce(cost_usd, reserved_usd, 0)) AS usd
    FROM calls WHERE run_id IN (SELECT id FROM chosen) GROUP BY run_id
)
SELECT c.id, c.host, c.pid, c.started_at, c.seen_at, c.finished_at, c.finished_at IS NULL AND run_is_alive(c.id) AS is_alive,
       c.stopped_by, c.stop_message, c.stop_hint, c.exit_code, coalesce(registered, 0) AS registered, coalesce(filed, 0) AS filed,
       coalesce(failed, 0) AS failed, coalesce(deferred, 0) AS deferred, coalesce(let_go, 0) AS let_go,
       coalesce(rejected, 0) AS rejected, coalesce(duplicates, 0) AS duplicates,
       coalesce(left_in_the_inbox, 0) AS left_in_the_inbox, coalesce(summaries, 0) AS summaries,
       coalesce(summaries_failed, 0) AS summaries_failed, coalesce(prompts, 0) AS prompts, coalesce(calls, 0) AS calls, coalesce(usd, 0) AS usd,
       (SELECT count(*) FROM documents d WHERE d.run_id = c.id) + (SELECT count(*) FROM files f WHERE f.run_id = c.id) AS held
FROM chosen c
LEFT JOIN outcomes o ON o.run_id = c.id
LEFT JOIN entries e ON e.run_id = c.id
LEFT JOIN refused r ON r.run_id = c.id
LEFT JOIN billed b ON b.run_id = c.id
ORDER BY c.started_at DESC, c.number DESC

-- name: calls
-- The first calls of a run, in the order in which they were made.
SELECT c.stage, coalesce(c.document_id, c.file_id) AS subject, c.file_id IS NOT NULL AS is_file, coalesce(d.title, f.name, s.title) AS name,
       c.question_key AS question, c.attempt, c.outcome, c.called_at, c.seconds, c.cost_usd AS usd
FROM calls c
LEFT JOIN documents d ON d.id = c.document_id
LEFT JOIN document_files f ON f.document_id = c.document_id AND f.position = 1
LEFT JOIN files s ON s.id = c.file_id
WHERE c.run_id = %(run)s
ORDER BY c.called_at, c.id LIMIT %(limit)s

-- name: stages
-- The last outcome of each stage in a run, in the order in which they began: those that began before a moment. A stage that a
-- later run has repeated is that run's.
SELECT r.document_id AS subject, coalesce(d.title, f.name) AS name, d.document_type, r.stage, r.status, r.seconds, r.finished_at
FROM stage_results r
JOIN documents d ON d.id = r.document_id
LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
WHERE r.run_id = %(run)s AND r.finished_at - make_interval(secs => r.seconds) <= coalesce(%(until)s::timestamptz, 'infinity')
ORDER BY r.finished_at - make_interval(secs => r.seconds), r.document_id, r.stage LIMIT %(limit)s

-- name: others
-- What other runs did between two moments: their stages, with the type of a summary's document.
SELECT r.document_id AS subject, NULL AS name, d.document_type, r.stage, r.status, r.seconds, r.finished_at
FROM stage_results r JOIN documents d ON d.id = r.document_id
WHERE r.run_id IN (SELECT id FROM runs WHERE id <> %(run)s AND started_at <= %(until)s AND coalesce(finished_at, seen_at) >= %(since)s)
  AND r.finished_at >= %(since)s AND r.finished_at - make_interval(secs => r.seconds) <= %(until)s
ORDER BY r.finished_at, r.document_id, r.stage LIMIT %(limit)s

-- name: other_calls
-- The calls of other runs between two moments.
SELECT stage, coalesce(document_id, file_id) AS subject, file_id IS NOT NULL AS is_file, NULL AS name, question_key AS question, attempt,
       outcome, called_at, seconds, cost_usd AS usd
FROM calls WHERE called_at BETWEEN %(since)s AND %(until)s AND run_id <> %(run)s
ORDER BY called_at, id LIMIT %(limit)s

-- name: by_stage
-- What each stage of a run took: its results, their seconds, and its calls.
WITH results AS (
    SELECT stage, count(*) AS results, count(*) FILTER (WHERE status <> 'completed') AS failed, sum(seconds) AS seconds
    FROM stage_results WHERE run_id = %(run)s GROUP BY stage
), made AS (
    SELECT stage, count(*) AS calls, count(*) FILTER (WHERE outcome NOT IN ('answered', 'open')) AS in_vain,
           sum(coalesce(seconds, 0)) AS call_seconds, sum(coalesce(cost_usd, reserved_usd, 0)) AS usd, min(called_at) AS first_at,
           max(called_at + make_interval(secs => coalesce(seconds, 0))) AS last_at
    FROM calls WHERE run_id = %(run)s GROUP BY stage
)
SELECT stage, coalesce(results, 0) AS results, coalesce(failed, 0) AS failed, coalesce(results.seconds, 0) AS seconds,
       coalesce(calls, 0) AS calls, coalesce(in_vain, 0) AS in_vain, coalesce(call_seconds, 0) AS call_seconds,
       coalesce(usd, 0) AS usd, first_at, last_at
FROM results FULL JOIN made USING (stage) LEFT JOIN stages USING (stage)
ORDER BY stages.position NULLS LAST, stage

-- name: in_use
-- The seconds of calls in each of `parts` equal parts of a period, by stage. A clock that was set meanwhile can place calls far outside.
WITH period AS (
    SELECT %(since)s::timestamptz AS since, extract(epoch FROM %(until)s::timestamptz - %(since)s::timestamptz) / %(parts)s AS width
), busy AS (
    SELECT c.stage, extract(epoch FROM c.called_at - p.since) AS began, coalesce(c.seconds, 0) AS seconds, p.width
    FROM calls c, period p WHERE c.run_id = %(run)s
)
SELECT stage, part, sum(least(began + seconds, (part + 1) * width) - greatest(began, part * width)) AS seconds
FROM busy, generate_series(greatest(0, least(floor(began / width), %(parts)s))::integer,
                           greatest(-1, least(floor((began + seconds) / width), %(parts)s - 1))::integer) AS part
GROUP BY stage, part ORDER BY stage, part

-- name: documents
-- The documents of a run with their last outcome in it: those that failed first.
SELECT d.id, coalesce(d.title, f.name) AS name, d.document_type, d.entity, e.outcome, e.details ->> 'stage' AS stage,
       e.details ->> 'reason' AS reason
FROM (
    SELECT DISTINCT ON (key) id, key, details, CASE event WHEN 'file completed' THEN 'filed' ELSE event END AS outcome
    FROM events WHERE run_id = %(run)s AND subject = 'document' AND event IN ('file completed', 'failed', 'deferred', 'left')
    ORDER BY key, id DESC) e
JOIN documents d ON d.id = e.key::uuid
LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
ORDER BY array_position(ARRAY['failed', 'deferred', 'left', 'filed'], e.outcome), e.id LIMIT %(limit)s

-- name: newest_arrivals
-- The run that registered the newest document, and the documents that it registered, the newest first.
SELECT e.run_id AS run, e.key::uuid AS document
FROM events e
WHERE e.subject = 'document' AND e.event = 'registered'
  AND e.run_id = (SELECT a.run_id FROM events a JOIN documents d ON d.id::text = a.key
                  WHERE a.subject = 'document' AND a.event = 'registered' AND d.id = (
                      SELECT id FROM documents ORDER BY registered_at DESC, id LIMIT 1) ORDER BY a.id DESC LIMIT 1)
ORDER BY e.id DESC

-- name: failed_files
-- Files whose summary failed or is deferred.
SELECT f.id, f.series_id, s.full_title AS title, f.status, f.error, f.next_attempt_at
FROM files f JOIN series s ON s.id = f.series_id
WHERE f.status = 'failed' OR NOT is_due(f.next_attempt_at)
ORDER BY f.id LIMIT %(limit)s

-- name: touched
-- Those of these runs that worked on one of these documents, or on the files of these series; or at the same time as a run that did,
-- since a picture of a run shows what it waited for.
WITH changed AS (
    SELECT 'document' AS subject, unnest(%(documents)s::text[]) AS key
    UNION ALL
    SELECT 'file', id::text FROM files WHERE series_id = ANY(%(series)s::bigint[])
), working AS (
    SELECT * FROM runs WHERE id IN (SELECT e.run_id FROM events e JOIN changed USING (subject, key) WHERE e.run_id IS NOT NULL)
)
SELECT r.id FROM runs r
WHERE r.id = ANY(%(runs)s) AND EXISTS (
    SELECT FROM working w
    WHERE w.id = r.id
       OR (w.started_at <= coalesce(r.finished_at, r.seen_at) AND coalesce(w.finished_at, w.seen_at) >= r.started_at))
