-- name: uncertain
-- The documents with an uncertain value, the least sure value first, and whether each has an open audit.
SELECT d.id, EXISTS (SELECT FROM audit_states a WHERE a.document_id = d.id AND a.state = 'open') AS is_audit
FROM documents d
CROSS JOIN LATERAL (
    SELECT min(CASE WHEN name = 'type' THEN d.confidence ELSE (d.confidences ->> name)::double precision END) AS least
    FROM unnest(d.uncertain) AS name) u
WHERE d.uncertain <> '{}' AND d.status = 'filed'
ORDER BY u.least, d.registered_at, d.id
LIMIT %(limit)s

-- name: document
-- What is shown of a document for its review: its values by the names that commands use, how sure they are, their places, and the
-- fields of its type. `seen` is its last change.
SELECT d.id, d.document_type, d.title, d.entity, d.document_date, f.name,
       (SELECT coalesce(max(id), 0) FROM revisions r WHERE r.document_id = d.id) AS seen,
       coalesce(d.confidences, '{}') || CASE WHEN d.confidence IS NULL THEN '{}' ELSE jsonb_build_object('type', d.confidence) END
           AS confidences,
       d.uncertain, coalesce(d.places, '{}') AS places, coalesce(d.evidence, '{}') AS evidence, coalesce(y.fields_schema, '{}') AS fields_schema,
       coalesce((SELECT sum(pages) FROM document_files p WHERE p.document_id = d.id), 0)::integer AS pages,
       EXISTS (SELECT FROM audit_states a WHERE a.document_id = d.id AND a.state = 'open') AS is_audit
FROM documents d
LEFT JOIN document_types y ON y.name = d.document_type
LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
WHERE d.id = %(id)s

-- name: pages
-- The pages of a document, some of them with their words and texts.
SELECT number, turn, CASE WHEN number = ANY(%(whole)s::integer[]) THEN words ELSE '[]' END AS words,
       CASE WHEN number = ANY(%(whole)s::integer[]) THEN text ELSE '' END AS text
FROM pages WHERE document_id = %(id)s ORDER BY number
