-- name: any
-- Whether anything was learnt.
SELECT EXISTS (SELECT FROM issuer_marks)

-- name: names
-- The names of all issuers.
SELECT issuer_id AS issuer, kind, value, shown FROM issuer_marks WHERE kind IN ('name', 'alias', 'mistaken name')

-- name: with_marks
-- The issuers that have a mark with one of these values.
SELECT DISTINCT issuer_id FROM issuer_marks WHERE md5(value) = ANY (SELECT md5(value) FROM unnest(%(values)s::text[]) AS value)

-- name: marks
-- The marks of issuers, but for those learnt from one document.
SELECT DISTINCT issuer_id AS issuer, kind, value, shown FROM issuer_marks
WHERE issuer_id = ANY (%(ids)s::uuid[]) AND document_id IS DISTINCT FROM %(but_from)s
ORDER BY issuer, kind, value, shown

-- name: name
-- The name of an issuer.
SELECT name FROM issuer_names WHERE id = %(id)s

-- name: named
-- The issuer whose name a person gave like this.
SELECT id FROM issuer_names WHERE is_said AND lower(name) = lower(%(name)s) ORDER BY id LIMIT 1

-- name: lessons
-- The values learnt from the newest documents of an issuer, the newest first, but for those of one document.
WITH newest AS (
    SELECT document_id, learnt_at FROM issuer_lessons
    WHERE issuer_id = %(id)s AND document_id <> %(but_from)s ORDER BY learnt_at DESC, document_id LIMIT %(count)s
)
SELECT f.document_id AS document, n.learnt_at, f.field, f.kind, f.found, f.found_label, f.confidence, f.value, f.places
FROM newest n JOIN issuer_fields f USING (document_id) ORDER BY n.learnt_at DESC, f.document_id, f.field

-- name: losses
-- How many documents showed, since it was last learnt, that what the memory of an issuer proposes for a field is wrong: the page said
-- otherwise, or a person.
WITH learnt AS (
    SELECT l.issuer_id AS issuer, f.field, max(l.learnt_at) AS at FROM issuer_lessons l JOIN issuer_fields f USING (document_id)
    WHERE l.issuer_id = ANY(%(ids)s::uuid[]) AND l.document_id <> %(but_from)s GROUP BY 1, 2
), uses AS (
    SELECT r.document_id, r.finished_at AS at, u.issuer, u.field, u.proposed, u.outcome
    FROM stage_results r
    CROSS JOIN LATERAL jsonb_to_recordset(r.answer -> 'memory') AS u (issuer uuid, field text, proposed jsonb, outcome text)
    WHERE r.answer ? 'memory'
      AND r.answer -> 'memory' @> ANY(ARRAY(SELECT jsonb_build_array(jsonb_build_object('issuer', id)) FROM unnest(%(ids)s::text[]) AS id))
      AND r.status = 'completed' AND r.document_id <> %(but_from)s AND NOT is_replaced(r.document_id, r.stage)
)
SELECT u.issuer, u.field, count(DISTINCT u.document_id) AS documents
FROM uses u JOIN learnt USING (issuer, field)
LEFT JOIN words w ON w.document_id = u.document_id AND w.field = u.field
WHERE u.at > learnt.at
  AND ((u.outcome = 'lost' AND w.value IS DISTINCT FROM u.proposed) OR (u.outcome = 'taken' AND w.value <> u.proposed))
GROUP BY u.issuer, u.field

-- name: tags
-- The tags that persons gave to at least half of the documents from which an issuer was learnt, but for one document.
SELECT t.tag FROM issuer_lessons l JOIN said_tags t USING (document_id)
WHERE l.issuer_id = %(id)s AND l.document_id <> %(but_from)s
GROUP BY t.tag
HAVING 2 * count(*) >= (SELECT count(*) FROM issuer_lessons WHERE issuer_id = %(id)s AND document_id <> %(but_from)s)
ORDER BY t.tag

-- name: examples
-- The newest documents from which something was learnt, of an issuer, or else of a type.
SELECT l.document_id FROM issuer_lessons l JOIN documents d ON d.id = l.document_id
WHERE l.document_id <> %(but_from)s AND l.forgotten_at IS NULL AND (l.issuer_id = %(issuer)s OR d.document_type = %(document_type)s)
ORDER BY l.issuer_id IS NOT DISTINCT FROM %(issuer)s DESC, l.learnt_at DESC, l.document_id LIMIT %(count)s

-- name: series
-- The series with a prompt in which documents of a type are, from which an issuer was learnt, but for one document.
SELECT DISTINCT s.id, s.account
FROM issuer_lessons l JOIN documents d ON d.id = l.document_id JOIN series s ON s.id = d.series_id
JOIN prompts p ON p.series_id = s.id AND p.is_active
WHERE l.issuer_id = %(issuer)s AND l.document_id <> %(but_from)s AND l.forgotten_at IS NULL
  AND d.document_type = %(document_type)s AND d.status = 'filed'
ORDER BY s.id

-- name: said
-- What is learnt from: the words on a document, what its stages found by themselves, and the time of the last word or tag.
SELECT (SELECT coalesce(jsonb_object_agg(field, jsonb_build_object('kind', kind, 'value', value)), '{}') FROM words WHERE document_id = d.id) AS words,
       c.answer AS classification, coalesce(x.answer, s.answer) AS record,
       greatest((SELECT max(at) FROM words WHERE document_id = d.id),
                (SELECT max(at) FROM said_tags WHERE document_id = d.id)) AS at,
       (SELECT forgotten_at FROM issuer_lessons WHERE document_id = d.id) AS forgotten_at
FROM documents d
LEFT JOIN stage_results c ON c.document_id = d.id AND c.stage = 'classify' AND c.status = 'completed'
LEFT JOIN stage_results s ON s.document_id = d.id AND s.stage = 'summarize' AND s.status = 'completed'
LEFT JOIN stage_results x ON x.document_id = d.id AND x.stage = 'extract_series' AND x.status = 'completed'
                         AND x.answer ->> 'method' = 'series'
WHERE d.id = %(document_id)s

-- name: is_taught
-- Whether a person said something of a document, or it is a lesson.
SELECT EXISTS (SELECT FROM corrections WHERE document_id = %(document_id)s)
    OR EXISTS (SELECT FROM tag_corrections WHERE document_id = %(document_id)s AND act_id IS NOT NULL)
    OR EXISTS (SELECT FROM issuer_lessons WHERE document_id = %(document_id)s)
    OR EXISTS (SELECT FROM issuer_marks WHERE document_id = %(document_id)s)

-- name: unlearn_marks
-- Delete the marks learnt from a document.
DELETE FROM issuer_marks WHERE document_id = %(document_id)s

-- name: unlearn_fields
-- Delete the values learnt from a document.
DELETE FROM issuer_fields WHERE document_id = %(document_id)s

-- name: unlearn
-- A document is no lesson any more, unless it is on record that it was forgotten.
DELETE FROM issuer_lessons WHERE document_id = %(document_id)s AND (forgotten_at IS NULL OR NOT %(but_forgotten)s)

-- name: insert
-- Add an issuer.
INSERT INTO issuers (id) VALUES (%(id)s) ON CONFLICT DO NOTHING

-- name: is_taken
-- Whether an issuer with this id was learnt from other documents.
SELECT EXISTS (SELECT FROM issuer_lessons WHERE issuer_id = %(id)s)

-- name: insert_lesson
-- Add a lesson.
INSERT INTO issuer_lessons (document_id, issuer_id, learnt_at, forgotten_at)
VALUES (%(document_id)s, %(issuer_id)s, %(learnt_at)s, %(forgotten_at)s)

-- name: insert_mark
-- Add a mark of an issuer.
INSERT INTO issuer_marks (issuer_id, document_id, kind, value, shown) VALUES (%(issuer_id)s, %(document_id)s, %(kind)s, %(value)s, %(shown)s)

-- name: insert_field
-- Add a value of a lesson.
INSERT INTO issuer_fields (document_id, field, kind, found, found_label, confidence, value, places)
VALUES (%(document_id)s, %(field)s, %(kind)s, %(found)s, %(found_label)s, %(confidence)s, %(value)s, %(places)s)

-- name: delete_empty
-- Delete the issuers of which nothing is left: no lesson, and no name or alias of a person's.
DELETE FROM issuers i
WHERE name IS NULL AND NOT EXISTS (SELECT FROM issuer_lessons WHERE issuer_id = i.id)
  AND NOT EXISTS (SELECT FROM issuer_marks WHERE issuer_id = i.id)

-- name: list
-- Issuers, with the number of the documents from which each was learnt and of the values that it gave to others.
WITH uses AS (
    SELECT u.issuer, count(*) FILTER (WHERE outcome = 'taken') AS taken, count(*) FILTER (WHERE outcome = 'lost') AS lost
    FROM stage_results r CROSS JOIN LATERAL jsonb_to_recordset(r.answer -> 'memory') AS u (issuer uuid, outcome text)
    WHERE r.status = 'completed' AND r.answer ? 'memory' AND NOT is_replaced(r.document_id, r.stage)
      AND (%(ids)s::uuid[] IS NULL OR r.answer -> 'memory' @> ANY (
          ARRAY(SELECT jsonb_build_array(jsonb_build_object('issuer', id::text)) FROM unnest(%(ids)s::uuid[]) id)))
    GROUP BY u.issuer
), lessons AS (
    SELECT issuer_id, count(*) AS lessons, max(learnt_at) AS learnt_at FROM issuer_lessons
    WHERE %(ids)s::uuid[] IS NULL OR issuer_id = ANY (%(ids)s) GROUP BY issuer_id
)
SELECT n.id, n.name, coalesce(l.lessons, 0) AS lessons, coalesce(u.taken, 0) AS taken, coalesce(u.lost, 0) AS lost, l.learnt_at
FROM issuer_names n LEFT JOIN lessons l ON l.issuer_id = n.id LEFT JOIN uses u ON u.issuer = n.id
WHERE %(ids)s::uuid[] IS NULL OR n.id = ANY (%(ids)s)
ORDER BY lower(n.name), n.id

-- name: learnt_documents
-- The documents from which an issuer was learnt.
SELECT document_id FROM issuer_lessons WHERE issuer_id = %(id)s ORDER BY document_id

-- name: find
-- The issuers that a person may mean by a name, an alias or the beginning of an id.
SELECT DISTINCT n.id, n.name FROM issuer_names n LEFT JOIN issuer_marks m ON m.issuer_id = n.id AND m.kind IN ('name', 'alias')
WHERE lower(n.name) = lower(%(text)s) OR lower(m.shown) = lower(%(text)s) OR (length(%(text)s) >= 4 AND starts_with(n.id::text, lower(%(text)s)))
ORDER BY n.name, n.id

-- name: own_name
-- The name that a person gave an issuer by itself, and when.
SELECT name, named_at FROM issuers WHERE id = %(id)s

-- name: set_name
-- Give an issuer a name; NULL takes it away.
UPDATE issuers SET name = %(name)s, named_at = %(named_at)s WHERE id = %(id)s

-- name: now
-- The present time of the database.
SELECT clock_timestamp()

-- name: aliases
-- The aliases that persons gave an issuer.
SELECT shown FROM issuer_marks WHERE issuer_id = %(id)s AND document_id IS NULL ORDER BY shown

-- name: delete_alias
-- Delete an alias of an issuer.
DELETE FROM issuer_marks WHERE issuer_id = %(id)s AND document_id IS NULL AND value = %(value)s

-- name: forget_marks
-- Delete the marks of an issuer.
DELETE FROM issuer_marks WHERE issuer_id = %(id)s

-- name: forget_fields
-- Delete the values learnt from the documents of an issuer.
DELETE FROM issuer_fields f USING issuer_lessons l WHERE l.document_id = f.document_id AND l.issuer_id = %(id)s

-- name: forget_lessons
-- The documents of an issuer are no lessons until a person says something of them again.
UPDATE issuer_lessons SET issuer_id = NULL, forgotten_at = clock_timestamp() WHERE issuer_id = %(id)s
