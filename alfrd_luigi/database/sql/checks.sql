-- Each of the first queries is a claim about the rows: what it gives breaks it. `subject` is the id or key of what is
-- wrong, `said` what is wrong with it; `stage` is where a rerun mends it.

-- name: stages_missing
-- A document is further than its stages.
SELECT d.id::text AS subject, concat('it is ', d.status, ', but its stage ', missing.stage, ' is not completed') AS said, missing.stage
FROM documents d
CROSS JOIN LATERAL (
    SELECT stage FROM unnest('{ocr,classify,summarize,file}'::text[]) WITH ORDINALITY AS s (stage, position)
    WHERE position <= array_position('{ocr_completed,classified,summarized,filed}', d.status)
      AND NOT EXISTS (SELECT FROM stage_results r
                      WHERE r.document_id = d.id AND r.stage = s.stage AND r.status = 'completed')
    ORDER BY position LIMIT 1) missing
ORDER BY d.registered_at, d.id

-- name: stages_ahead
-- A document is not as far as its stages, and no run will take it further.
SELECT d.id::text AS subject, concat('its stage ', ahead.stage, ' is completed, but it is ', d.status) AS said, ahead.stage
FROM documents d
CROSS JOIN LATERAL (
    SELECT r.stage FROM stage_results r
    WHERE r.document_id = d.id AND r.status = 'completed'
      AND array_position('{ocr,classify,summarize,file}', r.stage)
          > coalesce(array_position('{ocr_completed,classified,summarized,filed}', d.status), 0)
    ORDER BY array_position('{ocr,classify,summarize,file}', r.stage) LIMIT 1) ahead
WHERE d.status <> 'failed'
ORDER BY d.registered_at, d.id

-- name: failed_without_reason
-- A document has failed, and nobody knows why.
SELECT id::text AS subject, 'it has failed, and no reason is on record' AS said FROM documents
WHERE status = 'failed' AND coalesce(error_message, '') = ''
ORDER BY registered_at, id

-- name: text_missing
-- A document has been read, and its text or some of its pages are not there.
SELECT d.id::text AS subject,
       CASE WHEN d.text IS NULL THEN 'it has been read, and has no text'
            ELSE concat('its files have ', wanted.pages, ' pages, and the text of ', found.pages, ' is there') END AS said
FROM documents d
CROSS JOIN LATERAL (SELECT coalesce(sum(pages), 0) AS pages FROM document_files WHERE document_id = d.id) wanted
CROSS JOIN LATERAL (SELECT count(*) AS pages FROM pages WHERE document_id = d.id) found
WHERE EXISTS (SELECT FROM stage_results WHERE document_id = d.id AND stage = 'ocr' AND status = 'completed')
  AND (d.text IS NULL OR wanted.pages <> found.pages)
ORDER BY d.registered_at, d.id

-- name: findings_missing
-- A document lacks what a completed stage found.
SELECT d.id::text AS subject, concat('it is ', d.status, ', and has no ', missing.what) AS said, missing.stage
FROM documents d
CROSS JOIN LATERAL (VALUES ('type', 'classify', d.document_type IS NULL AND d.status IN ('classified', 'summarized', 'filed')),
                           ('summary', 'summarize', d.summary IS NULL AND d.status IN ('summarized', 'filed')))
    AS missing (what, stage, is_missing)
WHERE missing.is_missing
ORDER BY d.registered_at, d.id, missing.stage

-- name: files_missing
-- A document's files are not numbered from 1 on, or it has none.
SELECT d.id::text AS subject, concat(f.files, ' of its files are on record, and the last is number ', f.last) AS said
FROM documents d
CROSS JOIN LATERAL (
    SELECT count(*) AS files, coalesce(max(position), 0) AS last FROM document_files WHERE document_id = d.id) f
WHERE f.files = 0 OR f.files <> f.last
ORDER BY d.registered_at, d.id

-- name: content_differs
-- A document's content hash is not that of its files: the same bytes would become a second document.
SELECT d.id::text AS subject, 'its content hash is not that of its files' AS said
FROM documents d
CROSS JOIN LATERAL (
    SELECT string_agg(sha256, '' ORDER BY position) AS sums FROM document_files WHERE document_id = d.id) f
WHERE f.sums IS NOT NULL AND d.content_hash <> encode(sha256(f.sums::bytea), 'hex')
ORDER BY d.registered_at, d.id

-- name: prompts_without_active
-- A key that stages ask with has no active prompt. A unique index keeps it from having two.
SELECT k.kind || coalesce(' of ' || k.document_type, '') AS subject, 'it has no active version' AS said
FROM (SELECT unnest('{classifier,summarizer,classification_scorer,summary_scorer,series_detector,file_summarizer}'::text[]) AS kind,
             NULL::text AS document_type
      UNION ALL SELECT 'summarizer', name FROM document_types) k
WHERE NOT EXISTS (SELECT FROM prompts p
                  WHERE p.kind = k.kind AND p.document_type IS NOT DISTINCT FROM k.document_type AND p.is_active)
ORDER BY subject

-- name: trials_without_incumbent
-- A prompt on trial has no version of its own key to come back if it loses.
SELECT p.kind || coalesce(' of ' || p.document_type, '') AS subject,
       concat('version ', p.version, ' is on trial, and no version of this prompt is there to come back') AS said
FROM prompts p
WHERE p.on_trial
  AND NOT EXISTS (SELECT FROM prompts i
                  WHERE i.id = p.incumbent_id AND i.id <> p.id AND i.kind = p.kind
                    AND i.document_type IS NOT DISTINCT FROM p.document_type)
ORDER BY subject

-- name: summaries_stale
-- A file's summary passes for fresh and is not. A living run may be about to make it.
SELECT f.id::text AS subject, 'its summary is not of the documents that are in it now' AS said
FROM files f
WHERE f.status = 'generated' AND f.fingerprint IS DISTINCT FROM file_inputs(f.series_id)
  AND NOT EXISTS (SELECT FROM runs WHERE finished_at IS NULL AND run_is_alive(id))
ORDER BY subject

-- name: series_without_file
-- Documents are filed in a series that no file collects; `document` is one of them.
SELECT s.id::text AS subject, 'documents are filed in it, and it has no file' AS said, d.id::text AS document
FROM series s
CROSS JOIN LATERAL (SELECT id FROM documents WHERE series_id = s.id AND status = 'filed' ORDER BY registered_at LIMIT 1) d
WHERE NOT EXISTS (SELECT FROM files WHERE series_id = s.id)
ORDER BY s.id

-- name: calls_cut_off
-- Calls that were under way when their run died: no damage, but money that may have been spent for nothing.
SELECT r.id AS subject, concat('it died with ', count(*), ' calls under way, which may have cost up to ',
                               trim_scale(coalesce(sum(c.reserved_usd), 0)), ' USD') AS said
FROM calls c JOIN runs r ON r.id = c.run_id
WHERE c.outcome = 'open' AND NOT run_is_alive(r.id)
GROUP BY r.id
ORDER BY r.id

-- name: counts
-- How much there is to verify; bytes are those of the documents' files.
SELECT (SELECT count(*) FROM documents) AS documents,
       (SELECT count(*) FROM document_files) AS document_files,
       (SELECT coalesce(sum(size), 0)::bigint FROM document_files) AS bytes,
       (SELECT count(*) FROM prompts) AS prompts,
       (SELECT count(*) FROM files) AS files

-- name: files_after
-- The next files on record, in the order of their keys.
SELECT document_id, key, name, sha256, size FROM document_files WHERE key > %(key)s ORDER BY key LIMIT %(limit)s

-- name: is_registered
-- Whether a file is on record.
SELECT EXISTS (SELECT FROM document_files WHERE key = %(key)s)

-- name: unregistered
-- Which of these keys no document has.
SELECT key FROM unnest(%(keys)s::text[]) AS k (key) WHERE NOT EXISTS (SELECT FROM document_files f WHERE f.key = k.key)
