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

-- name: listing
-- The series with documents, with the newest dates of their counted documents and the newest amounts of one kind. A date that is
-- more than a month later than the arrival of its document says nothing of the next one: few papers bear such a date.
SELECT s.id, s.full_title AS title, s.entity, s.series_type, s.account, s.frequency, n.documents, f.status AS file_status,
       f.generated_at, left(f.summary, %(letters)s) AS summary, f.error, c.days, c.amounts, c.currency
FROM series s LEFT JOIN files f ON f.series_id = s.id
CROSS JOIN LATERAL (SELECT count(*) AS documents FROM documents d WHERE d.series_id = s.id) n
CROSS JOIN LATERAL (
    WITH counted AS (
        SELECT document_date, registered_at, d.id, total_amount, currency, coalesce(is_balance(document_type), false) AS is_balance
        FROM documents d
        WHERE d.series_id = s.id AND status = 'filed' AND document_date IS NOT NULL
          AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
    ), last AS (
        SELECT currency, is_balance FROM counted WHERE total_amount IS NOT NULL ORDER BY document_date DESC, registered_at DESC, id DESC LIMIT 1
    )
    SELECT ARRAY(SELECT DISTINCT document_date FROM counted WHERE document_date <= (registered_at AT TIME ZONE 'UTC')::date + 31
                 ORDER BY 1 DESC LIMIT %(newest)s) AS days,
           ARRAY(SELECT counted.total_amount FROM counted JOIN last ON counted.currency IS NOT DISTINCT FROM last.currency
                                                                  AND counted.is_balance = last.is_balance
                 WHERE counted.total_amount IS NOT NULL
                 ORDER BY document_date DESC, registered_at DESC, id DESC LIMIT %(newest)s) AS amounts,
           (SELECT currency FROM last) AS currency) c
WHERE n.documents > 0 AND (%(ids)s::bigint[] IS NULL OR s.id = ANY(%(ids)s))
ORDER BY lower(s.full_title), s.id
