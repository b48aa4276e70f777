-- name: documents
-- Documents as rows of a list, in one of three orders or the newest first. A NULL parameter omits its condition. A document
-- without a date is in the list of the year in which it was registered (UTC). The copies and the files of a few documents are
-- found without those of all, therefore lateral joins.
SELECT d.id, extract(year FROM coalesce(d.document_date, (d.registered_at AT TIME ZONE 'UTC')::date))::integer AS year,
       d.registered_at, d.status, d.document_type, d.title, d.entity, d.document_date, d.total_amount, d.currency, d.uncertain,
       d.error_message, d.series_id, s.full_title AS series, f.name,
       ARRAY(SELECT tag FROM document_tags t WHERE t.document_id = d.id AND t.origin <> 'file' ORDER BY tag) AS tags,
       coalesce(c.is_copy, false) AS is_copy
FROM (
    SELECT * FROM documents d
    WHERE (%(ids)s::uuid[] IS NULL OR id = ANY(%(ids)s))
      AND (%(status)s::text IS NULL OR status = %(status)s)
      AND (%(document_type)s::text IS NULL OR document_type = %(document_type)s)
      AND (NOT %(only_uncertain)s OR uncertain <> '{}')
      AND (NOT %(only_duplicates)s OR EXISTS (
           SELECT FROM pairs_of_documents WHERE document_id = d.id AND verdict IN ('same', 'alike')))
    ORDER BY CASE %(sort)s WHEN 'date' THEN document_date END DESC NULLS LAST,
             CASE %(sort)s WHEN 'total' THEN total_amount END DESC NULLS LAST, CASE %(sort)s WHEN 'entity' THEN lower(entity) END,
             registered_at DESC, id
    LIMIT %(limit)s) d
LEFT JOIN series s ON s.id = d.series_id
LEFT JOIN LATERAL (SELECT name FROM document_files WHERE document_id = d.id AND position = 1 LIMIT 1) f ON true
LEFT JOIN LATERAL (SELECT true AS is_copy FROM copies WHERE document_id = d.id LIMIT 1) c ON true
ORDER BY CASE %(sort)s WHEN 'date' THEN d.document_date END DESC NULLS LAST,
         CASE %(sort)s WHEN 'total' THEN d.total_amount END DESC NULLS LAST, CASE %(sort)s WHEN 'entity' THEN lower(d.entity) END,
         d.registered_at DESC, d.id

-- name: likenesses
-- Of these documents, those that are copies, with the document that is counted in their place, those that look like others, and those
-- that are the same paper as another while one of the two is not filed: which of them is counted is not known yet.
SELECT d.id AS document_id, o.original, coalesce(a.alike, '{}') AS alike, coalesce(a.undecided, '{}') AS undecided
FROM unnest(%(ids)s::uuid[]) AS d (id)
LEFT JOIN LATERAL (
    SELECT c.original_id AS original FROM copies c JOIN documents first ON first.id = c.original_id
    WHERE c.document_id = d.id ORDER BY first.total_amount IS NULL, first.registered_at, first.id LIMIT 1) o ON true
CROSS JOIN LATERAL (
    SELECT array_agg(paired_id ORDER BY decided_at, paired_id) FILTER (WHERE verdict = 'alike') AS alike,
           array_agg(paired_id ORDER BY decided_at, paired_id) FILTER (
               WHERE verdict = 'same' AND EXISTS (SELECT FROM documents WHERE id IN (d.id, paired_id) AND status <> 'filed')) AS undecided
    FROM pairs_of_documents WHERE document_id = d.id) a
WHERE o.original IS NOT NULL OR a.alike IS NOT NULL OR a.undecided IS NOT NULL

-- name: years
-- The number of documents in the list of each year, the newest year first.
SELECT extract(year FROM coalesce(document_date, (registered_at AT TIME ZONE 'UTC')::date))::integer AS year, count(*) AS documents
FROM documents GROUP BY 1 ORDER BY 1 DESC

-- name: listed
-- The documents of these years, or all, with the year in which each is listed: the oldest first.
SELECT id, extract(year FROM day)::integer AS year
FROM (SELECT id, coalesce(document_date, (registered_at AT TIME ZONE 'UTC')::date) AS day, registered_at FROM documents) d
WHERE %(years)s::integer[] IS NULL OR extract(year FROM day) = ANY(%(years)s)
ORDER BY day, registered_at, id

-- name: newest
-- The newest documents, the newest first.
SELECT id FROM documents
ORDER BY coalesce(document_date, (registered_at AT TIME ZONE 'UTC')::date) DESC, registered_at DESC, id DESC LIMIT %(limit)s

-- name: keys
-- Where each of these documents, or of all, is listed: its year and its series, the ids of its neighbours in the series and of the
-- documents with which it is paired, how often its bytes came again, and the number of its pages that are no texts. The oldest first.
WITH listed AS (
    SELECT id, coalesce(document_date, (registered_at AT TIME ZONE 'UTC')::date) AS day, registered_at, series_id FROM documents
    WHERE %(ids)s::uuid[] IS NULL OR id = ANY(%(ids)s)
), members AS (
    SELECT id, coalesce(document_date, (registered_at AT TIME ZONE 'UTC')::date) AS day, registered_at, series_id FROM documents
    WHERE series_id IS NOT NULL AND (%(ids)s::uuid[] IS NULL OR series_id = ANY(ARRAY(SELECT series_id FROM documents WHERE id = ANY(%(ids)s))))
), neighbours AS (
    SELECT id, ARRAY[lag(id) OVER w, lead(id) OVER w]::text[] AS around FROM members WINDOW w AS (PARTITION BY series_id ORDER BY day, registered_at, id)
), pairs AS (
    SELECT document_id AS id, array_agg(paired_id::text ORDER BY paired_id) AS paired FROM pairs_of_documents
    WHERE %(ids)s::uuid[] IS NULL OR document_id = ANY(%(ids)s) GROUP BY 1
), again AS (
    SELECT details ->> 'document' AS id, count(*) AS times FROM events
    WHERE subject = 'inbox' AND event = 'duplicate' AND (%(ids)s::text[] IS NULL OR details ->> 'document' = ANY(%(ids)s::text[])) GROUP BY 1
), files AS (
    SELECT document_id AS id, sum(pages)::integer AS drawable FROM document_files
    WHERE (%(ids)s::uuid[] IS NULL OR document_id = ANY(%(ids)s)) AND (starts_with(media_type, 'image/') OR media_type = 'application/pdf') GROUP BY 1
)
SELECT d.id, extract(year FROM d.day)::integer AS year, d.series_id, array_remove(n.around, NULL) || coalesce(p.paired, '{}') AS related,
       coalesce(a.times, 0) AS again, coalesce(f.drawable, 0) AS drawable
FROM listed d LEFT JOIN neighbours n USING (id) LEFT JOIN pairs p USING (id) LEFT JOIN again a ON a.id = d.id::text LEFT JOIN files f ON f.id = d.id
ORDER BY d.day, d.registered_at, d.id

-- name: once_in_series
-- The documents that are or were in one of these series.
SELECT id FROM documents WHERE series_id = ANY(%(ids)s::bigint[])
UNION SELECT document_id FROM revisions WHERE (document ->> 'series_id')::bigint = ANY(%(ids)s::bigint[])

-- name: recalling
-- The documents for which the memory of these issuers was used.
SELECT DISTINCT document_id FROM memory_uses WHERE issuer = ANY(%(issuers)s::uuid[])

-- name: names
-- The titles of all series, and the names of all issuers.
SELECT (SELECT coalesce(jsonb_object_agg(id, full_title), '{}') FROM series) AS series,
       (SELECT coalesce(jsonb_object_agg(id, coalesce(name, '')), '{}') FROM issuer_names) AS issuers

-- name: series_of_files
-- The series of these files.
SELECT series_id FROM files WHERE id = ANY(%(ids)s::uuid[])

-- name: pages
-- The pages of these documents; the words only if they are asked for.
SELECT document_id, number, source, confidence, unread, turn, CASE WHEN %(with_words)s THEN words ELSE '[]' END AS words
FROM pages WHERE document_id = ANY(%(ids)s::uuid[]) ORDER BY document_id, number

-- name: stage_prompts
-- The prompts with which the stages of these documents were done.
SELECT r.document_id, r.stage, p.kind, p.document_type, p.series_id
FROM stage_results r JOIN prompts p ON p.id = r.prompt_id WHERE r.document_id = ANY(%(ids)s::uuid[])

-- name: stage_costs
-- What the calls for each stage of these documents cost.
SELECT d.id AS document_id, c.stage, sum(coalesce(c.cost_usd, 0)) AS usd
FROM documents d JOIN calls c ON c.document_id = d.id WHERE d.id = ANY(%(ids)s::uuid[]) GROUP BY 1, 2

-- name: totals
-- The numbers of documents, of those with uncertain values, and of pages; the bytes of the page files.
SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM documents WHERE uncertain <> '{}') AS uncertain,
       coalesce(sum(pages), 0) AS pages, coalesce(sum(size), 0)::bigint AS bytes
FROM document_files
