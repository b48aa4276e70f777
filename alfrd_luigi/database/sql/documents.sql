-- name: insert
-- Register a document. Does nothing if the id or the content is already registered.
INSERT INTO documents (id, created_at, source, content_hash, received_note, note)
VALUES (%(id)s, %(created_at)s, %(source)s, %(content_hash)s, %(note)s, %(note)s)
ON CONFLICT DO NOTHING

-- name: insert_file
-- Add one file of a document.
INSERT INTO document_files (document_id, position, key, name, sha256, size, media_type, pages)
VALUES (%(document_id)s, %(position)s, %(key)s, %(name)s, %(sha256)s, %(size)s, %(media_type)s, %(pages)s)

-- name: content_hash
-- The content hash of the document with this id.
SELECT content_hash FROM documents WHERE id = %(id)s

-- name: with_content
-- The document with this content.
SELECT id FROM documents WHERE content_hash = %(content_hash)s

-- name: find
-- The documents whose ids are in this range. Two are enough to show that a prefix is ambiguous.
SELECT id FROM documents WHERE id BETWEEN %(first)s AND %(last)s ORDER BY id LIMIT 2

-- name: claim
-- Claim documents for a run: those that are not filed, or wait for the reading by their series, are due, and not claimed by a
-- living run. The run's own row is locked so that all its lanes together never exceed its limit. A stopped run claims nothing.
WITH run AS (
    SELECT id, claimed FROM runs WHERE id = %(run)s AND stopped_by IS NULL FOR UPDATE
), due AS (
    SELECT id FROM documents
    WHERE (status NOT IN ('filed', 'failed') OR awaits_series)
      AND is_due(next_attempt_at)
      AND (run_id IS NULL OR (run_id <> %(run)s AND NOT run_is_alive(run_id)))
    ORDER BY registered_at
    LIMIT coalesce((SELECT greatest(0, least(%(count)s, coalesce(%(limit)s, 2147483647) - claimed)) FROM run), 0)
    FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE documents SET run_id = %(run)s FROM due WHERE documents.id = due.id RETURNING documents.id, registered_at
), counted AS (
    UPDATE runs SET claimed = claimed + (SELECT count(*) FROM taken) WHERE id = %(run)s
)
SELECT id FROM taken ORDER BY registered_at

-- name: claim_one
-- Claim one document that a person named, whatever its status.
UPDATE documents SET run_id = %(run)s
WHERE id = %(id)s AND (run_id IS NULL OR run_id = %(run)s OR NOT run_is_alive(run_id))
RETURNING id

-- name: lock
-- The state of a document, locked until the transaction ends: its status, its series, and the living run that holds it.
SELECT status, document_type, series_id, CASE WHEN run_id IS NOT NULL AND run_is_alive(run_id) THEN run_id END AS held_by
FROM documents WHERE id = %(id)s FOR UPDATE

-- name: hold
-- The document, locked until the transaction ends, if the run still holds it.
SELECT id FROM documents WHERE id = %(id)s AND run_id = %(run)s FOR UPDATE

-- name: state
-- The state of a document.
SELECT status, document_type, run_id, NOT is_due(next_attempt_at) AS is_deferred, error_stage, error_message, error_hint, series_id,
       awaits_series
FROM documents WHERE id = %(id)s

-- name: facts
-- The facts from which the series of a document is determined.
SELECT entity, document_type, document_date, summary, structured_data
FROM documents WHERE id = %(id)s

-- name: files
-- The files of these documents in their order.
SELECT document_id, position, key, sha256, size, name, media_type, pages
FROM document_files WHERE document_id = ANY(%(ids)s::uuid[]) ORDER BY document_id, position

-- name: keep
-- Keep these documents from being deleted until the transaction ends. Returns those that exist.
SELECT id FROM documents WHERE id = ANY(%(ids)s::uuid[]) ORDER BY id FOR KEY SHARE

-- name: page_texts
-- The text of each page of a document.
SELECT text FROM pages WHERE document_id = %(id)s ORDER BY number

-- name: page_words
-- The words of one page of a document, with their boxes.
SELECT words FROM pages WHERE document_id = %(id)s AND number = %(number)s

-- name: insert_page
-- Add the text of one page.
INSERT INTO pages (document_id, number, text, words, confidence, source, unread, turn)
VALUES (%(document_id)s, %(number)s, %(text)s, %(words)s, %(confidence)s, %(source)s, %(unread)s, %(turn)s)

-- name: set_text
-- Store the text. Earlier pages are deleted.
WITH gone AS (
    DELETE FROM pages WHERE document_id = %(id)s
)
UPDATE documents SET text = %(text)s WHERE id = %(id)s

-- name: set_embedded
-- Record the invoice that a file of the document holds as data.
UPDATE documents SET embedded = %(embedded)s WHERE id = %(id)s

-- name: embedded
-- The invoice that a file of the document holds as data.
SELECT embedded FROM documents WHERE id = %(id)s

-- name: set_differing
-- Record what the pages say instead of the values of the embedded invoice.
UPDATE documents SET embedded = embedded || jsonb_build_object('page', %(page)s::jsonb) WHERE id = %(id)s

-- name: derive
-- Set the values of a document to what its stages found, with the words of a person in their place.
UPDATE documents
SET document_type = v.document_type, confidence = v.confidence, classification_reason = v.classification_reason, entity = v.entity,
    document_date = v.document_date, total_amount = v.total_amount, currency = v.currency, summary = v.summary, title = v.title,
    note = v.note, structured_data = v.structured_data, evidence = v.evidence, confidences = v.confidences, uncertain = v.uncertain,
    places = v.places, paid = v.paid
FROM derived_values v WHERE v.document_id = %(id)s AND documents.id = %(id)s

-- name: derive_type
-- Set the values of a document that depend on its classification. No other value changes with it.
UPDATE documents
SET document_type = v.document_type, confidence = v.confidence, classification_reason = v.classification_reason,
    structured_data = v.structured_data, uncertain = v.uncertain
FROM derived_values v WHERE v.document_id = %(id)s AND documents.id = %(id)s

-- name: set_filed
-- Put the document in a series or in none. The answer of the stage records how the series was chosen. The claim is released, unless
-- the series `is_read` and reads the document at once.
WITH told AS (
    UPDATE stage_results SET answer = answer || jsonb_build_object('filing', %(filing)s::jsonb)
    WHERE document_id = %(id)s AND stage = 'file' AND status = 'completed'
)
UPDATE documents
SET series_id = %(series_id)s, filed_at = clock_timestamp(), awaits_series = waits, run_id = CASE WHEN waits THEN run_id END
FROM (SELECT CASE WHEN %(is_read)s THEN is_ripe(%(series_id)s, %(id)s) ELSE false END AS waits) w WHERE id = %(id)s

-- name: set_awaiting
-- Let the document wait for the reading by its series, if it is in one that is ripe. No other is waiting any more.
UPDATE documents d SET awaits_series = %(is_read)s AND status = 'filed' AND is_ripe(series_id, id)
WHERE id = %(id)s

-- name: set_read
-- The document no longer waits for the reading by its series. The claim is released.
UPDATE documents
SET awaits_series = false, run_id = NULL, next_attempt_at = NULL, error_stage = NULL, error_message = NULL, error_hint = NULL
WHERE id = %(id)s

-- name: set_series
-- Put a filed document in another series, or in none.
UPDATE documents SET series_id = %(series_id)s WHERE id = %(id)s

-- name: set_failed
-- The document has failed. The reason is stored with it.
UPDATE documents
SET status = 'failed', error_stage = %(stage)s, error_message = %(message)s, error_hint = %(hint)s, next_attempt_at = NULL,
    run_id = NULL
WHERE id = %(id)s

-- name: set_deferred
-- Defer the document to a later run.
UPDATE documents
SET error_stage = %(stage)s, error_message = %(message)s, error_hint = %(hint)s, run_id = NULL,
    next_attempt_at = now() + make_interval(secs => %(seconds)s)
WHERE id = %(id)s

-- name: release
-- Release the claim of the document; it is due.
UPDATE documents SET run_id = NULL WHERE id = %(id)s

-- name: make_due
-- Failed and deferred documents that no living run holds become due now, with the status of their completed stages.
WITH due AS (
    SELECT d.id, CASE WHEN d.status = 'failed' THEN coalesce(last.leaves, 'pending') ELSE d.status END AS status
    FROM documents d
    LEFT JOIN LATERAL (
        SELECT s.leaves FROM stage_results r JOIN stages s USING (stage)
        WHERE r.document_id = d.id AND r.status = 'completed' AND s.leaves IS NOT NULL
        ORDER BY s.position DESC LIMIT 1) last ON true
    WHERE (%(id)s::uuid IS NULL OR d.id = %(id)s) AND (d.status = 'failed' OR d.next_attempt_at IS NOT NULL)
      AND (d.run_id IS NULL OR NOT run_is_alive(d.run_id))
    FOR UPDATE OF d SKIP LOCKED
), cleared AS (
    DELETE FROM stage_results USING due WHERE document_id = due.id AND stage_results.status <> 'completed'
), told AS (
    INSERT INTO events (subject, key, event) SELECT 'document', id, 'due again' FROM due
)
UPDATE documents d
SET status = due.status, next_attempt_at = NULL, error_stage = NULL, error_message = NULL, error_hint = NULL
FROM due WHERE d.id = due.id
RETURNING d.id

-- name: take_back
-- Take the document back to the status before a stage, for a rerun. `derive` removes the values that these stages found.
UPDATE documents
SET status = %(status)s, next_attempt_at = NULL, error_stage = NULL, error_message = NULL, error_hint = NULL, filed_at = NULL,
    series_id = NULL, sketch = NULL, awaits_series = false,
    text = CASE WHEN 'ocr' = ANY(%(stages)s) THEN NULL ELSE text END,
    embedded = CASE WHEN 'ocr' = ANY(%(stages)s) THEN NULL WHEN 'summarize' = ANY(%(stages)s) THEN embedded - 'page' ELSE embedded END
WHERE id = %(id)s

-- name: delete_pages
-- Delete the texts of all pages of a document.
DELETE FROM pages WHERE document_id = %(id)s

-- name: tag_series
-- Give the document the tag of its series.
WITH named AS (
    INSERT INTO tags (name) VALUES (%(tag)s) ON CONFLICT DO NOTHING
)
INSERT INTO document_tags (document_id, tag, origin) VALUES (%(id)s, %(tag)s, 'file') ON CONFLICT DO NOTHING

-- name: untag_series
-- Remove the tag of its series from the document.
DELETE FROM document_tags WHERE document_id = %(id)s AND origin = 'file'

-- name: common_tags
-- The most common tags of the documents that were filed last, but for those of series.
SELECT tag FROM document_tags
WHERE NOT starts_with(tag, 'series:') AND document_id IN (SELECT id FROM documents WHERE filed_at IS NOT NULL ORDER BY filed_at DESC LIMIT %(newest)s)
GROUP BY tag ORDER BY count(*) DESC, tag LIMIT %(limit)s

-- name: series_of
-- The series of a document.
SELECT series_id FROM documents WHERE id = %(id)s

-- name: series_among
-- The series of these documents.
SELECT DISTINCT series_id FROM documents WHERE id = ANY(%(ids)s::uuid[]) AND series_id IS NOT NULL ORDER BY series_id

-- name: work_is_left
-- Whether the run holds claimed documents that have not settled, or may still claim some.
SELECT EXISTS (SELECT FROM documents WHERE run_id = %(run)s AND (status NOT IN ('filed', 'failed') OR awaits_series))
    OR (EXISTS (SELECT FROM documents
                WHERE (status NOT IN ('filed', 'failed') OR awaits_series)
                  AND is_due(next_attempt_at)
                  AND (run_id IS NULL OR NOT run_is_alive(run_id)))
        AND NOT EXISTS (SELECT FROM runs WHERE id = %(run)s AND (claimed >= %(limit)s OR stopped_by IS NOT NULL)))

-- name: has_claims
-- Whether the run holds documents.
SELECT EXISTS (SELECT FROM documents WHERE run_id = %(run)s)

-- name: expected_cost
-- The remaining cost of unfinished documents, from these costs of each stage (for ocr, the cost of a page), and that of the reading
-- by a series, of documents that wait for it. `each` is the cost of a whole document with the average number of pages, `begun` the
-- cost of the documents that living runs hold.
WITH stages AS (
    SELECT key AS stage, value::numeric AS usd FROM jsonb_each_text(%(by_stage)s)
), unfinished AS (
    SELECT d.id, d.run_id IS NOT NULL AND run_is_alive(d.run_id) AS is_begun, f.pages,
           (SELECT coalesce(sum(CASE WHEN s.stage = 'ocr' THEN s.usd * f.pages
                                     WHEN s.stage = 'extract_series' AND d.awaits_series THEN %(reading)s ELSE s.usd END), 0)
            FROM stages s
            WHERE NOT EXISTS (SELECT FROM stage_results r
                              WHERE r.document_id = d.id AND r.stage = s.stage AND r.status = 'completed')) AS usd
    FROM documents d
    CROSS JOIN LATERAL (SELECT coalesce(sum(pages), 1) AS pages FROM document_files WHERE document_id = d.id) f
    WHERE (d.status NOT IN ('filed', 'failed') OR d.awaits_series)
      AND is_due(d.next_attempt_at)
)
SELECT count(*) AS documents, coalesce(sum(pages), 0) AS pages, coalesce(sum(usd), 0) AS usd,
       coalesce(sum(usd) FILTER (WHERE is_begun), 0) AS begun,
       (SELECT coalesce(sum(CASE stage WHEN 'ocr' THEN usd * (SELECT coalesce(avg(pages), 1) FROM unfinished) ELSE usd END), 0)
        FROM stages) AS each
FROM unfinished
