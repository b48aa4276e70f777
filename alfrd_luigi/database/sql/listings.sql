-- name: documents
-- Documents as rows of a list, the newest first: those of these ids, or of a year, or all. A document without a date is in the
-- list of the year in which it was registered (UTC).
SELECT d.id, extract(year FROM coalesce(d.document_date, (d.registered_at AT TIME ZONE 'UTC')::date))::integer AS year,
       d.registered_at, d.status, d.document_type, d.title, d.entity, d.document_date, d.total_amount, d.currency, d.uncertain,
       d.error_message, d.series_id, s.full_title AS series, f.name,
       ARRAY(SELECT tag FROM document_tags t WHERE t.document_id = d.id AND t.origin <> 'file' ORDER BY tag) AS tags,
       EXISTS (SELECT FROM copies c WHERE c.document_id = d.id) AS is_copy
FROM documents d
LEFT JOIN series s ON s.id = d.series_id
LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
WHERE (%(ids)s::uuid[] IS NULL OR d.id = ANY(%(ids)s))
  AND (%(year)s::integer IS NULL OR extract(year FROM coalesce(d.document_date, (d.registered_at AT TIME ZONE 'UTC')::date)) = %(year)s)
  AND (NOT %(only_uncertain)s OR d.uncertain <> '{}')
ORDER BY d.registered_at DESC, d.id
LIMIT %(limit)s

-- name: years
-- The number of documents in the list of each year, the newest year first.
SELECT extract(year FROM coalesce(document_date, (registered_at AT TIME ZONE 'UTC')::date))::integer AS year, count(*) AS documents
FROM documents GROUP BY 1 ORDER BY 1 DESC

-- name: keys
-- Where each document is listed: its year and its series, and the documents with which it is paired. The newest come first.
SELECT d.id, extract(year FROM coalesce(d.document_date, (d.registered_at AT TIME ZONE 'UTC')::date))::integer AS year, d.series_id,
       coalesce(p.paired, '{}') AS paired, coalesce(f.drawable, 0) AS drawable
FROM documents d
LEFT JOIN (SELECT document_id, array_agg(paired_id ORDER BY paired_id) AS paired FROM pairs_of_documents GROUP BY 1) p
       ON p.document_id = d.id
LEFT JOIN (SELECT document_id, sum(pages)::integer AS drawable FROM document_files
           WHERE media_type LIKE 'image/%%' OR media_type = 'application/pdf' GROUP BY 1) f ON f.document_id = d.id
WHERE %(ids)s::uuid[] IS NULL OR d.id = ANY(%(ids)s)
ORDER BY d.registered_at DESC, d.id

-- name: series_of_files
-- The series of these files.
SELECT series_id FROM files WHERE id = ANY(%(ids)s::uuid[])

-- name: pages
-- The pages of these documents; the words only if they are asked for.
SELECT document_id, number, source, confidence, unread, turn, CASE WHEN %(with_words)s THEN words ELSE '[]' END AS words
FROM pages WHERE document_id = ANY(%(ids)s::uuid[]) ORDER BY document_id, number

-- name: files
-- The files of these documents in their order.
SELECT document_id, position, key, sha256, size, name, media_type, pages
FROM document_files WHERE document_id = ANY(%(ids)s::uuid[]) ORDER BY document_id, position

-- name: stage_prompts
-- The prompts with which the stages of these documents were done.
SELECT r.document_id, r.stage, p.kind, p.document_type
FROM stage_results r JOIN prompts p ON p.id = r.prompt_id WHERE r.document_id = ANY(%(ids)s::uuid[])

-- name: stage_costs
-- What the calls for each stage of these documents cost.
SELECT document_id, stage, sum(coalesce(cost_usd, 0)) AS usd FROM calls WHERE document_id = ANY(%(ids)s::uuid[]) GROUP BY 1, 2

-- name: totals
-- The number of documents, of their pages, of files of series, and the bytes of the page files.
SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM documents WHERE uncertain <> '{}') AS uncertain,
       coalesce(sum(pages), 0) AS pages, coalesce(sum(size), 0) AS bytes
FROM document_files
