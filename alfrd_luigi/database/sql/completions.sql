-- name: documents
-- The newest documents whose id is in a range, with what a person knows of them.
SELECT d.id::text AS value, concat_ws('  ', d.document_date::text, coalesce(d.entity, f.name), d.total_amount::text) AS help
FROM documents d LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
WHERE d.id BETWEEN %(low)s AND %(high)s
ORDER BY d.registered_at DESC, d.id LIMIT %(limit)s

-- name: types
-- The document types that are in use.
SELECT name AS value, description AS help FROM document_types WHERE retired_at IS NULL ORDER BY name

-- name: series
-- The series with documents.
SELECT id::text AS value, full_title AS help FROM series
WHERE merged_into IS NULL AND EXISTS (SELECT FROM documents WHERE series_id = series.id) ORDER BY id DESC LIMIT %(limit)s

-- name: tags
-- Tags by name.
SELECT name AS value, '' AS help FROM tags ORDER BY name LIMIT %(limit)s

-- name: prompts
-- The keys of the prompts.
SELECT DISTINCT concat_ws(':', kind, coalesce(document_type, series_id::text)) AS value, '' AS help FROM prompts ORDER BY 1
