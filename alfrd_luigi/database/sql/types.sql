-- name: seed
-- Insert or update a type. A shipped type takes its description and fields from the program.
INSERT INTO document_types (name, description, fields_schema, shipped)
VALUES (%(name)s, %(description)s, %(fields_schema)s, %(shipped)s)
ON CONFLICT (name) DO UPDATE SET description = excluded.description, fields_schema = excluded.fields_schema
WHERE document_types.shipped

-- name: list
-- Every type with the number of its documents.
SELECT name, description, fields_schema, shipped, (SELECT count(*) FROM documents WHERE document_type = name) AS documents
FROM document_types ORDER BY name

-- name: known
-- The types that a document may have.
SELECT name, description FROM document_types ORDER BY name

-- name: get
-- One type.
SELECT name, number, description, fields_schema, shipped FROM document_types WHERE name = %(name)s

-- name: of_document
-- The type of a document.
SELECT t.name, t.number, t.description, t.fields_schema, t.shipped
FROM documents d JOIN document_types t ON t.name = d.document_type WHERE d.id = %(id)s

-- name: propose
-- Record a type that a classification proposed. A person decides about it.
INSERT INTO type_proposals (name, description, document_id) VALUES (%(name)s, %(description)s, %(document_id)s)
ON CONFLICT (name) DO UPDATE SET times = type_proposals.times + 1

-- name: proposals
-- The proposed types that no person has accepted.
SELECT name, description, times, document_id, created_at FROM type_proposals WHERE status = 'proposed' ORDER BY times DESC, name

-- name: accept
-- Accept a proposal.
UPDATE type_proposals SET status = 'accepted' WHERE name = %(name)s AND status = 'proposed' RETURNING description
