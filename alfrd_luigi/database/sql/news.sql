-- name: failures
-- What is failed: documents, file summaries, and the entries of the inbox that were rejected in the last 7 days.
SELECT 'document' AS subject, id::text AS key, error_stage AS stage, error_message AS reason FROM documents WHERE status = 'failed'
UNION ALL
SELECT 'file', id::text, 'summarize_file', error FROM files WHERE status = 'failed'
UNION ALL
SELECT 'entry', id::text, NULL, reason FROM rejections WHERE rejected_at > clock_timestamp() - interval '7 days'

-- name: budget
-- Why the budget of this day (UTC) stopped the last run that it did. The id of a run begins with its day.
SELECT stop_message FROM runs
WHERE stopped_by = 'budget' AND id >= to_char(clock_timestamp() AT TIME ZONE 'UTC' - interval '1 day', 'YYYYMMDD')
  AND coalesce(finished_at, seen_at) >= date_trunc('day', clock_timestamp(), 'UTC')
ORDER BY id DESC LIMIT 1

-- name: decisions
-- The decisions about versions of prompts in the last 7 days.
SELECT id, key, event, (details ->> 'version')::integer AS version FROM events
WHERE event IN ('promoted', 'given up', 'refused', 'returned', 'kept') AND subject = 'prompt'
  AND at > clock_timestamp() - interval '7 days'
ORDER BY id

-- name: week
-- The last 7 days: what came, what was filed, what calls cost at most; and what has failed, waits or is uncertain now.
SELECT (SELECT count(*) FROM documents WHERE registered_at > clock_timestamp() - interval '7 days') AS registered,
       (SELECT count(*) FROM documents WHERE filed_at > clock_timestamp() - interval '7 days') AS filed,
       (SELECT count(*) FROM documents WHERE status = 'failed') AS failed,
       (SELECT count(*) FROM documents WHERE status NOT IN ('filed', 'failed')) AS waiting,
       (SELECT count(*) FROM documents WHERE uncertain <> '{}') AS uncertain,
       (SELECT coalesce(sum(coalesce(cost_usd, reserved_usd)), 0) FROM calls WHERE called_at > clock_timestamp() - interval '7 days') AS usd
