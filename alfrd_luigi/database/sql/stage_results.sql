-- name: is_completed
-- Whether the stage of the document is done.
SELECT EXISTS (SELECT FROM stage_results WHERE document_id = %(id)s AND stage = %(stage)s AND status = 'completed')

-- name: is_settled
-- Whether there is nothing to do now for the stage of the document: done, or the document has failed or is put off.
SELECT EXISTS (SELECT FROM stage_results WHERE document_id = %(id)s AND stage = %(stage)s
               AND (status = 'completed' OR (status = 'failed' AND stage LIKE 'score%%')))
    OR EXISTS (SELECT FROM documents WHERE id = %(id)s AND (status = 'failed' OR next_attempt_at > now()))

-- name: is_settled_in
-- Whether there is nothing to do in a run for the stage of the document: done, or the run no longer has the document,
-- since it is filed, has failed, or was put off or left to a later run.
SELECT EXISTS (SELECT FROM stage_results WHERE document_id = %(id)s AND stage = %(stage)s
               AND (status = 'completed' OR (status = 'failed' AND stage LIKE 'score%%')))
    OR NOT EXISTS (SELECT FROM documents WHERE id = %(id)s AND run_id = %(run)s)

-- name: insert
-- The outcome of a stage; only an outcome that is not a completion may be replaced.
INSERT INTO stage_results (document_id, stage, status, attempts, run_id, engine, model, prompt_id, answer, omitted, error,
                           seconds)
VALUES (%(id)s, %(stage)s, %(status)s, 1, %(run)s, %(engine)s, %(model)s, %(prompt_id)s, %(answer)s,
        %(omitted)s, %(error)s, %(seconds)s)
ON CONFLICT (document_id, stage) DO UPDATE
SET status = excluded.status, attempts = stage_results.attempts + 1, run_id = excluded.run_id, engine = excluded.engine,
    model = excluded.model, prompt_id = excluded.prompt_id, answer = excluded.answer, omitted = excluded.omitted, error = excluded.error,
    seconds = excluded.seconds, finished_at = clock_timestamp()
WHERE stage_results.status <> 'completed'
RETURNING attempts

-- name: result
-- The completed result of a stage.
SELECT engine, model, prompt_id, answer FROM stage_results
WHERE document_id = %(id)s AND stage = %(stage)s AND status = 'completed'

-- name: delete
-- Forget the outcomes of these stages.
DELETE FROM stage_results WHERE document_id = %(id)s AND stage = ANY(%(stages)s)

-- name: attempts
-- How often the stage of the document was tried.
SELECT coalesce((SELECT attempts FROM stage_results WHERE document_id = %(id)s AND stage = %(stage)s), 0)
