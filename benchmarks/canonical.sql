-- What an archive comes to: every row that a crash must not change, without ids, times, attempts and calls. A document goes by
-- its content, a prompt by its key and version.

-- name: documents
SELECT d.content_hash, d.status, d.source, d.text, d.document_type, d.confidence, d.classification_reason, d.entity,
       d.document_date, d.total_amount, d.currency, d.summary, d.structured_data, d.evidence, d.confidences,
       d.uncertain, d.places, d.embedded, d.title, d.note, d.sketch, s.entity_key, s.series_type, s.account,
       d.error_stage, d.error_message, d.error_hint, d.next_attempt_at IS NOT NULL AS put_off, d.run_id IS NOT NULL AS claimed,
       d.awaits_series
FROM documents d LEFT JOIN series s ON s.id = d.series_id
ORDER BY 1

-- name: document_files
SELECT d.content_hash, f.position, f.name, f.sha256, f.size, f.media_type, f.pages, right(f.key, 7) AS page
FROM document_files f JOIN documents d ON d.id = f.document_id
ORDER BY 1, 2

-- name: pages
SELECT d.content_hash, p.number, p.text, p.words, p.confidence, p.source, p.unread
FROM pages p JOIN documents d ON d.id = p.document_id
ORDER BY 1, 2

-- How a series was chosen depends on which of its documents was filed first; which one it is stands in the documents.
-- name: stage_results
SELECT d.content_hash, r.stage, r.status, r.engine, r.model, p.kind, p.document_type, p.version, r.answer - 'filing' AS answer, r.omitted, r.error
FROM stage_results r JOIN documents d ON d.id = r.document_id LEFT JOIN prompts p ON p.id = r.prompt_id
ORDER BY 1, 2

-- name: document_tags
SELECT d.content_hash, regexp_replace(t.tag, '^series:\d+:', 'series:') AS tag, t.origin
FROM document_tags t JOIN documents d ON d.id = t.document_id
ORDER BY 1, 2

-- name: words
SELECT d.content_hash, w.field, w.kind, CASE WHEN w.field = 'series' THEN to_jsonb(s.full_title) ELSE w.value END AS value, w.place
FROM words w JOIN documents d ON d.id = w.document_id
LEFT JOIN placements p ON p.document_id = w.document_id LEFT JOIN series s ON s.id = p.series_id
ORDER BY 1, 2

-- name: tag_words
SELECT d.content_hash, w.tag, w.is_given FROM tag_words w JOIN documents d ON d.id = w.document_id
ORDER BY 1, 2

-- name: renamed_tags
SELECT name, becomes FROM renamed_tags ORDER BY 1

-- name: issuers
SELECT d.content_hash, i.name, n.name AS called FROM issuers i JOIN issuer_names n USING (id) LEFT JOIN documents d USING (id) ORDER BY 1, 2, 3

-- name: issuer_lessons
SELECT d.content_hash, i.content_hash AS issuer, l.forgotten_at IS NOT NULL AS forgotten
FROM issuer_lessons l JOIN documents d ON d.id = l.document_id LEFT JOIN documents i ON i.id = l.issuer_id
ORDER BY 1

-- name: issuer_marks
SELECT i.content_hash AS issuer, d.content_hash, m.kind, m.value, m.shown
FROM issuer_marks m LEFT JOIN documents d ON d.id = m.document_id LEFT JOIN documents i ON i.id = m.issuer_id
ORDER BY 1, 2, 3, 4

-- name: issuer_fields
SELECT d.content_hash, f.field, f.kind, f.found, f.found_label, f.confidence, f.value, f.places
FROM issuer_fields f JOIN documents d ON d.id = f.document_id
ORDER BY 1, 2

-- name: document_pairs
SELECT least(a.content_hash, b.content_hash), greatest(a.content_hash, b.content_hash), p.verdict, p.origin, p.evidence
FROM document_pairs p JOIN documents a ON a.id = p.one JOIN documents b ON b.id = p.other
ORDER BY 1, 2

-- name: deletions
SELECT content_hash, kept IS NOT NULL AS is_in_bin, act_id IS NULL AS has_no_act,
       (SELECT jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'array' THEN jsonb_array_length(value) END)
        FROM jsonb_each(kept - '{calls,file_calls,revisions,file_revisions,pages}'::text[])) AS rows,
       kept #> '{documents,0,text}' AS text, jsonb_array_length(files) AS files, jsonb_array_length(pairs) AS pairs
FROM deletions ORDER BY 1

-- name: series
SELECT s.entity, s.entity_key, s.series_type, s.account, s.title, s.frequency, s.own_title, s.by_hand, m.full_title AS merged_into
FROM series s LEFT JOIN series m ON m.id = s.merged_into
ORDER BY 2, 3, 4, 7

-- name: files
SELECT s.entity_key, s.series_type, s.account, regexp_replace(f.tags::text, 'series:\d+:', 'series:', 'g') AS tags, f.title, f.status,
       f.summary, f.statistics, f.engine, f.error, f.next_attempt_at IS NOT NULL AS put_off, f.run_id IS NOT NULL AS claimed,
       f.fingerprint IS NOT DISTINCT FROM file_inputs(f.series_id) AS fresh
FROM files f JOIN series s ON s.id = f.series_id
ORDER BY 1, 2, 3

-- name: prompts
SELECT p.kind, p.document_type, s.entity_key, p.version, p.text, p.fields_schema, p.origin, p.is_active, false AS on_trial, p.is_pinned,
       i.version AS incumbent
FROM prompts p LEFT JOIN prompts i ON i.id = p.incumbent_id LEFT JOIN series s ON s.id = p.series_id
ORDER BY 1, 2, 3, 4

-- name: series_designs
SELECT s.entity_key, s.series_type, s.account, g.members, p.version, g.fault
FROM series_designs g JOIN series s ON s.id = g.series_id LEFT JOIN prompts p ON p.id = g.prompt_id
ORDER BY 1, 2, 3, 4

-- name: series_regenerations
SELECT s.entity_key, p.version, g.reason, g.changed FROM series_regenerations g JOIN series s ON s.id = g.series_id
JOIN prompts p ON p.id = g.prompt_id
ORDER BY 1, 2

-- name: regeneration_failures
SELECT d.content_hash, f.error, f.attempts FROM regeneration_failures f JOIN documents d ON d.id = f.document_id
ORDER BY 1

-- name: prompt_scores
SELECT p.kind, p.document_type, p.version, d.content_hash, s.score, s.suggestion
FROM prompt_scores s JOIN prompts p ON p.id = s.prompt_id JOIN documents d ON d.id = s.document_id
ORDER BY 1, 2, 3, 4

-- But for hints, which are what was known when a version was asked.
-- name: prompt_answers
SELECT d.content_hash, p.kind, p.document_type, s.entity_key, p.version, a.engine, a.model, a.answer
FROM prompt_answers a JOIN prompts p ON p.id = a.prompt_id JOIN documents d ON d.id = a.document_id LEFT JOIN series s ON s.id = p.series_id
ORDER BY 1, 2, 3, 4, 5

-- But for the record that nothing was left to try, which the next run makes that looks.
-- name: prompt_proposals
SELECT p.kind, p.document_type, s.entity_key, p.version AS incumbent, o.cause, o.state, c.version AS candidate, o.reason,
       o.state = 'open' AND o.run_id IS NOT NULL AS claimed, o.next_attempt_at IS NOT NULL AS put_off, o.attempts,
       (SELECT array_agg(d.content_hash ORDER BY 1) FROM prompt_proposal_documents k JOIN documents d ON d.id = k.document_id
        WHERE k.proposal_id = o.id) AS shown
FROM prompt_proposals o JOIN prompts p ON p.id = o.incumbent_id LEFT JOIN prompts c ON c.id = o.candidate_id
LEFT JOIN series s ON s.id = p.series_id
WHERE o.state <> 'exhausted'
ORDER BY 1, 2, 3, 4, 5, 6

-- name: prompt_trials
SELECT t.kind, t.document_type, s.entity_key, t.purpose, t.number, c.version AS candidate, i.version AS incumbent, t.state, t.is_audited,
       t.reason, t.run_id IS NOT NULL AS claimed, t.next_attempt_at IS NOT NULL AS put_off, t.attempts
FROM prompt_trials t JOIN prompts c ON c.id = t.candidate_id JOIN prompts i ON i.id = t.incumbent_id
LEFT JOIN series s ON s.id = t.series_id
ORDER BY 1, 2, 3, 4, 5

-- name: prompt_pairs
SELECT d.content_hash, p.part, t.purpose, t.kind, t.document_type, t.number, p.fields, p.gold, p.judged, p.is_first IS NULL AS equal,
       p.reasoning
FROM prompt_pairs p JOIN prompt_trials t ON t.id = p.trial_id JOIN documents d ON d.id = p.document_id
ORDER BY 1, 2, 3, 4, 5, 6

-- name: model_checks
SELECT service, model, month, questions, reported, answers, than, changed, is_drift FROM model_checks ORDER BY 1, 2, 3

-- name: type_proposals
SELECT name, description, status, times FROM type_proposals ORDER BY 1

-- name: document_types
SELECT name, description, fields_schema, shipped, retired_at IS NOT NULL AS retired FROM document_types ORDER BY 1

-- name: rejections
SELECT name, reason, hint FROM rejections ORDER BY id

-- name: answers
-- But for the summaries of files: they tell what a file held at one moment, and a paper may come a run later.
SELECT question_key, service, operation, answer FROM answers WHERE operation <> 'summarize_file' ORDER BY 1
