-- name: values
-- The fields of the newest counted documents of each series, by date, those without a date last. OFFSET 0 makes the planner read
-- the view by document, and not as a whole.
SELECT f.series_id, f.document_id, f.document_date, f.field, f.value, f.number, f.extraction
FROM unnest(%(ids)s::bigint[]) AS s (id)
CROSS JOIN LATERAL (
    SELECT o.id, o.registered_at FROM documents o
    WHERE o.series_id = s.id AND o.status = 'filed' AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = o.id)
    ORDER BY o.document_date DESC NULLS LAST, o.registered_at DESC, o.id DESC LIMIT %(limit)s) d
CROSS JOIN LATERAL (SELECT * FROM series_fields WHERE document_id = d.id OFFSET 0) f
ORDER BY f.series_id, f.document_date NULLS LAST, d.registered_at, d.id, f.field

-- name: compared
-- What is compared of each series: the numbers and days that more than half of its dated documents have, at least two. A number
-- is compared with that of the paper nearest to a year before the latest one, within 31 days, in the same unit and currency.
-- Each of `values` is a date and a value, of the newest documents, the earliest first. For OFFSET 0, see `values`.
WITH papers AS (
    SELECT s.id AS series_id, d.id AS document_id, d.document_date, d.registered_at, d.currency, f.field, f.value, f.text, f.number,
           d.structured_data ->> (f.field || '_unit') AS unit,
           CASE WHEN f.number IS NOT NULL THEN 'number' WHEN f.text = field_day(d.structured_data, f.field) THEN 'day' END AS kind
    FROM unnest(%(ids)s::bigint[]) AS s (id)
    JOIN documents d ON d.series_id = s.id AND d.document_date IS NOT NULL
    CROSS JOIN LATERAL (SELECT field, value, text, number FROM series_fields WHERE document_id = d.id OFFSET 0) f
), dated AS (
    SELECT series_id, count(DISTINCT document_id) AS papers FROM papers GROUP BY series_id
), common AS (
    SELECT p.series_id, p.field, p.kind, count(*) AS papers FROM papers p JOIN dated USING (series_id)
    WHERE p.kind IS NOT NULL GROUP BY p.series_id, p.field, p.kind, dated.papers
    HAVING count(*) >= 2 AND count(*) * 2 > dated.papers
), placed AS (
    SELECT p.*, row_number() OVER (PARTITION BY p.series_id, p.field ORDER BY p.document_date DESC, p.registered_at DESC, p.document_id DESC) AS place
    FROM papers p JOIN common USING (series_id, field, kind)
)
SELECT c.series_id, c.field, c.kind, c.papers, l.unit, l.currency, l.document_date AS latest_date, l.value AS latest,
       b.document_date AS before_date, b.value AS before,
       CASE WHEN b.number > 0 THEN round(l.number / b.number - 1, 4) END AS change, v.values
FROM common c
JOIN placed l ON l.series_id = c.series_id AND l.field = c.field AND l.place = 1
LEFT JOIN LATERAL (
    SELECT p.document_date, p.value, p.number FROM placed p
    WHERE p.series_id = c.series_id AND p.field = c.field AND c.kind = 'number' AND p.unit IS NOT DISTINCT FROM l.unit
      AND p.currency IS NOT DISTINCT FROM l.currency
      AND p.document_date BETWEEN (l.document_date - interval '1 year')::date - 31 AND (l.document_date - interval '1 year')::date + 31
    ORDER BY abs(p.document_date - (l.document_date - interval '1 year')::date), p.place LIMIT 1) b ON true
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('date', p.document_date, 'value', p.value) ORDER BY p.place DESC) AS values
    FROM placed p WHERE p.series_id = c.series_id AND p.field = c.field AND p.place <= %(newest)s) v
ORDER BY c.series_id, c.field
