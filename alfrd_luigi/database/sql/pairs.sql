-- name: paper
-- What a document is compared by.
SELECT t.rules AS document_type, entity, document_date, total_amount, currency, structured_data, text
FROM documents d LEFT JOIN document_types t ON t.name = d.document_type WHERE id = %(id)s

-- name: candidates
-- Filed documents that may be the same paper as this one and about which no person has decided: those of its date and total, and
-- those that share most of its sketch.
WITH dated AS (
    SELECT id FROM documents
    WHERE document_date = %(document_date)s AND status = 'filed'
      AND (total_amount = %(total_amount)s OR (total_amount IS NULL AND %(total_amount)s::numeric IS NULL))
    ORDER BY registered_at DESC LIMIT %(limit)s
), sketched AS (
    SELECT id FROM documents
    WHERE sketch && %(sketch)s::integer[] AND status = 'filed'
    ORDER BY (SELECT count(*) FROM unnest(sketch) AS band WHERE band = ANY(%(sketch)s)) DESC, registered_at DESC LIMIT %(limit)s
)
SELECT d.id, t.rules AS document_type, d.entity, d.document_date, d.total_amount, d.currency, d.structured_data, d.text
FROM documents d LEFT JOIN document_types t ON t.name = d.document_type
WHERE d.id <> %(id)s AND d.id IN (SELECT id FROM dated UNION SELECT id FROM sketched)
  AND NOT EXISTS (SELECT FROM pairs_of_documents p
                  WHERE p.document_id = %(id)s AND p.paired_id = d.id AND p.origin = 'person')
ORDER BY d.registered_at, d.id

-- name: set_sketch
-- Store what finds the document as a candidate.
UPDATE documents SET sketch = %(sketch)s WHERE id = %(id)s

-- name: set
-- Record a verdict. That of a person replaces any, and is replaced by another one of a person only.
INSERT INTO document_pairs (one, other, verdict, origin, evidence)
VALUES (least(%(one)s, %(other)s), greatest(%(one)s, %(other)s), %(verdict)s, %(origin)s, %(evidence)s)
ON CONFLICT (one, other) DO UPDATE
SET verdict = excluded.verdict, origin = excluded.origin, evidence = excluded.evidence, decided_at = clock_timestamp()
WHERE document_pairs.origin <> 'person' OR excluded.origin = 'person'

-- name: verdict
-- The verdict on two documents.
SELECT verdict, origin, evidence, (decided_at AT TIME ZONE 'UTC')::text AS decided_at FROM document_pairs
WHERE one = least(%(one)s::uuid, %(other)s::uuid) AND other = greatest(%(one)s::uuid, %(other)s::uuid)

-- name: withdraw
-- Remove the verdict on two documents.
DELETE FROM document_pairs WHERE one = least(%(one)s::uuid, %(other)s::uuid) AND other = greatest(%(one)s::uuid, %(other)s::uuid)

-- name: set_time
-- Give a verdict the time of an earlier one that is the same.
UPDATE document_pairs SET decided_at = %(decided_at)s::timestamp AT TIME ZONE 'UTC'
WHERE one = least(%(one)s::uuid, %(other)s::uuid) AND other = greatest(%(one)s::uuid, %(other)s::uuid)
  AND (verdict, origin, evidence) = (%(verdict)s, %(origin)s, %(evidence)s)

-- name: forget
-- Remove what filing found out about the document.
DELETE FROM document_pairs WHERE %(id)s IN (one, other) AND origin <> 'person'

-- name: latter
-- Of two documents, the one that is not counted if they are the same paper.
SELECT id FROM documents WHERE id IN (%(one)s, %(other)s) ORDER BY total_amount IS NULL DESC, registered_at DESC, id DESC LIMIT 1

-- name: linked
-- The documents that the program takes for the same paper as this one.
SELECT paired_id FROM pairs_of_documents
WHERE document_id = %(id)s AND verdict = 'same' AND origin <> 'person' ORDER BY paired_id

-- name: group
-- The filed documents that are the same paper as one of these, directly or through others, and these. OFFSET 0 makes the planner
-- look up the few pairs of each member.
WITH RECURSIVE members AS (
    SELECT unnest(%(ids)s::uuid[]) AS id
    UNION
    SELECT d.id FROM members m
    CROSS JOIN LATERAL (
        SELECT paired_id FROM pairs_of_documents WHERE document_id = m.id AND verdict = 'same' OFFSET 0) p
    CROSS JOIN LATERAL (SELECT id FROM documents WHERE id = p.paired_id AND status = 'filed' OFFSET 0) d
)
SELECT id FROM members ORDER BY id

-- name: forget_links
-- Remove the verdicts between these documents that follow from others.
DELETE FROM document_pairs WHERE origin = 'group' AND one = ANY(%(ids)s::uuid[]) AND other = ANY(%(ids)s::uuid[])

-- name: link
-- All documents of a group are the same paper, except two that a person told apart.
INSERT INTO document_pairs (one, other, verdict, origin, evidence)
SELECT a.id, b.id, 'same', 'group', 'both are the same as another document'
FROM unnest(%(ids)s::uuid[]) AS a (id) JOIN unnest(%(ids)s::uuid[]) AS b (id) ON a.id < b.id
ON CONFLICT (one, other) DO UPDATE SET verdict = excluded.verdict, origin = excluded.origin, evidence = excluded.evidence
WHERE document_pairs.verdict = 'alike'
