-- name: keep
-- Keep a document as it is, before an act or a run changes it; with its text and pages if they are to be read again.
INSERT INTO revisions (document_id, act_id, run_id, document, stages, tags, pages)
SELECT d.id, %(act_id)s, %(run_id)s,
       to_jsonb(d) - 'run_id' - CASE WHEN %(with_pages)s THEN '{}'::text[] ELSE '{text}' END,
       (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM stage_results r WHERE r.document_id = d.id),
       (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM document_tags t WHERE t.document_id = d.id),
       CASE WHEN %(with_pages)s THEN (SELECT coalesce(jsonb_agg(to_jsonb(p)), '[]') FROM pages p WHERE p.document_id = d.id) END
FROM documents d WHERE d.id = %(document_id)s

-- name: of_act
-- The revisions that an act made.
SELECT id, document_id, at FROM revisions WHERE act_id = %(act_id)s ORDER BY id

-- name: of_run
-- The first revision of each document that a run made of one that was filed before.
SELECT DISTINCT ON (document_id) id, document_id, at FROM revisions
WHERE run_id = %(run_id)s AND document ->> 'filed_at' IS NOT NULL ORDER BY document_id, id

-- name: newest
-- The last change of a document that was not undone and is no undoing itself.
SELECT r.id, r.at, r.act_id, r.run_id, a.person, a.act
FROM revisions r LEFT JOIN acts a ON a.id = r.act_id
WHERE r.document_id = %(document_id)s AND r.undone_by IS NULL AND a.act IS DISTINCT FROM 'undo'
ORDER BY r.id DESC LIMIT 1

-- name: last_id
-- The number of the last change of a document, 0 without one.
SELECT coalesce(max(id), 0) FROM revisions WHERE document_id = %(document_id)s

-- name: set_undone
-- Mark a change as taken back by an act.
UPDATE revisions SET undone_by = %(by)s WHERE id = %(id)s

-- name: restore_row
-- Give a document the row that it had in a revision. Its text is that of the revision only if the pages are.
UPDATE documents d
SET status = o.status, text = CASE WHEN r.pages IS NULL THEN d.text ELSE o.text END, document_type = o.document_type,
    confidence = o.confidence, classification_reason = o.classification_reason, entity = o.entity, document_date = o.document_date,
    total_amount = o.total_amount, currency = o.currency, summary = o.summary, title = o.title, note = o.note, paid = o.paid,
    structured_data = o.structured_data, evidence = o.evidence, confidences = o.confidences, uncertain = o.uncertain,
    places = o.places, embedded = o.embedded, sketch = o.sketch, series_id = o.series_id, filed_at = o.filed_at,
    awaits_series = coalesce(o.awaits_series, false), next_attempt_at = o.next_attempt_at, error_stage = o.error_stage, error_message = o.error_message, error_hint = o.error_hint
FROM revisions r CROSS JOIN LATERAL jsonb_populate_record(NULL::documents, r.document) o
WHERE r.id = %(id)s AND d.id = r.document_id

-- name: delete_stages
-- Delete the stage results of a document.
DELETE FROM stage_results WHERE document_id = %(document_id)s

-- name: delete_tags
-- Delete the tags of a document.
DELETE FROM document_tags WHERE document_id = %(document_id)s

-- name: restore_stages
-- Insert the stage results of a revision. Those of the document were deleted. A prompt that is gone with its series is not named.
INSERT INTO stage_results
SELECT o.* FROM revisions r
CROSS JOIN LATERAL (
    SELECT jsonb_agg(CASE WHEN s -> 'prompt_id' = 'null' OR EXISTS (SELECT FROM prompts WHERE to_jsonb(id) = s -> 'prompt_id')
                          THEN s ELSE jsonb_set(s, '{prompt_id}', 'null') END) AS stages
    FROM jsonb_array_elements(r.stages) s) known
CROSS JOIN LATERAL jsonb_populate_recordset(NULL::stage_results, known.stages) o
WHERE r.id = %(id)s

-- name: restore_tags
-- Insert the tags of a revision. Those of the document were deleted.
WITH named AS (
    INSERT INTO tags (name) SELECT o.tag FROM revisions r, jsonb_populate_recordset(NULL::document_tags, r.tags) o
    WHERE r.id = %(id)s ORDER BY o.tag ON CONFLICT DO NOTHING
)
INSERT INTO document_tags SELECT o.* FROM revisions r, jsonb_populate_recordset(NULL::document_tags, r.tags) o WHERE r.id = %(id)s

-- name: restore_pages
-- Insert the pages of a revision. Those of the document were deleted.
INSERT INTO pages SELECT o.* FROM revisions r, jsonb_populate_recordset(NULL::pages, r.pages) o WHERE r.id = %(id)s

-- name: has_pages
-- Whether a revision holds pages.
SELECT pages IS NOT NULL FROM revisions WHERE id = %(id)s

-- name: changes
-- How the values of these documents changed, the oldest change first: each revision beside the next one, or the document as it is now.
WITH states AS (
    SELECT document_id, id, at, act_id, run_id, undone_by, document, stages, tags FROM revisions WHERE document_id = ANY(%(ids)s::uuid[])
    UNION ALL
    SELECT d.id, 9223372036854775807, NULL, NULL, NULL, NULL, to_jsonb(d),
           (SELECT jsonb_agg(to_jsonb(r)) FROM stage_results r WHERE r.document_id = d.id),
           (SELECT jsonb_agg(to_jsonb(t)) FROM document_tags t WHERE t.document_id = d.id)
    FROM documents d WHERE d.id = ANY(%(ids)s::uuid[]) AND EXISTS (SELECT FROM revisions WHERE document_id = d.id)
), steps AS (
    SELECT document_id, id, at, act_id, run_id, undone_by, document AS before, lead(document) OVER w AS after,
           lead(stages) OVER w AS stages_after, tags AS tags_before, lead(tags) OVER w AS tags_after
    FROM states WINDOW w AS (PARTITION BY document_id ORDER BY id)
)
SELECT s.document_id, s.id, s.at, s.act_id, a.act, a.person, s.undone_by IS NOT NULL AS is_undone, s.run_id, s.before, s.after,
       s.tags_before, s.tags_after, made.engine, made.version AS prompt_version
FROM steps s LEFT JOIN acts a ON a.id = s.act_id
LEFT JOIN LATERAL (
    SELECT r.engine, p.version FROM jsonb_populate_recordset(NULL::stage_results, s.stages_after) r LEFT JOIN prompts p ON p.id = r.prompt_id
    WHERE r.stage IN ('summarize', 'extract_series') AND r.answer ->> 'method' IS DISTINCT FROM 'type' AND r.run_id = s.run_id
    ORDER BY r.stage LIMIT 1) made ON true
WHERE s.at IS NOT NULL ORDER BY s.id

-- name: has_advanced
-- Whether a document that was not filed in a revision has completed a stage since that it had not completed then.
SELECT r.document ->> 'filed_at' IS NULL AND EXISTS (
    SELECT FROM stage_results n
    WHERE n.document_id = r.document_id AND n.status = 'completed'
      AND NOT EXISTS (SELECT FROM jsonb_populate_recordset(NULL::stage_results, r.stages) o
                      WHERE o.stage = n.stage AND o.status = 'completed'))
FROM revisions r WHERE r.id = %(id)s

-- name: taken_back
-- The documents that acts of a person after this one took back, with the stages that they had completed before and no longer have.
SELECT r.document_id, array_agg(DISTINCT o.stage) AS stages, min((r.document ->> 'series_id')::bigint) AS series_id
FROM revisions r JOIN acts a ON a.id = r.act_id
CROSS JOIN LATERAL jsonb_populate_recordset(NULL::stage_results, r.stages) o
WHERE a.id > %(since)s AND a.person = %(person)s AND o.status = 'completed'
  AND EXISTS (SELECT FROM documents d WHERE d.id = r.document_id)
  AND NOT EXISTS (SELECT FROM stage_results n WHERE n.document_id = r.document_id AND n.stage = o.stage AND n.status = 'completed')
GROUP BY r.document_id ORDER BY r.document_id

-- name: between
-- The documents that may differ between two times, as they were at each: in the next revision, or as they are now. One that was
-- not filed then has no row.
SELECT d.id AS document_id,
       CASE WHEN (a.document ->> 'filed_at')::timestamptz <= %(one)s THEN a.document END AS before, a.tags AS tags_before,
       CASE WHEN (b.document ->> 'filed_at')::timestamptz <= %(other)s THEN b.document END AS after, b.tags AS tags_after
FROM documents d
CROSS JOIN LATERAL (
    SELECT to_jsonb(d) - 'text' AS document,
           (SELECT jsonb_agg(to_jsonb(t)) FROM document_tags t WHERE t.document_id = d.id) AS tags) now
LEFT JOIN LATERAL (
    SELECT document, tags FROM revisions r WHERE r.document_id = d.id AND r.at > %(one)s ORDER BY id LIMIT 1) earlier ON true
LEFT JOIN LATERAL (
    SELECT document, tags FROM revisions r WHERE r.document_id = d.id AND r.at > %(other)s ORDER BY id LIMIT 1) later ON true
CROSS JOIN LATERAL (SELECT coalesce(earlier.document, now.document) AS document,
                           CASE WHEN earlier.document IS NULL THEN now.tags ELSE earlier.tags END AS tags) a
CROSS JOIN LATERAL (SELECT coalesce(later.document, now.document) AS document,
                           CASE WHEN later.document IS NULL THEN now.tags ELSE later.tags END AS tags) b
WHERE d.id IN (SELECT document_id FROM revisions WHERE at > least(%(one)s::timestamptz, %(other)s::timestamptz)
               UNION SELECT id FROM documents WHERE filed_at > least(%(one)s::timestamptz, %(other)s::timestamptz))
ORDER BY d.registered_at, d.id
