-- name: progress
-- The progress of a document: its status, the run that holds it, whether it waits for its series, the completed stages, and the
-- ended ones. `ended` also holds failed stages that leave no status.
SELECT d.status, d.run_id, d.awaits_series, ended.*
FROM documents d CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(stage) FILTER (WHERE r.status = 'completed'), '{}') AS completed,
           coalesce(array_agg(stage), '{}') AS ended
    FROM stage_results r JOIN stages s USING (stage)
    WHERE r.document_id = d.id AND (r.status = 'completed' OR (r.status = 'failed' AND s.leaves IS NULL))
) ended
WHERE d.id = %(id)s

-- name: standing
-- What a stage needs to know before it begins: the document's status and run, whether there is nothing to do (done, filed,
-- failed or deferred), and whether the scorings that precede it have ended.
SELECT d.status, d.run_id,
       d.status = 'failed' OR (d.status = 'filed' AND NOT d.awaits_series) OR NOT is_due(d.next_attempt_at)
       OR EXISTS (SELECT FROM stage_results r JOIN stages s USING (stage)
                  WHERE r.document_id = d.id AND r.stage = %(stage)s
                    AND (r.status = 'completed' OR (r.status = 'failed' AND s.leaves IS NULL))) AS is_settled,
       cardinality(%(scorings)s::text[]) = (
           SELECT count(*) FROM stage_results r
           WHERE r.document_id = d.id AND r.stage = ANY(%(scorings)s) AND r.status IN ('completed', 'failed')) AS is_scored
FROM documents d WHERE d.id = %(id)s

-- name: complete
-- Complete a stage, if the run still holds the document, and lock the document until the transaction ends. The document gets the
-- status that the stage leaves, if it leaves one. A completion is never replaced; any other outcome is.
WITH held AS (
    SELECT id FROM documents WHERE id = %(id)s AND run_id = %(run)s FOR UPDATE
), stored AS (
    INSERT INTO stage_results (document_id, stage, status, attempts, run_id, engine, model, prompt_id, answer, omitted, seconds)
    SELECT id, %(stage)s, 'completed', 1, %(run)s, %(engine)s, %(model)s, %(prompt_id)s, %(answer)s, %(omitted)s, %(seconds)s
    FROM held
    ON CONFLICT (document_id, stage) DO UPDATE
    SET status = excluded.status, attempts = stage_results.attempts + 1, waits = 0, is_blamed = false, run_id = excluded.run_id, engine = excluded.engine,
        model = excluded.model, prompt_id = excluded.prompt_id, answer = excluded.answer, omitted = excluded.omitted,
        error = NULL, seconds = excluded.seconds, finished_at = clock_timestamp()
    WHERE stage_results.status <> 'completed'
    RETURNING document_id, stage, engine
), moved AS (
    UPDATE documents SET status = leaves, next_attempt_at = NULL, error_stage = NULL, error_message = NULL, error_hint = NULL
    FROM stored JOIN stages USING (stage) WHERE documents.id = document_id AND leaves IS NOT NULL
)
INSERT INTO events (run_id, subject, key, event, details)
SELECT %(run)s, 'document', document_id, stage || ' completed', json_strip_nulls(json_build_object(
           'engine', engine, 'prompt_version', (SELECT version FROM prompts WHERE id = %(prompt_id)s))) FROM stored

-- name: fail
-- Record that a stage failed or is deferred. A completion is kept.
INSERT INTO stage_results (document_id, stage, status, attempts, waits, is_blamed, run_id, error, seconds)
VALUES (%(id)s, %(stage)s, %(status)s, %(attempts)s, %(waits)s, %(is_blamed)s, %(run)s, %(error)s, %(seconds)s)
ON CONFLICT (document_id, stage) DO UPDATE
SET status = excluded.status, attempts = excluded.attempts, waits = excluded.waits, is_blamed = excluded.is_blamed, run_id = excluded.run_id, engine = NULL, model = NULL,
    prompt_id = NULL, answer = NULL, omitted = NULL, error = excluded.error, seconds = excluded.seconds,
    finished_at = clock_timestamp()
WHERE stage_results.status <> 'completed'

-- name: result
-- The completed result of a stage.
SELECT engine, model, prompt_id, answer FROM stage_results
WHERE document_id = %(id)s AND stage = %(stage)s AND status = 'completed'

-- name: delete
-- Delete the outcomes of these stages.
DELETE FROM stage_results WHERE document_id = %(id)s AND stage = ANY(%(stages)s)

-- name: failures
-- The earlier failures of a stage of the document: attempts, waits since the last attempt, whether the last failure was the
-- document's own, and when it happened.
SELECT attempts, waits, is_blamed, finished_at AS last_at FROM stage_results
WHERE document_id = %(id)s AND stage = %(stage)s AND status <> 'completed'
