-- The fields of a series over time, and the members of a series that are read again.

-- The fields of the documents that count in a series, one a row: of text, of a number, or of a choice. `number` is that of a
-- number. `extraction` says which reading the value is from, or that a person said it.
CREATE VIEW series_fields AS
SELECT d.series_id, d.id AS document_id, d.document_date, f.key AS field, f.value, f.value #>> '{}' AS text,
       CASE jsonb_typeof(f.value) WHEN 'number' THEN (f.value #>> '{}')::numeric END AS number,
       CASE WHEN EXISTS (SELECT FROM words w WHERE w.document_id = d.id AND w.field = 'field.' || f.key) THEN 'person'
            ELSE 'type' END AS extraction
FROM documents d
CROSS JOIN LATERAL jsonb_each(d.structured_data) f
WHERE d.series_id IS NOT NULL AND d.status = 'filed' AND jsonb_typeof(f.value) IN ('string', 'number', 'boolean')
  AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id);
