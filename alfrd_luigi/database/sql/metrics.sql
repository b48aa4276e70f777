-- name: failed
-- The number of failed documents by the stage at which they failed.
SELECT error_stage AS name, count(*) AS number FROM documents WHERE status = 'failed' GROUP BY error_stage ORDER BY error_stage

-- name: files
-- The number of files by the status of their summary.
SELECT status AS name, count(*) AS number FROM files GROUP BY status ORDER BY status

-- name: oldest_waiting
-- When the document was registered that has waited longest to be filed.
SELECT min(registered_at) FROM documents WHERE status NOT IN ('filed', 'failed')

-- name: calls
-- All calls by service and outcome, with their billed cost, and what calls of unknown cost may have cost at most.
SELECT service, outcome, count(*) AS calls, coalesce(sum(cost_usd), 0) AS usd,
       coalesce(sum(reserved_usd) FILTER (WHERE cost_usd IS NULL), 0) AS unknown_usd
FROM calls GROUP BY service, outcome ORDER BY service, outcome

-- name: spent_today
-- What all calls of this day (UTC) cost at most.
SELECT coalesce(sum(coalesce(cost_usd, reserved_usd)), 0) FROM calls
WHERE called_at >= date_trunc('day', now(), 'UTC') AND called_at < date_trunc('day', now(), 'UTC') + interval '1 day'
