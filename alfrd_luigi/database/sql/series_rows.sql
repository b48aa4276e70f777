-- name: heads
-- Series with the number of their documents, their statistics, and the series that were merged into them.
SELECT s.id, s.full_title AS title, s.entity, s.series_type, s.account, s.frequency, s.own_title IS NOT NULL AS is_named,
       (SELECT coalesce(json_agg(json_build_object('id', m.id, 'title', m.full_title, 'entity', m.entity, 'account', m.account)
                                 ORDER BY m.id), '[]') FROM series m WHERE m.merged_into = s.id) AS merged,
       (SELECT count(*) FROM documents d WHERE d.series_id = s.id) AS documents, file_statistics(s.id) AS statistics
FROM series s WHERE s.id = ANY(%(ids)s::bigint[]) ORDER BY s.id

-- name: members
-- The documents of series, of each the newest ones up to a limit.
SELECT s.id AS series_id, d.id, d.registered_at, d.status, d.document_type, d.title, d.entity, d.document_date, d.total_amount, d.currency,
       d.uncertain, f.name, EXISTS (SELECT FROM copies c WHERE c.document_id = d.id) AS is_copy,
       coalesce(is_balance(d.document_type), false) AS is_balance
FROM unnest(%(ids)s::bigint[]) AS s (id)
CROSS JOIN LATERAL (
    SELECT * FROM documents WHERE series_id = s.id ORDER BY document_date DESC NULLS LAST, registered_at DESC, id DESC LIMIT %(limit)s) d
LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
ORDER BY s.id, d.document_date DESC NULLS LAST, d.registered_at DESC, d.id DESC

-- name: order
-- The series with documents, in the order of their list.
SELECT id FROM series WHERE EXISTS (SELECT FROM documents WHERE series_id = series.id) ORDER BY lower(full_title), id

-- name: listing
-- The series with documents, with the newest dates of their counted documents and the newest amounts of one kind. A date that is
-- more than a month later than the arrival of its document says nothing of the next one: few papers bear such a date. Everything
-- is found in one pass, because a query for each series takes ten times as long.
WITH balances AS MATERIALIZED (
    SELECT name FROM document_types WHERE is_balance(name)
), papers AS (
    SELECT d.series_id, d.id, d.document_date, d.registered_at, d.total_amount, d.currency,
           d.document_type IN (SELECT name FROM balances) AS is_balance
    FROM documents d
    WHERE d.series_id IS NOT NULL AND (%(ids)s::bigint[] IS NULL OR d.series_id = ANY(%(ids)s)) AND d.status = 'filed'
      AND d.document_date IS NOT NULL AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
), days AS (
    SELECT series_id, (array_agg(document_date ORDER BY document_date DESC))[1:%(newest)s] AS days
    FROM (SELECT DISTINCT series_id, document_date FROM papers
          WHERE document_date <= (registered_at AT TIME ZONE 'UTC')::date + 31) d GROUP BY series_id
), last AS (
    SELECT DISTINCT ON (series_id) series_id, currency, is_balance FROM papers WHERE total_amount IS NOT NULL
    ORDER BY series_id, document_date DESC, registered_at DESC, id DESC
), amounts AS (
    SELECT p.series_id, l.currency, l.is_balance, (array_agg(p.total_amount ORDER BY p.document_date DESC, p.registered_at DESC, p.id DESC))[1:%(newest)s] AS amounts
    FROM papers p JOIN last l ON l.series_id = p.series_id AND l.currency IS NOT DISTINCT FROM p.currency AND l.is_balance = p.is_balance
    WHERE p.total_amount IS NOT NULL GROUP BY p.series_id, l.currency, l.is_balance
), numbers AS (
    SELECT series_id, count(*) AS documents FROM documents
    WHERE series_id IS NOT NULL AND (%(ids)s::bigint[] IS NULL OR series_id = ANY(%(ids)s)) GROUP BY series_id
)
SELECT s.id, s.full_title AS title, s.entity, s.series_type, s.account, s.frequency, n.documents, f.id AS file_id, f.status AS file_status,
       f.generated_at, left(f.summary, coalesce(%(letters)s, length(f.summary))) AS summary, f.error, coalesce(d.days, '{}') AS days,
       coalesce(a.amounts, '{}') AS amounts, a.currency,
       coalesce(a.is_balance, false) AS is_balance
FROM numbers n JOIN series s ON s.id = n.series_id
LEFT JOIN files f ON f.series_id = s.id
LEFT JOIN days d ON d.series_id = s.id
LEFT JOIN amounts a ON a.series_id = s.id
ORDER BY lower(s.full_title), s.id

-- name: usual_fields
-- The fields that at least half of the newest counted documents of a series have.
WITH papers AS (
    SELECT d.structured_data FROM documents d
    WHERE series_id = %(id)s AND status = 'filed' AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
    ORDER BY document_date DESC NULLS LAST, registered_at DESC LIMIT %(newest)s
)
SELECT f.key FROM papers, jsonb_each(structured_data) f WHERE f.value <> 'null'
GROUP BY f.key HAVING 2 * count(*) >= (SELECT count(*) FROM papers) ORDER BY f.key
