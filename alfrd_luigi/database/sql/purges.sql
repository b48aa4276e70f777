-- What is removed when a document goes for good. Its rows are in `deletions` until the last of these queries.

-- name: answers_of_files
-- Delete the saved answers about the files in which the document was.
DELETE FROM answers WHERE question_key IN (
    SELECT c.question_key FROM deletions d
    JOIN files f ON d.kept -> 'series_ids' @> to_jsonb(f.series_id) JOIN calls c ON c.file_id = f.id
    WHERE d.document_id = %(id)s
    UNION
    SELECT c.question_key FROM deletions d
    JOIN deletions o ON d.kept -> 'series_ids' @> to_jsonb(o.series_id)
    CROSS JOIN jsonb_array_elements_text(o.kept -> 'file_calls') k JOIN calls c ON c.id = k::bigint
    WHERE d.document_id = %(id)s)

-- name: file_revisions
-- Delete the earlier summaries of these files.
DELETE FROM file_revisions USING files f, deletions d
WHERE file_revisions.file_id = f.id AND d.document_id = %(id)s AND d.kept -> 'series_ids' @> to_jsonb(f.series_id)

-- name: file_summaries
-- Remove the summaries of these files that were not made since. The next run makes them.
UPDATE files
SET summary = NULL, summary_md5 = NULL, statistics = NULL, fingerprint = NULL, generated_at = NULL,
    status = CASE status WHEN 'failed' THEN 'failed' ELSE 'pending' END
FROM deletions d
WHERE d.document_id = %(id)s AND d.kept -> 'series_ids' @> to_jsonb(files.series_id)
  AND NOT (status = 'generated' AND fingerprint IS NOT DISTINCT FROM file_inputs(files.series_id))

-- name: series_handed_over
-- Keep the series that was deleted with the document with another document of it that is in the bin.
UPDATE deletions o
SET series_id = d.series_id,
    kept = o.kept || jsonb_build_object('series', d.kept -> 'series', 'files', d.kept -> 'files', 'file_revisions', '[]'::jsonb,
                                        'file_calls', d.kept -> 'file_calls')
FROM deletions d
WHERE d.document_id = %(id)s AND d.series_id IS NOT NULL
  AND o.document_id = (SELECT n.document_id FROM deletions n
                       WHERE n.document_id <> d.document_id AND n.kept IS NOT NULL
                         AND (n.kept #>> '{documents,0,series_id}')::bigint = d.series_id
                       ORDER BY n.deleted_at DESC, n.document_id LIMIT 1)

-- name: files_in_bin
-- Remove the summaries of files that were deleted with another document.
UPDATE deletions o
SET kept = o.kept || jsonb_build_object('file_revisions', '[]'::jsonb, 'files', (
    SELECT coalesce(jsonb_agg(f || '{"summary": null, "summary_md5": null, "statistics": null, "fingerprint": null, "generated_at": null}'
                                || jsonb_build_object('status', CASE f ->> 'status' WHEN 'failed' THEN 'failed' ELSE 'pending' END)), '[]')
    FROM jsonb_array_elements(o.kept -> 'files') f))
FROM deletions d
WHERE d.document_id = %(id)s AND o.document_id <> d.document_id AND o.series_id IS NOT NULL
  AND d.kept -> 'series_ids' @> to_jsonb(o.series_id)

-- name: pairs_in_bin
-- Remove what was said of the document and others in the bin.
UPDATE deletions o
SET pairs = (SELECT coalesce(jsonb_agg(p), '[]') FROM jsonb_array_elements(o.pairs) p
             WHERE %(id)s::text NOT IN (p ->> 'one', p ->> 'other'))
WHERE o.document_id <> %(id)s::uuid
  AND (o.pairs @> jsonb_build_array(jsonb_build_object('one', %(id)s::text))
       OR o.pairs @> jsonb_build_array(jsonb_build_object('other', %(id)s::text)))

-- name: events
-- Delete the events of the document, and those of inbox entries that had its bytes or its name.
DELETE FROM events
WHERE (subject = 'document' AND key = %(id)s::text)
   OR (subject = 'inbox' AND (details ->> 'document' = %(id)s::text
                              OR key IN (SELECT f ->> 'name' FROM deletions, jsonb_array_elements(files) f WHERE document_id = %(id)s::uuid)))

-- name: rejections
-- Delete the rejections of inbox entries that had its bytes or its name. The entries stay where they were put.
DELETE FROM rejections
WHERE strpos(reason, %(id)s::text) > 0
   OR name IN (SELECT f ->> 'name' FROM deletions, jsonb_array_elements(files) f WHERE document_id = %(id)s::uuid)

-- name: asked_anew
-- Delete what reruns of the document asked for.
DELETE FROM asked_anew WHERE subject = %(id)s

-- name: type_proposals
-- Delete the types that its classification proposed first, and that no person has accepted.
DELETE FROM type_proposals USING deletions d, jsonb_array_elements(d.kept -> 'type_proposals') p
WHERE d.document_id = %(id)s AND type_proposals.name = p ->> 'name' AND status = 'proposed'

-- name: deactivate_prompts
-- Deactivate the prompt versions that its scorings suggested. A version that a person pinned is the person's.
UPDATE prompts SET is_active = false, on_trial = false
FROM deletions d, jsonb_array_elements(d.kept -> 'prompt_scores') s
WHERE d.document_id = %(id)s AND origin = 'suggested' AND is_active AND NOT is_pinned
  AND incumbent_id IS NOT NULL AND text = btrim(s ->> 'suggestion', E' \t\r\n')

-- name: activate_incumbents
-- Activate the versions before them.
UPDATE prompts p SET is_active = true
FROM prompts gone, deletions d, jsonb_array_elements(d.kept -> 'prompt_scores') s
WHERE d.document_id = %(id)s AND gone.origin = 'suggested' AND gone.incumbent_id = p.id
  AND gone.text = btrim(s ->> 'suggestion', E' \t\r\n')
  AND NOT EXISTS (SELECT FROM prompts a WHERE a.kind = p.kind AND a.document_type IS NOT DISTINCT FROM p.document_type AND a.is_active)

-- name: prompt_texts
-- Remove the text of these versions.
UPDATE prompts SET text = 'deleted with the document that suggested it', text_md5 = md5('deleted with the document that suggested it')
FROM deletions d, jsonb_array_elements(d.kept -> 'prompt_scores') s
WHERE d.document_id = %(id)s AND origin = 'suggested' AND NOT is_active AND text = btrim(s ->> 'suggestion', E' \t\r\n')

-- name: tags
-- Delete the tags that it had and that no document has.
DELETE FROM tags USING deletions d
WHERE d.document_id = %(id)s AND NOT EXISTS (SELECT FROM document_tags t WHERE t.tag = tags.name)
  AND (d.kept -> 'document_tags' @> jsonb_build_array(jsonb_build_object('tag', tags.name))
       OR EXISTS (SELECT FROM jsonb_array_elements(d.kept -> 'revisions') r
                  WHERE r -> 'tags' @> jsonb_build_array(jsonb_build_object('tag', tags.name))))

-- name: acts
-- Remove the details of acts that are about no other document. They can no longer be undone.
UPDATE acts SET details = '{}', is_purged = true
FROM deletions d
WHERE d.document_id = %(id)s AND (acts.id = ANY(d.acts) OR acts.id = d.act_id)
  AND NOT EXISTS (SELECT FROM corrections WHERE act_id = acts.id)
  AND NOT EXISTS (SELECT FROM revisions WHERE act_id = acts.id)
  AND NOT EXISTS (SELECT FROM deletions o WHERE o.document_id <> d.document_id AND (o.acts @> ARRAY[acts.id] OR o.act_id = acts.id))

-- name: rows
-- Remove the rows of the document. The digest of its content stays, and the keys of its page files until these are removed.
UPDATE deletions
SET kept = NULL, pairs = NULL, act_id = NULL, series_id = NULL, questions = NULL, acts = NULL,
    files = (SELECT coalesce(jsonb_agg(jsonb_build_object('key', f ->> 'key')), '[]') FROM jsonb_array_elements(files) f)
WHERE document_id = %(id)s

-- name: unused_answers
-- Delete the saved answers that no document or file, and no document in the bin, asked for.
DELETE FROM answers a
WHERE NOT EXISTS (SELECT FROM calls c
                  WHERE c.question_key = a.question_key AND (c.document_id IS NOT NULL OR c.file_id IS NOT NULL))
  AND NOT EXISTS (SELECT FROM deletions d WHERE d.questions @> ARRAY[a.question_key])
