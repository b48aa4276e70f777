-- name: documents
-- These documents, or all, with all that is known of each, the newest first.
WITH duplicates AS (
    SELECT details ->> 'document' AS document, json_agg(json_build_object('name', key, 'at', at) ORDER BY id) AS entries
    FROM events WHERE subject = 'inbox' AND event = 'duplicate' GROUP BY 1
)
SELECT d.id, d.status, d.created_at, d.registered_at, d.filed_at, d.source, d.document_type, d.confidence,
       d.classification_reason, d.title, d.entity, d.document_date, d.total_amount, d.currency, d.summary, d.structured_data,
       d.evidence,
       c.confidences, e.words_of || i.words_of || w.words_of AS words_of, coalesce(m.uses, '[]') AS memory, d.uncertain, d.places, d.embedded, coalesce(f.pages, 0) AS pages,
       coalesce(f.files, '[]') AS source_files, coalesce(t.tags, '{}') AS tags,
       CASE WHEN s.id IS NOT NULL THEN json_build_object(
           'id', s.id, 'entity', s.entity, 'series_type', s.series_type, 'account', s.account, 'title', s.full_title,
           'file_id', file.id) END AS series,
       CASE WHEN d.error_stage IS NOT NULL THEN json_build_object(
           'stage', d.error_stage, 'message', d.error_message, 'hint', d.error_hint,
           'next_attempt_at', d.next_attempt_at) END AS error,
       coalesce(r.stages, '[]') AS stages, coalesce(u.entries, '[]') AS duplicates,
       o.original AS duplicate_of, coalesce(k.pairs, '[]') AS pairs, d.note, d.paid, coalesce(p.unread, '[]') AS unread_pages,
       CASE WHEN %(with_text)s THEN d.text END AS text
FROM documents d
LEFT JOIN duplicates u ON u.document = d.id::text
LEFT JOIN series s ON s.id = d.series_id
LEFT JOIN files file ON file.series_id = s.id
CROSS JOIN LATERAL (
    SELECT CASE WHEN d.confidence IS NULL THEN d.confidences
                ELSE jsonb_build_object('type', d.confidence) || coalesce(d.confidences, '{}') END AS confidences) c
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(name, 'engine'), '{}') AS words_of FROM jsonb_object_keys(c.confidences) AS name) e
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(field_name(key), 'invoice'), '{}') AS words_of FROM jsonb_each_text(d.evidence)
    WHERE value = 'embedded invoice') i
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('field', u.field, 'proposed', u.proposed, 'instead', u.instead, 'outcome', u.outcome,
                                      'issuer', n.name, 'lesson', u.lesson) ORDER BY u.stage, u.field) AS uses
    FROM memory_uses u LEFT JOIN issuer_names n ON n.id = u.issuer WHERE u.document_id = d.id) m
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(field, 'person'), '{}') AS words_of FROM words WHERE document_id = d.id) w
CROSS JOIN LATERAL (
    SELECT sum(pages)::integer AS pages, json_agg(json_build_object(
        'name', name, 'sha256', sha256, 'media_type', media_type, 'size', size, 'pages', pages) ORDER BY position) AS files
    FROM document_files WHERE document_id = d.id) f
CROSS JOIN LATERAL (SELECT array_agg(tag ORDER BY tag) AS tags FROM document_tags WHERE document_id = d.id) t
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object(
        'stage', stage, 'status', r.status, 'attempts', attempts, 'waits', waits, 'engine', engine, 'model', model,
        'prompt_version', p.version, 'omitted', omitted, 'seconds', seconds, 'finished_at', finished_at, 'error', error, 'run', run_id,
        'method', answer ->> 'method', 'reason', CASE WHEN answer ? 'method' THEN answer ->> 'reason' END)
        ORDER BY g.position) AS stages
    FROM stage_results r JOIN stages g USING (stage) LEFT JOIN prompts p ON p.id = r.prompt_id WHERE document_id = d.id) r
LEFT JOIN LATERAL (
    SELECT c.original_id AS original FROM copies c JOIN documents first ON first.id = c.original_id
    WHERE c.document_id = d.id ORDER BY first.total_amount IS NULL, first.registered_at, first.id LIMIT 1) o ON true
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object(
        'document', paired_id, 'verdict', verdict, 'by', origin, 'evidence', evidence, 'at', decided_at)
        ORDER BY decided_at, paired_id) AS pairs
    FROM pairs_of_documents WHERE document_id = d.id) k
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('page', number, 'share', unread) ORDER BY number) AS unread
    FROM pages WHERE document_id = d.id AND unread > 0) p
WHERE %(ids)s::uuid[] IS NULL OR d.id = ANY(%(ids)s)
ORDER BY d.registered_at DESC, d.id
