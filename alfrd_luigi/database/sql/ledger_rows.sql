-- name: documents
-- The filed documents that are transactions by the rules of their types, each once, in the order of a ledger. A document without a
-- date, or without a currency, is in every period and every currency: nobody knows that it is not. Amounts are texts: JSON's
-- numbers would become floats.
SELECT d.id, r.name AS document_type, d.document_date, d.total_amount, d.currency, d.entity, d.title, s.full_title AS series, d.uncertain,
       d.structured_data ->> 'due_date' AS due_date,
       coalesce(d.structured_data ->> 'invoice_number', d.structured_data ->> 'receipt_number',
                d.structured_data ->> 'reference_number') AS number,
       (SELECT coalesce(jsonb_object_agg(key, value #>> '{}'), '{}') FROM jsonb_each(d.structured_data)
        WHERE jsonb_typeof(value) = 'number') AS amounts,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('description', item ->> 'description', 'amount', item ->> 'amount') ORDER BY place), '[]')
        FROM jsonb_path_query(d.structured_data, '$.line_items[*]') WITH ORDINALITY AS i (item, place)
        WHERE jsonb_typeof(item) = 'object') AS items,
       ARRAY(SELECT key FROM document_files WHERE document_id = d.id ORDER BY position) AS keys
FROM documents d
JOIN jsonb_to_recordset(%(rules)s::jsonb -> 'rules') AS r (name text, needs text[], unless text[], needs_total boolean)
  ON r.name = d.document_type
LEFT JOIN series s ON s.id = d.series_id
WHERE d.status = 'filed' AND d.id NOT IN (SELECT document_id FROM copies)
  AND is_transaction(d.structured_data, d.total_amount, r.needs, r.unless, r.needs_total)
  AND (d.document_date IS NULL OR d.document_date >= coalesce(%(since)s::date, '-infinity') AND d.document_date <= coalesce(%(until)s::date, 'infinity'))
  AND (%(document_type)s::text IS NULL OR d.document_type = %(document_type)s)
  AND (%(currency)s::text IS NULL OR d.currency IS NULL OR d.currency = %(currency)s)
ORDER BY d.document_date NULLS LAST, d.id

-- name: types
-- The types of the filed documents that the same filters find, each document once.
SELECT t.name AS document_type, count(*) AS documents FROM documents d JOIN document_types t ON t.name = d.document_type
WHERE d.status = 'filed' AND d.id NOT IN (SELECT document_id FROM copies)
  AND (d.document_date IS NULL OR d.document_date >= coalesce(%(since)s::date, '-infinity') AND d.document_date <= coalesce(%(until)s::date, 'infinity'))
  AND (%(document_type)s::text IS NULL OR d.document_type = %(document_type)s)
  AND (%(currency)s::text IS NULL OR d.currency IS NULL OR d.currency = %(currency)s)
GROUP BY 1 ORDER BY 1

-- name: months
-- What the transactions of each month come to, by type, currency and, where it is asked for, issuer. `uncertain` counts those
-- with a value that is not sure, `lacking` those that lack a date, a total or a currency.
SELECT date_trunc('month', d.document_date)::date AS month, r.name AS document_type, CASE WHEN %(by_issuer)s THEN d.entity END AS entity, d.currency,
       coalesce(sum(d.total_amount), 0) AS total, count(d.total_amount) AS documents,
       count(*) FILTER (WHERE d.total_amount IS NOT NULL AND d.uncertain && '{type,entity,date,total,currency}') AS uncertain,
       count(*) FILTER (WHERE d.document_date IS NULL OR d.total_amount IS NULL OR d.currency IS NULL) AS lacking
FROM documents d
JOIN jsonb_to_recordset(%(rules)s::jsonb -> 'rules') AS r (name text, needs text[], unless text[], needs_total boolean)
  ON r.name = d.document_type
WHERE d.status = 'filed' AND d.id NOT IN (SELECT document_id FROM copies)
  AND is_transaction(d.structured_data, d.total_amount, r.needs, r.unless, r.needs_total)
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4

-- name: record
-- Make the stored rules those that are stated. Nothing is written if they are.
WITH stated AS (
    SELECT r.* FROM jsonb_to_recordset(%(rules)s::jsonb -> 'rules')
        AS r (name text, kind text, account text, needs text[], unless text[], needs_total boolean)
    JOIN document_types t ON t.name = r.name
), gone AS (
    DELETE FROM ledger_rules WHERE document_type NOT IN (SELECT name FROM stated)
)
INSERT INTO ledger_rules AS known (document_type, kind, account, needs, unless, needs_total)
SELECT name, kind, account, needs, unless, needs_total FROM stated
ON CONFLICT (document_type) DO UPDATE
SET kind = excluded.kind, account = excluded.account, needs = excluded.needs, unless = excluded.unless, needs_total = excluded.needs_total
WHERE (known.kind, known.account, known.needs, known.unless, known.needs_total)
   IS DISTINCT FROM (excluded.kind, excluded.account, excluded.needs, excluded.unless, excluded.needs_total)
