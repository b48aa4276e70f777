-- name: bills
-- The filed documents with a due date but for copies, the last due first.
SELECT d.id, d.series_id, d.registered_at, y.name AS document_type, d.entity, coalesce(d.title, f.name) AS name, d.document_date,
       field_day(d.structured_data, 'due_date') AS due,
       due_amount(field_owed(d.structured_data), d.total_amount, y.rules) AS amount,
       d.currency, d.structured_data ->> 'payment_method' AS method,
       d.structured_data ->> 'invoice_number' AS number, d.paid
FROM documents d JOIN document_types y ON y.name = d.document_type
LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
WHERE field_day(d.structured_data, 'due_date') IS NOT NULL AND d.status = 'filed'
  AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
ORDER BY field_day(d.structured_data, 'due_date') DESC, d.id LIMIT %(limit)s

-- name: undated
-- The filed documents with an amount to pay and no due date but for copies, the newest first.
SELECT d.id, d.series_id, d.registered_at, y.name AS document_type, d.entity, coalesce(d.title, f.name) AS name, d.document_date, NULL::text AS due,
       field_owed(d.structured_data) AS amount, d.currency, d.structured_data ->> 'payment_method' AS method,
       d.structured_data ->> 'invoice_number' AS number, d.paid
FROM documents d JOIN document_types y ON y.name = d.document_type
LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
WHERE field_day(d.structured_data, 'due_date') IS NULL AND field_owed(d.structured_data) > 0 AND d.status = 'filed'
  AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
ORDER BY d.document_date DESC, d.id LIMIT %(limit)s

-- name: totals
-- The newest filed documents of types that may have an amount to pay, with a total, no such amount and no due date, but for copies.
SELECT d.id, d.series_id, d.registered_at, y.name AS document_type, d.entity, coalesce(d.title, f.name) AS name, d.document_date, NULL::text AS due,
       d.total_amount AS amount, d.currency, d.structured_data ->> 'payment_method' AS method,
       d.structured_data ->> 'invoice_number' AS number, d.paid
FROM documents d JOIN document_types y ON y.name = d.document_type AND y.fields_schema -> 'properties' -> 'amount_due' IS NOT NULL
LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
WHERE field_day(d.structured_data, 'due_date') IS NULL AND field_owed(d.structured_data) IS NULL AND d.total_amount > 0
  AND d.document_date IS NOT NULL AND d.status = 'filed' AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
ORDER BY d.document_date DESC, d.id LIMIT %(limit)s

-- name: account_statements
-- The filed documents of series from a day on in the order of their dates, with what they say of the balance before them.
SELECT s.id AS series_id, d.id, coalesce(d.document_date, %(since)s::date) AS document_date, field_number(d.structured_data, 'previous_balance') AS previous,
       field_number(d.structured_data, 'payments') AS payments, field_number(d.structured_data, 'current_charges') AS charges,
       coalesce(field_owed(d.structured_data), d.total_amount) AS amount, d.currency
FROM series s JOIN documents d ON d.series_id = s.id
WHERE s.id = ANY(%(series)s::bigint[]) AND d.status = 'filed' AND d.document_date >= %(since)s
  AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
ORDER BY s.id, d.document_date, d.registered_at, d.id

-- name: receipts
-- The filed receipts of some amounts from a day on in the order of their dates, but for copies.
SELECT d.id, coalesce(d.entity, '') AS entity, coalesce(d.document_date, %(since)s::date) AS document_date, coalesce(d.total_amount, 0) AS amount,
       d.currency
FROM documents d JOIN document_types y ON y.name = d.document_type
WHERE y.rules = 'receipt' AND d.status = 'filed' AND d.document_date >= %(since)s AND d.total_amount = ANY(%(amounts)s::numeric[])
  AND d.entity IS NOT NULL AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
ORDER BY d.document_date, d.registered_at, d.id

-- name: bank_statements
-- The filed statements of banks and cards from a day on but for copies, the newest first.
SELECT d.id, coalesce(d.document_date, %(since)s::date) AS document_date, field_day(d.structured_data, 'period_start') AS first_day, d.currency,
       y.rules = 'credit_card' AS is_card, coalesce(d.text, '') AS text
FROM documents d JOIN document_types y ON y.name = d.document_type
WHERE y.rules IN ('bank_statement', 'credit_card') AND d.status = 'filed' AND d.document_date >= %(since)s AND d.text IS NOT NULL
  AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
ORDER BY d.document_date DESC, d.registered_at DESC, d.id DESC LIMIT %(limit)s

-- name: texts_of_terms
-- The texts of documents, as far as they match a regular expression, and no person said by when they are due.
SELECT d.id, coalesce(d.text, '') AS text FROM documents d
WHERE d.id = ANY(%(ids)s::uuid[]) AND d.text ~* %(pattern)s
  AND NOT EXISTS (SELECT FROM words w WHERE w.document_id = d.id AND w.field = 'field.due_date' AND w.kind = 'set')

-- name: texts
-- The texts of documents, as far as they match a regular expression.
SELECT id, coalesce(text, '') AS text FROM documents WHERE id = ANY(%(ids)s::uuid[]) AND text ~* %(pattern)s
