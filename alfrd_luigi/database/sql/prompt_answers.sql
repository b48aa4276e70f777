-- name: keep
-- Keep the answer of a version about a document.
INSERT INTO prompt_answers (document_id, prompt_id, engine, model, hints, answer)
VALUES (%(document_id)s, %(prompt_id)s, %(engine)s, %(model)s, %(hints)s, %(answer)s)
ON CONFLICT (document_id, prompt_id) DO UPDATE
SET engine = excluded.engine, model = excluded.model, hints = excluded.hints, answer = excluded.answer, answered_at = clock_timestamp()

-- name: of
-- The answer of a version about a document.
SELECT engine, model, hints, answer, answered_at FROM prompt_answers WHERE document_id = %(document_id)s AND prompt_id = %(prompt_id)s
