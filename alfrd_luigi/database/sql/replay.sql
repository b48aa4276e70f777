-- name: answered
-- The newest documents whose result of a stage a prompt made, of all types or of one: those first of which persons said what is right.
-- `said` is the answer of the model, `stored` that of the stage, and `known` what persons say of the values.
SELECT d.id AS document_id, coalesce(d.title, d.entity, n.name) AS name, k.answer AS said, s.answer AS stored, w.known
FROM documents d
JOIN stage_results s ON s.document_id = d.id AND s.stage = %(stage)s AND s.status = 'completed' AND s.prompt_id IS NOT NULL
LEFT JOIN prompt_answers k ON k.document_id = d.id AND k.prompt_id = s.prompt_id
LEFT JOIN document_files n ON n.document_id = d.id AND n.position = 1
CROSS JOIN LATERAL (
    SELECT coalesce((SELECT jsonb_object_agg(key, value -> 'is') FROM audit_states a, jsonb_each(a.verdicts)
                     WHERE a.document_id = d.id AND a.state = 'closed'), '{}')
        || coalesce((SELECT jsonb_object_agg(field, value) FROM words WHERE document_id = d.id), '{}') AS known) w
WHERE %(document_type)s::text IS NULL OR d.document_type = %(document_type)s
ORDER BY w.known = '{}', d.registered_at DESC, d.id
LIMIT %(limit)s
