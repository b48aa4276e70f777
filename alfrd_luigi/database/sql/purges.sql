-- What is removed when documents go for good: all of them at once, because files with many members are read for it. Their rows are
-- in `deletions` until the last of these queries.

-- name: answers_of_files
-- Delete the saved answers about the files of these series.
DELETE FROM answers WHERE question_key IN (
    SELECT c.question_key FROM files f JOIN calls c ON c.file_id = f.id WHERE f.series_id = ANY(%(series)s)
    UNION
    SELECT c.question_key FROM deletions o
    CROSS JOIN jsonb_array_elements_text(o.kept -> 'file_calls') k JOIN calls c ON c.id = k::bigint
    WHERE o.series_id = ANY(%(series)s))

-- name: file_revisions
-- Delete the earlier summaries of these files.
DELETE FROM file_revisions USING files f WHERE file_revisions.file_id = f.id AND f.series_id = ANY(%(series)s)

-- name: file_summaries
-- Remove the summaries of these files that were not made since. The next run makes them.
UPDATE files
SET summary = NULL, summary_md5 = NULL, statistics = NULL, fingerprint = NULL, generated_at = NULL,
    status = CASE status WHEN 'failed' THEN 'failed' ELSE 'pending' END
WHERE series_id = ANY(%(series)s) AND NOT (status = 'generated' AND fingerprint IS NOT DISTINCT FROM file_inputs(series_id))

-- name: series_handed_over
-- Keep the series that was deleted with the document with another document of it that is in the bin.
UPDATE deletions o
SET series_id = d.series_id,
    kept = o.kept || jsonb_build_object('series', d.kept -> 'series', 'files', d.kept -> 'files', 'file_revisions', '[]'::jsonb,
                                        'prompts', d.kept -> 'prompts', 'series_designs', d.kept -> 'series_designs',
                                        'file_calls', d.kept -> 'file_calls')
FROM deletions d
WHERE d.document_id = ANY(%(ids)s) AND d.series_id IS NOT NULL
  AND o.document_id = (SELECT n.document_id FROM deletions n
                       WHERE n.document_id <> ALL(%(ids)s) AND n.kept IS NOT NULL
                         AND (n.kept #>> '{documents,0,series_id}')::bigint = d.series_id
                       ORDER BY n.deleted_at DESC, n.document_id LIMIT 1)

-- name: files_in_bin
-- Remove the summaries of files that were deleted with another document.
UPDATE deletions o
SET kept = o.kept || jsonb_build_object('file_revisions', '[]'::jsonb, 'files', (
    SELECT coalesce(jsonb_agg(f || '{"summary": null, "summary_md5": null, "statistics": null, "fingerprint": null, "generated_at": null}'
                                || jsonb_build_object('status', CASE f ->> 'status' WHEN 'failed' THEN 'failed' ELSE 'pending' END)), '[]')
    FROM jsonb_array_elements(o.kept -> 'files') f))
WHERE o.document_id <> ALL(%(ids)s) AND o.series_id = ANY(%(series)s)

-- name: pairs_in_bin
-- Remove the verdicts on pairs of these documents with others in the bin.
UPDATE deletions o
SET pairs = (SELECT coalesce(jsonb_agg(p), '[]') FROM jsonb_array_elements(o.pairs) p
             WHERE p ->> 'one' <> ALL(%(ids)s::text[]) AND p ->> 'other' <> ALL(%(ids)s::text[]))
WHERE o.document_id <> ALL(%(ids)s)
  AND EXISTS (SELECT FROM jsonb_array_elements(o.pairs) p
              WHERE p ->> 'one' = ANY(%(ids)s::text[]) OR p ->> 'other' = ANY(%(ids)s::text[]))

-- name: events
-- Delete the events of the documents, and those of inbox entries that had their bytes or their names.
DELETE FROM events
WHERE (subject = 'document' AND key = ANY(%(ids)s::text[]))
   OR (subject = 'inbox' AND (details ->> 'document' = ANY(%(ids)s::text[])
                              OR key IN (SELECT f ->> 'name' FROM deletions d, jsonb_array_elements(d.files) f
                                         WHERE d.document_id = ANY(%(ids)s))))

-- name: rejections
-- Delete the rejections of inbox entries that had their bytes or their names. The entries stay where they were put.
DELETE FROM rejections
WHERE EXISTS (SELECT FROM unnest(%(ids)s::text[]) id WHERE strpos(reason, id) > 0)
   OR name IN (SELECT f ->> 'name' FROM deletions d, jsonb_array_elements(d.files) f WHERE d.document_id = ANY(%(ids)s))

-- name: asked_anew
-- Delete what reruns of the documents asked for.
DELETE FROM asked_anew WHERE subject = ANY(%(ids)s)

-- name: type_proposals
-- Delete the types that their classifications proposed first, and that no person has accepted.
DELETE FROM type_proposals USING deletions d, jsonb_array_elements(d.kept -> 'type_proposals') p
WHERE d.document_id = ANY(%(ids)s) AND type_proposals.name = p ->> 'name' AND status = 'proposed'

-- name: deactivate_prompts
-- Deactivate the prompt versions that came from them. A version that a person pinned is the person's.
UPDATE prompts SET is_active = false
WHERE id IN (SELECT prompts_from_deleted(%(ids)s)) AND is_active AND NOT is_pinned AND incumbent_id IS NOT NULL

-- name: activate_incumbents
-- Activate the versions before them.
UPDATE prompts p SET is_active = true
FROM prompts gone
WHERE gone.id IN (SELECT prompts_from_deleted(%(ids)s)) AND gone.incumbent_id = p.id
  AND NOT EXISTS (SELECT FROM prompts a WHERE (a.kind, a.document_type, a.series_id) IS NOT DISTINCT FROM (p.kind, p.document_type, p.series_id)
                  AND a.is_active)

-- name: withdraw_trials
-- End the trials of these versions.
UPDATE prompt_trials SET state = 'withdrawn', closed_at = clock_timestamp(), run_id = NULL,
       reason = 'a document from which the candidate came was deleted'
WHERE state = 'open' AND candidate_id IN (SELECT prompts_from_deleted(%(ids)s))

-- name: prompt_texts
-- Remove the text of these versions.
UPDATE prompts SET text = 'deleted with a document from which it came', text_md5 = md5('deleted with a document from which it came')
WHERE id IN (SELECT prompts_from_deleted(%(ids)s)) AND NOT is_active

-- name: designs
-- Delete the saved designs of prompts of the series in which they were: an answer that was refused may quote any of its documents.
DELETE FROM answers WHERE operation = 'design_series' AND question_key IN (
    SELECT c.question_key FROM documents d JOIN calls c ON c.document_id = d.id WHERE d.series_id = ANY(%(series)s))

-- name: design_faults
-- Forget why designs were refused, which is in the words of a service.
UPDATE series_designs SET fault = 'a design that was refused' WHERE series_id = ANY(%(series)s) AND fault IS NOT NULL

-- name: tags
-- Delete the tags that they had and that no document has.
DELETE FROM tags
WHERE NOT EXISTS (SELECT FROM document_tags t WHERE t.tag = tags.name)
  AND name IN (SELECT t ->> 'tag' FROM deletions d, jsonb_array_elements(d.kept -> 'document_tags') t WHERE d.document_id = ANY(%(ids)s)
               UNION
               SELECT t ->> 'tag' FROM deletions d, jsonb_array_elements(d.kept -> 'revisions') r, jsonb_array_elements(r -> 'tags') t
               WHERE d.document_id = ANY(%(ids)s))

-- name: acts
-- Remove the details of acts that are about no other document. They can no longer be undone.
UPDATE acts SET details = '{}', is_purged = true
WHERE acts.id IN (SELECT unnest(d.acts || d.act_id) FROM deletions d WHERE d.document_id = ANY(%(ids)s))
  AND NOT EXISTS (SELECT FROM corrections WHERE act_id = acts.id)
  AND NOT EXISTS (SELECT FROM revisions WHERE act_id = acts.id)
  AND NOT EXISTS (SELECT FROM deletions o WHERE o.document_id <> ALL(%(ids)s) AND (o.acts @> ARRAY[acts.id] OR o.act_id = acts.id))

-- name: rows
-- Remove the rows of the documents. The digests of their content stay, and the keys of their page files until these are removed.
UPDATE deletions
SET kept = NULL, pairs = NULL, act_id = NULL, series_id = NULL, questions = NULL, acts = NULL,
    files = (SELECT coalesce(jsonb_agg(jsonb_build_object('key', f ->> 'key')), '[]') FROM jsonb_array_elements(files) f)
WHERE document_id = ANY(%(ids)s)

-- name: unused_answers
-- Delete the saved answers that no document or file, and no document in the bin, asked for.
DELETE FROM answers a
WHERE NOT EXISTS (SELECT FROM calls c
                  WHERE c.question_key = a.question_key AND (c.document_id IS NOT NULL OR c.file_id IS NOT NULL))
  AND NOT EXISTS (SELECT FROM deletions d WHERE d.questions @> ARRAY[a.question_key])
