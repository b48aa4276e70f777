-- name: newest
-- The newest documents of a type, or of each.
SELECT t.name, d.id AS document_id
FROM (SELECT document_type, id, row_number() OVER (PARTITION BY document_type ORDER BY registered_at DESC, id) AS place FROM documents
      WHERE %(type)s::text IS NULL OR document_type = %(type)s) d
JOIN document_types t ON t.name = d.document_type
WHERE d.place <= %(limit)s ORDER BY t.name, d.place

-- name: series
-- The series of a type, or of each, those with the newest documents first.
SELECT t.name, s.id AS series_id, f.documents
FROM (SELECT document_type, series_id, count(*) AS documents,
             row_number() OVER (PARTITION BY document_type ORDER BY max(registered_at) DESC, series_id) AS place
      FROM documents WHERE series_id IS NOT NULL AND (%(type)s::text IS NULL OR document_type = %(type)s)
      GROUP BY document_type, series_id) f
JOIN document_types t ON t.name = f.document_type
JOIN series s ON s.id = f.series_id
WHERE f.place <= %(limit)s ORDER BY t.name, f.place

-- name: uncertain
-- How many documents of a type, or of each, have an uncertain value.
SELECT t.name, count(*) AS documents FROM documents d JOIN document_types t ON t.name = d.document_type
WHERE d.uncertain <> '{}' AND (%(type)s::text IS NULL OR t.name = %(type)s) GROUP BY t.name
