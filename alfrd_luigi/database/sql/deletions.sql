-- In these queries, {table}, {column}, {columns} and {key} are quoted names from the catalogue.

-- name: dependents
-- Every table that refers to documents: its referring columns, its key, and whether its rows are part of the document. Those of
-- the others belong to other things, and only name it. The words of the search are made from the other tables.
SELECT c.relname::text AS "table", array_agg(a.attname::text ORDER BY a.attname) AS columns,
       (SELECT p.attname::text FROM pg_constraint y JOIN pg_attribute p ON p.attrelid = c.oid AND p.attnum = y.conkey[1]
        WHERE y.conrelid = c.oid AND y.contype = 'p') AS key,
       bool_and(k.confdeltype = 'c') AS is_part
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
WHERE k.contype = 'f' AND k.confrelid = 'documents'::regclass AND c.relname <> 'document_terms'
GROUP BY c.oid, c.relname ORDER BY c.relname

-- name: insert
-- Put a document in the bin, without the rows of other tables.
INSERT INTO deletions (document_id, content_hash, deleted_at, act_id, kept, files, pairs, questions, acts)
SELECT d.id, d.content_hash, coalesce(%(deleted_at)s, clock_timestamp()), %(act_id)s,
       jsonb_build_object('documents', jsonb_build_array(to_jsonb(d)), 'series_ids', (
           SELECT coalesce(jsonb_agg(series_id), '[]') FROM (
               SELECT d.series_id UNION SELECT (document ->> 'series_id')::bigint FROM revisions WHERE document_id = d.id) s
           WHERE series_id IS NOT NULL)),
       (SELECT coalesce(jsonb_agg(to_jsonb(f) ORDER BY position), '[]') FROM document_files f WHERE f.document_id = d.id),
       (SELECT coalesce(jsonb_agg(to_jsonb(p)), '[]') FROM document_pairs p WHERE d.id IN (one, other)),
       ARRAY(SELECT DISTINCT question_key FROM calls WHERE document_id = d.id),
       ARRAY(SELECT act_id FROM corrections WHERE document_id = d.id
             UNION SELECT undone_by FROM corrections WHERE document_id = d.id AND undone_by IS NOT NULL
             UNION SELECT act_id FROM revisions WHERE document_id = d.id AND act_id IS NOT NULL
             UNION SELECT undone_by FROM revisions WHERE document_id = d.id AND undone_by IS NOT NULL)
FROM documents d WHERE d.id = %(id)s

-- name: rows_of
-- The rows of a table that refer to a document, as the text of JSON.
SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text FROM {table} t WHERE %(id)s::uuid IN ({columns})

-- name: keep
-- Keep rows of tables by the names of these: all at once, because each change writes the whole value again.
UPDATE deletions
SET kept = kept || (SELECT jsonb_object_agg(name, rows::jsonb) FROM unnest(%(names)s::text[], %(rows)s::text[]) t (name, rows))
WHERE document_id = %(id)s

-- name: keep_series
-- Keep a series that is about to be deleted, with its file, the summaries and its prompts.
UPDATE deletions
SET series_id = %(series_id)s,
    questions = questions || ARRAY(SELECT DISTINCT question_key FROM calls c JOIN files f ON f.id = c.file_id
                                   WHERE f.series_id = %(series_id)s),
    kept = kept || jsonb_build_object(
        'series', (SELECT jsonb_agg(to_jsonb(s) - 'full_title') FROM series s WHERE s.id = %(series_id)s),
        'files', (SELECT coalesce(jsonb_agg(to_jsonb(f)), '[]') FROM files f WHERE f.series_id = %(series_id)s),
        'file_revisions', (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM file_revisions r JOIN files f ON f.id = r.file_id
                           WHERE f.series_id = %(series_id)s),
        'prompts', (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.id), '[]') FROM prompts p WHERE p.series_id = %(series_id)s),
        'series_designs', (SELECT coalesce(jsonb_agg(to_jsonb(g)), '[]') FROM series_designs g WHERE g.series_id = %(series_id)s),
        'file_calls', (SELECT coalesce(jsonb_agg(c.id), '[]') FROM calls c JOIN files f ON f.id = c.file_id
                       WHERE f.series_id = %(series_id)s))
WHERE document_id = %(id)s

-- name: delete_document
-- Delete a document and the rows that are part of it.
DELETE FROM documents WHERE id = %(id)s

-- name: find
-- The documents in the bin whose ids are in this range or, without any, those that are gone for good. Two are enough to show that a
-- prefix is ambiguous.
SELECT document_id FROM deletions
WHERE document_id BETWEEN %(first)s AND %(last)s
  AND (kept IS NOT NULL OR NOT EXISTS (SELECT FROM deletions WHERE document_id BETWEEN %(first)s AND %(last)s AND kept IS NOT NULL))
ORDER BY document_id LIMIT 2

-- name: find_anywhere
-- The documents in the archive and in the bin whose ids are in this range. Two are enough to show that a prefix is ambiguous.
SELECT id, false AS is_in_bin FROM documents WHERE id BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT document_id, true FROM deletions WHERE document_id BETWEEN %(first)s AND %(last)s AND kept IS NOT NULL
ORDER BY id LIMIT 2

-- name: term
-- When a document was deleted, and until when it can be restored.
SELECT document_id, deleted_at, CASE WHEN kept IS NOT NULL THEN deleted_at + make_interval(days => %(days)s) END AS kept_until
FROM deletions WHERE document_id = %(id)s

-- name: lock
-- A deleted document, locked until the transaction ends.
SELECT deleted_at, kept IS NOT NULL AS is_in_bin, content_hash, kept #>> '{documents,0,status}' AS status,
       kept #>> '{documents,0,document_type}' AS document_type, (kept #>> '{documents,0,series_id}')::bigint AS series_id
FROM deletions WHERE document_id = %(id)s FOR UPDATE

-- name: with_content
-- The last deleted document with this content.
SELECT document_id FROM deletions WHERE content_hash = %(content_hash)s ORDER BY deleted_at DESC LIMIT 1

-- name: is_deleted
-- Whether a document with this id was deleted.
SELECT EXISTS (SELECT FROM deletions WHERE document_id = %(id)s)

-- name: of_act
-- The documents in the bin whose rows name an act.
SELECT document_id FROM deletions WHERE acts @> ARRAY[%(act_id)s::bigint] ORDER BY document_id

-- name: of_run
-- The documents in the bin that a run changed after they had been filed.
SELECT document_id FROM deletions
WHERE kept -> 'revisions' @> jsonb_build_array(jsonb_build_object('run_id', %(run_id)s::text)) ORDER BY document_id

-- name: list
-- The documents in the bin, the last deleted first.
SELECT d.document_id AS id, d.deleted_at, d.deleted_at + make_interval(days => %(days)s) AS kept_until, a.person,
       d.kept #>> '{documents,0,document_type}' AS document_type, (d.kept #>> '{documents,0,document_date}')::date AS document_date,
       d.kept #>> '{documents,0,entity}' AS entity, d.kept #>> '{documents,0,title}' AS title,
       ARRAY(SELECT f ->> 'name' FROM jsonb_array_elements(d.files) f) AS files
FROM deletions d LEFT JOIN acts a ON a.id = d.act_id
WHERE d.kept IS NOT NULL ORDER BY d.deleted_at DESC, d.document_id

-- name: rows_back
-- Insert the kept rows of a table.
SELECT insert_rows(%(name)s::text::regclass, kept -> %(name)s::text) FROM deletions
WHERE document_id = %(id)s AND jsonb_array_length(kept -> %(name)s::text) > 0

-- name: files_back
-- Insert the rows of a document's files.
SELECT insert_rows('document_files', files) FROM deletions WHERE document_id = %(id)s

-- name: tags_back
-- Insert the tags that a document had, and that nothing has since.
INSERT INTO tags (name)
SELECT t ->> 'tag' FROM deletions, jsonb_array_elements(kept -> 'document_tags') t WHERE document_id = %(id)s ORDER BY 1
ON CONFLICT DO NOTHING

-- name: names_back
-- Let the rows of a table that named a document name it again.
UPDATE {table} t SET {column} = %(id)s
FROM deletions d, jsonb_populate_recordset(NULL::{table}, d.kept -> %(name)s::text) o
WHERE d.document_id = %(id)s AND t.{key} = o.{key} AND t.{column} IS NULL

-- name: holder_of_series
-- The document in the bin with which a series was deleted, unless the series is there, or another one that has its key.
SELECT d.document_id FROM deletions d, jsonb_populate_recordset(NULL::series, d.kept -> 'series') o
WHERE d.series_id = %(series_id)s
  AND NOT EXISTS (SELECT FROM series s WHERE s.id = o.id OR (s.entity_key, s.series_type, s.account) = (o.entity_key, o.series_type, o.account))
  AND NOT EXISTS (SELECT FROM files f, jsonb_populate_recordset(NULL::files, d.kept -> 'files') k WHERE f.tags = k.tags)
ORDER BY d.deleted_at DESC LIMIT 1

-- name: series_exists
-- Whether a series exists.
SELECT EXISTS (SELECT FROM series WHERE id = %(series_id)s)

-- name: calls_of_file_back
-- Let the calls of a file that was deleted with its series name it again.
UPDATE calls SET file_id = (d.kept #>> '{files,0,id}')::uuid
FROM deletions d
WHERE d.document_id = %(id)s AND calls.file_id IS NULL
  AND calls.id IN (SELECT value::bigint FROM jsonb_array_elements_text(d.kept -> 'file_calls'))

-- name: forget_prompts
-- Let the rows of a document in the bin name no prompt that is gone with its series.
UPDATE deletions d
SET kept = d.kept || (
    SELECT jsonb_object_agg(t.name, rows) FROM unnest('{stage_results,prompt_scores,prompt_answers,regeneration_failures}'::text[]) t (name)
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(CASE WHEN is_there THEN r ELSE jsonb_set(r, '{prompt_id}', 'null') END)
                        FILTER (WHERE is_there OR t.name = 'stage_results'), '[]') AS rows
        FROM jsonb_array_elements(coalesce(d.kept -> t.name, '[]')) r
        CROSS JOIN LATERAL (SELECT r -> 'prompt_id' = 'null' OR EXISTS (SELECT FROM prompts WHERE to_jsonb(id) = r -> 'prompt_id')
                            AS is_there) i) f)
WHERE document_id = %(id)s

-- name: forget_series
-- The series of a document in the bin no longer exists.
UPDATE deletions SET kept = jsonb_set(kept, '{documents,0,series_id}', 'null') WHERE document_id = %(id)s

-- name: pairs_back
-- Insert the verdicts of persons on a restored document and others that exist.
SELECT insert_rows('document_pairs', pairs) FROM (
    SELECT jsonb_agg(p) AS pairs FROM deletions d, jsonb_array_elements(d.pairs) p
    WHERE d.document_id = %(id)s AND p ->> 'origin' = 'person'
      AND (SELECT count(*) FROM documents WHERE id IN ((p ->> 'one')::uuid, (p ->> 'other')::uuid)) = 2) persons
WHERE pairs IS NOT NULL

-- name: hand_pairs_over
-- Keep the verdicts of persons on a restored document and others in the bin with the others.
UPDATE deletions o SET pairs = o.pairs || jsonb_build_array(p)
FROM deletions d, jsonb_array_elements(d.pairs) p
WHERE d.document_id = %(id)s AND o.document_id <> d.document_id AND o.kept IS NOT NULL
  AND o.document_id IN ((p ->> 'one')::uuid, (p ->> 'other')::uuid) AND NOT o.pairs @> jsonb_build_array(p)

-- name: pair_times_back
-- Give the pairs of a restored document that are as they were the time of their verdict.
UPDATE document_pairs SET decided_at = o.decided_at
FROM deletions d, jsonb_populate_recordset(NULL::document_pairs, d.pairs) o
WHERE d.document_id = %(id)s AND (document_pairs.one, document_pairs.other, document_pairs.verdict, document_pairs.origin, document_pairs.evidence)
    = (o.one, o.other, o.verdict, o.origin, o.evidence)

-- name: delete
-- Take a document out of the bin.
DELETE FROM deletions WHERE document_id = %(id)s

-- name: work_is_left
-- Whether documents have been in the bin for long enough, or page files remain to be removed.
SELECT EXISTS (SELECT FROM deletions WHERE kept IS NOT NULL AND deleted_at < now() - make_interval(days => %(days)s))
    OR EXISTS (SELECT FROM deletions WHERE files IS NOT NULL AND kept IS NULL)

-- name: due
-- Documents that have been in the bin for long enough, locked until the transaction ends.
SELECT document_id FROM deletions
WHERE kept IS NOT NULL AND deleted_at < now() - make_interval(days => %(days)s)
ORDER BY deleted_at, document_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED

-- name: files_to_remove
-- The page files of documents that are gone for good.
SELECT document_id, ARRAY(SELECT f ->> 'key' FROM jsonb_array_elements(files) f) AS keys
FROM deletions WHERE files IS NOT NULL AND kept IS NULL ORDER BY document_id LIMIT %(limit)s

-- name: set_files_removed
-- The page files of documents that are gone for good were removed.
UPDATE deletions SET files = NULL WHERE document_id = ANY(%(ids)s) AND kept IS NULL

-- name: file_held_by
-- A living run that is summarising the file of one of these series.
SELECT run_id FROM files WHERE series_id = ANY(%(series)s) AND run_id IS NOT NULL AND run_is_alive(run_id) LIMIT 1

-- name: series_ids
-- The series in which deleted documents were, also those that no longer exist.
SELECT DISTINCT k::bigint FROM deletions d, jsonb_array_elements_text(d.kept -> 'series_ids') k
WHERE d.document_id = ANY(%(ids)s) ORDER BY 1

-- name: kept
-- The rows of these documents in the bin.
SELECT jsonb_build_array(kept, files) FROM deletions WHERE document_id = ANY(%(ids)s::uuid[]) AND kept IS NOT NULL
