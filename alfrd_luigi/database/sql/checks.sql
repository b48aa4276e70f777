-- Each of the first queries states an invariant of the rows, and returns the rows that violate it. `subject` is the id or key
-- of the wrong thing, `said` describes the problem, and `detail` is what the repair needs: the stage to rerun from, a document, or
-- a command.

-- name: stages_missing
-- A document whose status is ahead of its completed stages.
WITH done AS (
    SELECT document_id, array_agg(stage) AS stages FROM stage_results WHERE status = 'completed' GROUP BY document_id
), wanted AS (
    SELECT last.leaves AS status, array_agg(s.stage ORDER BY s.position) AS stages
    FROM stages last JOIN stages s ON s.leaves IS NOT NULL AND s.position <= last.position
    WHERE last.leaves IS NOT NULL GROUP BY last.leaves
)
SELECT d.id::text AS subject, concat('it is ', d.status, ', but its stage ', missing.stage, ' is not completed') AS said, missing.stage AS detail
FROM documents d
JOIN wanted w ON w.status = d.status
LEFT JOIN done ON done.document_id = d.id
CROSS JOIN LATERAL (
    SELECT stage FROM unnest(w.stages) WITH ORDINALITY AS s (stage, position)
    WHERE stage <> ALL (coalesce(done.stages, '{}')) ORDER BY position LIMIT 1) missing
WHERE done.stages IS NULL OR NOT done.stages @> w.stages
ORDER BY d.registered_at, d.id

-- name: stages_ahead
-- A document whose status is behind its completed stages, and that no run will advance.
WITH ahead AS (
    SELECT d.id, min(s.position) AS position
    FROM documents d
    JOIN stage_results r ON r.document_id = d.id AND r.status = 'completed'
    JOIN stages s ON s.stage = r.stage AND s.leaves IS NOT NULL
    LEFT JOIN stages last ON last.leaves = d.status
    WHERE d.status NOT IN ('filed', 'failed') AND s.position > coalesce(last.position, 0)
    GROUP BY d.id
)
SELECT d.id::text AS subject, concat('its stage ', s.stage, ' is completed, but it is ', d.status) AS said, s.stage AS detail
FROM ahead JOIN documents d USING (id) JOIN stages s USING (position)
ORDER BY d.registered_at, d.id

-- name: failed_without_reason
-- A failed document without a reason.
SELECT id::text AS subject, 'it has failed, and no reason is on record' AS said FROM documents
WHERE status = 'failed' AND coalesce(error_message, '') = ''
ORDER BY registered_at, id

-- name: text_missing
-- A document that was read, but whose text or some of whose pages are missing.
SELECT d.id::text AS subject,
       CASE WHEN d.text IS NULL THEN 'it has been read, and has no text'
            ELSE concat(r.answer ->> 'pages', ' of its pages were read, and the text of ', coalesce(found.pages, 0), ' is there') END AS said
FROM documents d
JOIN stage_results r ON r.document_id = d.id AND r.stage = 'ocr' AND r.status = 'completed'
LEFT JOIN (SELECT document_id, count(*) AS pages FROM pages GROUP BY document_id) found ON found.document_id = d.id
WHERE d.text IS NULL OR to_jsonb(coalesce(found.pages, 0)) <> r.answer -> 'pages'
ORDER BY d.registered_at, d.id

-- name: pages_differ
-- A document whose files have a different number of recorded pages than OCR read.
SELECT d.id::text AS subject, concat('its files are on record with ', wanted.pages, ' pages, and ', r.answer ->> 'pages', ' were read')
       AS said
FROM documents d
JOIN stage_results r ON r.document_id = d.id AND r.stage = 'ocr' AND r.status = 'completed'
JOIN (SELECT document_id, sum(pages) AS pages FROM document_files GROUP BY document_id) wanted ON wanted.document_id = d.id
WHERE to_jsonb(wanted.pages) <> r.answer -> 'pages'
ORDER BY d.registered_at, d.id

-- name: findings_missing
-- A document that lacks a value that a completed stage found.
SELECT d.id::text AS subject, concat('it is ', d.status, ', and has no ', missing.what) AS said, missing.stage AS detail
FROM documents d
CROSS JOIN LATERAL (VALUES ('type', 'classify', d.document_type IS NULL AND d.status IN ('classified', 'summarized', 'filed')),
                           ('summary', 'summarize', d.summary IS NULL AND d.status IN ('summarized', 'filed')))
    AS missing (what, stage, is_missing)
WHERE missing.is_missing
ORDER BY d.registered_at, d.id, missing.stage

-- name: text_differs
-- A document whose text, or the words of whose pages, differ from its pages and its stage.
SELECT d.id::text AS subject,
       CASE WHEN d.text <> p.text THEN 'its text is not that of its pages'
            ELSE 'its pages have not as many words as were read' END AS said
FROM documents d
JOIN (SELECT document_id, string_agg(text, E'\f' ORDER BY number) AS text, sum(jsonb_array_length(words)) AS words
      FROM pages GROUP BY document_id) p ON p.document_id = d.id
LEFT JOIN stage_results r ON r.document_id = d.id AND r.stage = 'ocr' AND r.status = 'completed'
WHERE d.text <> p.text OR to_jsonb(p.words) <> r.answer -> 'words'
ORDER BY d.registered_at, d.id

-- name: findings_differ
-- A document with a value that is neither what its stage found nor the word of a person.
SELECT d.id::text AS subject, concat('its ', string_agg(name, ', '), ' is not what the stage ', v.stage, ' found') AS said, v.stage AS detail
FROM documents d JOIN derived_values f ON f.document_id = d.id
CROSS JOIN LATERAL (
    VALUES ('classify', 'type', d.document_type IS DISTINCT FROM f.document_type),
           ('classify', 'confidence', d.confidence IS DISTINCT FROM f.confidence),
           ('classify', 'reason', d.classification_reason IS DISTINCT FROM f.classification_reason),
           ('summarize', 'entity', d.entity IS DISTINCT FROM f.entity),
           ('summarize', 'date', d.document_date IS DISTINCT FROM f.document_date),
           ('summarize', 'total', d.total_amount IS DISTINCT FROM f.total_amount),
           ('summarize', 'currency', d.currency IS DISTINCT FROM f.currency),
           ('summarize', 'summary', d.summary IS DISTINCT FROM f.summary),
           ('summarize', 'fields', d.structured_data IS DISTINCT FROM f.structured_data),
           ('summarize', 'evidence', d.evidence IS DISTINCT FROM f.evidence),
           ('summarize', 'places', d.places IS DISTINCT FROM f.places),
           ('summarize', 'confidences', d.confidences IS DISTINCT FROM f.confidences),
           ('summarize', 'uncertain', d.uncertain IS DISTINCT FROM f.uncertain)) AS v (stage, name, differs)
WHERE v.differs
  AND EXISTS (SELECT FROM stage_results r WHERE r.document_id = d.id AND r.stage = v.stage AND r.status = 'completed')
GROUP BY d.id, d.registered_at, v.stage
ORDER BY d.registered_at, d.id, v.stage

-- name: document_tags_differ
-- A document with a tag that neither its classification nor a person gave it, or without one that they gave it.
WITH stored AS (
    SELECT document_id, tag, origin FROM document_tags WHERE origin <> 'file'
), off AS (
    SELECT document_id, tag FROM (TABLE stored EXCEPT SELECT document_id, tag, origin FROM derived_tags) more
    UNION SELECT document_id, tag FROM (SELECT document_id, tag, origin FROM derived_tags EXCEPT TABLE stored) fewer
)
SELECT o.document_id::text AS subject,
       concat('its tags are not those that were found and given: ', string_agg(o.tag, ', ' ORDER BY o.tag)) AS said
FROM off o JOIN documents d ON d.id = o.document_id
GROUP BY o.document_id, d.registered_at
ORDER BY d.registered_at, o.document_id

-- name: filing_differs
-- A filed document whose series, series tag or filing time differ from the filing's answer, or from the word of a person; or a
-- document that is not filed and has them.
SELECT d.id::text AS subject, concat('it is ', d.status, ', and ', off.what) AS said
FROM documents d
LEFT JOIN stage_results r ON r.document_id = d.id AND r.stage = 'file' AND r.status = 'completed'
LEFT JOIN series s ON s.id = d.series_id
LEFT JOIN placements p ON p.document_id = d.id
LEFT JOIN document_tags t ON t.document_id = d.id AND t.origin = 'file'
CROSS JOIN LATERAL (
    SELECT what FROM (VALUES
        ('when is not on record', d.status = 'filed' AND d.filed_at IS NULL),
        ('has a time of filing', d.status <> 'filed' AND r.stage IS NULL AND d.filed_at IS NOT NULL),
        ('has a series', d.status <> 'filed' AND r.stage IS NULL AND d.series_id IS NOT NULL),
        ('its series is not of the type that was found',
         d.series_id IS NOT NULL AND r.answer IS NOT NULL AND p.document_id IS NULL
         AND s.series_type IS DISTINCT FROM r.answer -> 'series' ->> 'series_type'
         AND NOT EXISTS (SELECT FROM series m WHERE m.merged_into = s.id AND m.series_type = r.answer -> 'series' ->> 'series_type')),
        ('its series is not the one that a person said',
         d.status = 'filed' AND p.document_id IS NOT NULL AND p.series_id IS DISTINCT FROM d.series_id),
        ('its series is merged into another', s.merged_into IS NOT NULL),
        ('its tag is not that of its series',
         d.status = 'filed' AND r.answer IS NOT NULL AND (d.series_id IS NULL) <> (t.tag IS NULL)),
        ('its tag is not that of its series', d.status = 'filed' AND NOT starts_with(t.tag, concat('series:', d.series_id, ':')))
    ) AS v (what, is_off) WHERE is_off LIMIT 1) off
ORDER BY d.registered_at, d.id

-- name: merges_chained
-- A series that is merged into a series that is itself merged into another.
SELECT m.id::text AS subject, concat('it is merged into series ', s.id, ', which is merged itself') AS said
FROM series m JOIN series s ON s.id = m.merged_into
WHERE s.merged_into IS NOT NULL
ORDER BY m.id

-- name: scores_missing
-- A filed document that lacks the outcome of a scoring, or the score that the scoring gave to the scored prompt.
WITH scored AS (
    SELECT r.document_id, s.stage, r.prompt_id
    FROM stages s JOIN stage_results r ON r.stage = s.scores AND r.status = 'completed'
), outcomes AS (
    SELECT r.document_id, r.stage, r.status = 'completed' AND r.answer IS NOT NULL AS has_score, r.answer -> 'score' AS score
    FROM stage_results r JOIN stages s USING (stage) WHERE s.scores IS NOT NULL AND r.status IN ('completed', 'failed')
)
SELECT d.id::text AS subject, concat('its ', s.stage, ' has no ', CASE WHEN o.stage IS NULL THEN 'outcome' ELSE 'score, or another' END)
       AS said, s.stage AS detail
FROM scored s
JOIN documents d ON d.id = s.document_id AND d.status = 'filed'
LEFT JOIN outcomes o USING (document_id, stage)
LEFT JOIN prompt_scores p USING (document_id, prompt_id)
WHERE o.stage IS NULL OR (o.has_score AND prompt_id IS NOT NULL AND to_jsonb(p.score) IS DISTINCT FROM o.score)
ORDER BY d.registered_at, d.id, s.stage

-- name: deferred_too_long
-- A document that is deferred for longer than any deferral lasts: a clock was ahead.
SELECT id::text AS subject, concat('it is deferred until ', to_char(next_attempt_at, 'YYYY-MM-DD')) AS said FROM documents
WHERE next_attempt_at > now() + interval '2 days'
ORDER BY registered_at, id

-- name: files_deferred_too_long
-- A file summary that is deferred for longer than any deferral lasts.
SELECT id::text AS subject, concat('its summary is deferred until ', to_char(next_attempt_at, 'YYYY-MM-DD')) AS said FROM files
WHERE next_attempt_at > now() + interval '2 days'
ORDER BY id

-- name: prompts_changed
-- A prompt version whose text differs from the stored digest.
SELECT kind || coalesce(' of ' || document_type, '') AS subject, concat('the text of version ', version, ' is not the one stored') AS said
FROM prompts WHERE text_md5 <> md5(text)
ORDER BY subject, version

-- name: answers_changed
-- A saved answer that differs from its digest. It is no longer used; the command in `detail` asks the question again.
SELECT a.question_key AS subject, concat('the answer saved for ', a.operation, ' is not the one that came') AS said,
       concat('alfrd rerun ', coalesce(c.document_id, m.id), ' --from ', CASE WHEN c.file_id IS NULL THEN c.stage ELSE 'file' END) AS detail
FROM answers a
LEFT JOIN LATERAL (
    SELECT document_id, file_id, stage FROM calls WHERE question_key = a.question_key ORDER BY id DESC LIMIT 1) c ON true
LEFT JOIN files f ON f.id = c.file_id
LEFT JOIN LATERAL (SELECT id FROM documents d WHERE d.series_id = f.series_id ORDER BY registered_at LIMIT 1) m ON true
WHERE a.answer_md5 <> md5(a.answer::text)
ORDER BY a.question_key

-- name: ledger_differs
-- A recorded migration that differs from the program's, on a schema of this version.
SELECT coalesce(p.version, m.version)::text AS subject,
       CASE WHEN m.version IS NULL THEN 'it is not on record' ELSE concat('it is on record as ', m.name) END AS said
FROM unnest(%(versions)s::int[], %(names)s::text[]) AS p (version, name)
FULL JOIN schema_migrations m ON m.version = p.version
WHERE m.name IS DISTINCT FROM p.name
ORDER BY coalesce(p.version, m.version)

-- name: accounts_of_documents
-- Every document that was filed in a series with its fields and the accounts of the series and of those that were merged into it.
-- A copy is in the series of the same paper, and some are where a person put them.
SELECT d.id, s.id AS series_id, d.structured_data, ARRAY(SELECT account FROM series WHERE s.id IN (id, merged_into)) AS accounts
FROM documents d JOIN series s ON s.id = d.series_id
WHERE d.status = 'filed' AND NOT EXISTS (SELECT FROM placements w WHERE w.document_id = d.id)
  AND NOT EXISTS (SELECT FROM pairs_of_documents p WHERE p.document_id = d.id AND p.verdict = 'same')
ORDER BY d.registered_at, d.id

-- name: all_series
-- Every series with what shows whether its key is correct: its name, and the names that filing found.
SELECT s.id, s.entity, s.entity_key,
       ARRAY(SELECT DISTINCT r.answer -> 'series' ->> 'entity'
             FROM documents d JOIN stage_results r ON r.document_id = d.id AND r.stage = 'file'
             WHERE d.series_id = coalesce(s.merged_into, s.id) AND jsonb_typeof(r.answer -> 'series') = 'object') AS found
FROM series s ORDER BY s.id

-- name: orphans
-- The rows of {table} that refer to a missing row of {target}: subject, stage, number of rows. A JSON array.
SELECT coalesce(json_agg(o), '[]') FROM (
    SELECT coalesce(to_jsonb(t) ->> 'document_id', to_jsonb(t) ->> 'id', t.{column}::text) AS subject, to_jsonb(t) ->> 'stage' AS stage,
           count(*) AS rows
    FROM {table} t LEFT JOIN {target} r ON r.{target_column} = t.{column}
    WHERE t.{column} IS NOT NULL AND r.{target_column} IS NULL
    GROUP BY 1, 2 ORDER BY 1, 2) o

-- name: files_missing
-- A document without files, or whose files are not numbered from 1.
SELECT d.id::text AS subject,
       concat(coalesce(f.files, 0), ' of its files are on record, and the last is number ', coalesce(f.last, 0)) AS said
FROM documents d
LEFT JOIN (SELECT document_id, count(*) AS files, max(position) AS last FROM document_files GROUP BY document_id) f
       ON f.document_id = d.id
WHERE f.files IS DISTINCT FROM f.last OR f.files IS NULL
ORDER BY d.registered_at, d.id

-- name: content_differs
-- A document whose content hash differs from its files: the same bytes would become a second document.
SELECT d.id::text AS subject, 'its content hash is not that of its files' AS said
FROM documents d
JOIN (SELECT document_id, string_agg(sha256, '' ORDER BY position) AS sums FROM document_files GROUP BY document_id) f
  ON f.document_id = d.id
WHERE d.content_hash <> encode(sha256(f.sums::bytea), 'hex')
ORDER BY d.registered_at, d.id

-- name: prompts_without_active
-- A key that stages use without an active prompt. A unique index prevents two active ones.
SELECT concat('series_summarizer of series ', series_id) AS subject, 'it has no active version' AS said
FROM prompts WHERE series_id IS NOT NULL GROUP BY series_id HAVING NOT bool_or(is_active)
UNION ALL
SELECT k.kind || coalesce(' of ' || k.document_type, ''), 'it has no active version'
FROM (SELECT unnest(%(kinds)s::text[]) AS kind, NULL::text AS document_type
      UNION ALL SELECT 'summarizer', name FROM document_types) k
WHERE NOT EXISTS (SELECT FROM prompts p
                  WHERE p.kind = k.kind AND p.document_type IS NOT DISTINCT FROM k.document_type AND p.is_active)
ORDER BY subject

-- name: trials_of_other_keys
-- An open trial whose versions are not of its key, or that tries the version that is active.
SELECT t.kind || coalesce(' of ' || t.document_type, ' of series ' || t.series_id, '') AS subject,
       concat('the trial of version ', c.version, ' compares versions that cannot be compared') AS said
FROM prompt_trials t JOIN prompts c ON c.id = t.candidate_id JOIN prompts i ON i.id = t.incumbent_id
WHERE t.state = 'open'
  AND (c.is_active
       OR (c.kind, c.document_type, c.series_id) IS DISTINCT FROM (t.kind, t.document_type, t.series_id)
       OR (i.kind, i.document_type, i.series_id) IS DISTINCT FROM (t.kind, t.document_type, t.series_id))
ORDER BY subject

-- name: summaries_stale
-- A file whose summary is marked as fresh but is stale. A living run may be about to make it, and the file of a series whose
-- members are read again becomes outdated when all of them are. The command in `detail` makes it
-- again: a rerun of a member, or, for an empty series, the task itself.
SELECT f.id::text AS subject, 'its summary is not of the documents that are in it now' AS said,
       coalesce(concat('alfrd rerun ', m.id, ' --from file'),
                concat('luigi --module alfrd_luigi GenerateFileSummary --file-id ', f.id)) AS detail
FROM files f
LEFT JOIN LATERAL (
    SELECT id FROM documents d WHERE d.series_id = f.series_id AND d.status = 'filed' ORDER BY registered_at LIMIT 1) m ON true
WHERE f.status = 'generated' AND f.fingerprint IS DISTINCT FROM file_inputs(f.series_id)
  AND NOT EXISTS (SELECT FROM runs WHERE finished_at IS NULL AND run_is_alive(id))
  AND NOT EXISTS (SELECT FROM series_regenerations g WHERE g.series_id = f.series_id AND g.changed > 0)
ORDER BY f.id

-- name: summaries_changed
-- A file with a fresh summary that differs from its digest, or whose statistics differ from its documents. `detail` is a member.
-- The statistics of earlier versions lack some names, and numbers were stored as binary fractions.
WITH fresh AS (
    SELECT f.id, f.summary, f.summary_md5, coalesce(f.statistics, '{}') AS statistics, m.id AS document,
           file_statistics(f.series_id) AS wanted
    FROM files f
    CROSS JOIN LATERAL (
        SELECT id FROM documents d WHERE d.series_id = f.series_id AND d.status = 'filed' ORDER BY registered_at LIMIT 1) m
    WHERE f.status = 'generated' AND f.fingerprint = file_inputs(f.series_id)
)
SELECT f.id::text AS subject,
       CASE WHEN f.summary_md5 <> md5(f.summary) THEN 'its summary is not the text that was stored'
            ELSE 'its statistics are not those of its documents' END AS said,
       f.document::text AS detail
FROM fresh f
WHERE f.summary_md5 <> md5(f.summary)
   OR EXISTS (
       SELECT FROM jsonb_each(f.wanted) AS w (name, value)
       WHERE f.statistics -> w.name IS DISTINCT FROM
             CASE jsonb_typeof(w.value) WHEN 'number' THEN to_jsonb(w.value::text::float8) ELSE w.value END
         AND (f.statistics ? w.name
              OR w.name IN ('count', 'first_date', 'last_date', 'currency', 'amounts', 'total', 'minimum', 'maximum', 'mean')))
ORDER BY f.id

-- name: tags_differ
-- A file whose tags differ from those of its series. `detail` is a member.
SELECT f.id::text AS subject, concat('its tags ', f.tags::text, ' are not those of its series') AS said, m.id::text AS detail
FROM files f
JOIN series s ON s.id = f.series_id
CROSS JOIN LATERAL (
    SELECT id FROM documents d WHERE d.series_id = f.series_id AND d.status = 'filed' ORDER BY registered_at LIMIT 1) m
WHERE f.tags <> ARRAY[left(concat('series:', s.id, ':', replace(s.entity_key, ' ', '-')), 64)]
ORDER BY f.id

-- name: series_without_file
-- A series with filed documents and without a file. `detail` is one of the documents.
SELECT s.id::text AS subject, 'documents are filed in it, and it has no file' AS said, d.id::text AS detail
FROM series s
CROSS JOIN LATERAL (SELECT id FROM documents WHERE series_id = s.id AND status = 'filed' ORDER BY registered_at LIMIT 1) d
WHERE NOT EXISTS (SELECT FROM files WHERE series_id = s.id)
ORDER BY s.id

-- name: audits_differ
-- An audit that an act closed which says nothing of the document, or that is beyond the number of its draw.
SELECT a.document_id::text AS subject,
       CASE WHEN a.place > w.drawn THEN 'its audit was not drawn' ELSE 'the act that closed its audit says nothing of it' END AS said
FROM audits a JOIN audit_draws w ON w.id = a.draw_id
WHERE a.place > w.drawn
   OR (a.act_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM corrections c
                       WHERE c.act_id = a.act_id AND c.document_id = a.document_id AND c.undone_by IS NULL))
ORDER BY a.document_id

-- name: bin_differs
-- A document in the bin that cannot be restored as it was, or that is in the archive, too.
SELECT d.document_id::text AS subject, off.what AS said
FROM deletions d
CROSS JOIN LATERAL (
    SELECT what FROM (VALUES
        ('it is in the archive, too', EXISTS (SELECT FROM documents WHERE id = d.document_id)),
        ('the bin lacks its row, or has that of another document',
         d.kept IS NOT NULL AND (d.kept #>> '{documents,0,id}' IS DISTINCT FROM d.document_id::text
                                 OR d.kept #>> '{documents,0,content_hash}' IS DISTINCT FROM d.content_hash)),
        ('its files in the bin are not those of its content',
         d.kept IS NOT NULL AND d.content_hash IS DISTINCT FROM encode(sha256((
             SELECT string_agg(f ->> 'sha256', '' ORDER BY (f ->> 'position')::integer)
             FROM jsonb_array_elements(d.files) f)::bytea), 'hex')),
        ('the bin lacks pages that were read',
         d.kept #>> '{documents,0,text}' IS NOT NULL AND jsonb_array_length(d.kept -> 'pages') = 0)
    ) AS v (what, is_off) WHERE is_off LIMIT 1) off
ORDER BY d.document_id

-- name: lessons_without_word
-- A document from which something was learnt, and of which no person says anything.
SELECT l.document_id::text AS subject, 'something was learnt from it, and no person says anything of it' AS said
FROM issuer_lessons l
WHERE NOT EXISTS (SELECT FROM words w WHERE w.document_id = l.document_id)
  AND NOT EXISTS (SELECT FROM said_tags t WHERE t.document_id = l.document_id)
ORDER BY l.document_id

-- name: marks_without_lesson
-- A mark of an issuer, or a learnt value, whose document is no lesson of an issuer.
SELECT DISTINCT m.document_id::text AS subject, 'marks or values are on record as learnt from it, and it is no lesson of their issuer' AS said
FROM (SELECT document_id, issuer_id FROM issuer_marks WHERE document_id IS NOT NULL
      UNION SELECT f.document_id, l.issuer_id FROM issuer_fields f LEFT JOIN issuer_lessons l USING (document_id)) m
WHERE NOT EXISTS (SELECT FROM issuer_lessons l WHERE l.document_id = m.document_id AND l.issuer_id = m.issuer_id)
ORDER BY 1

-- name: calls_cut_off
-- Calls that were in progress when their run died: no damage, but their cost may have been wasted.
SELECT r.id AS subject, concat('it died with ', count(*), ' calls in progress, which may have cost up to ',
                               trim_scale(coalesce(sum(c.reserved_usd), 0)), ' USD') AS said
FROM calls c JOIN runs r ON r.id = c.run_id
WHERE c.outcome = 'open' AND NOT run_is_alive(r.id)
GROUP BY r.id
ORDER BY r.id

-- name: counts
-- How much there is to verify; `bytes` is the size of the page files, those of the bin included.
SELECT (SELECT count(*) FROM documents) AS documents,
       (SELECT count(*) FROM stored_files) AS document_files,
       (SELECT coalesce(sum(size), 0)::bigint FROM stored_files) AS bytes,
       (SELECT count(*) FROM prompts) AS prompts,
       (SELECT count(*) FROM files) AS files

-- name: files_after
-- The next recorded files in the order of their keys, those of the bin included.
SELECT document_id, key, name, sha256, size FROM stored_files WHERE key > %(key)s ORDER BY key LIMIT %(limit)s

-- name: is_registered
-- Whether a file is recorded.
SELECT EXISTS (SELECT FROM stored_files WHERE key = %(key)s)
