-- name: this_month
-- The first day of this month (UTC).
SELECT date_trunc('month', now() AT TIME ZONE 'UTC')::date

-- name: is_done
-- Whether a model was checked this month.
SELECT EXISTS (SELECT FROM model_checks
               WHERE service = %(service)s AND model = %(model)s AND month = date_trunc('month', now() AT TIME ZONE 'UTC')::date)

-- name: baseline
-- The first check of a model by these questions since it changed last.
SELECT month, answers FROM model_checks
WHERE service = %(service)s AND model = %(model)s AND questions = %(questions)s
  AND month >= coalesce((SELECT max(month) FROM model_checks WHERE service = %(service)s AND model = %(model)s AND is_drift), '-infinity')
ORDER BY month LIMIT 1

-- name: keep
-- Keep a check.
INSERT INTO model_checks (service, model, month, questions, reported, answers, digest, than, changed, is_drift)
VALUES (%(service)s, %(model)s, %(month)s, %(questions)s, %(reported)s, %(answers)s, %(digest)s, %(than)s, %(changed)s, %(is_drift)s)
ON CONFLICT DO NOTHING

-- name: since
-- When a model was last found to have changed.
SELECT max(checked_at) FROM model_checks WHERE service = %(service)s AND model = %(model)s AND is_drift

-- name: drifts
-- The models that were found to have changed in the last 31 days.
SELECT service, model, reported, coalesce(than, month) AS than, month, changed, checked_at FROM model_checks
WHERE is_drift AND checked_at > now() - interval '31 days'
ORDER BY checked_at DESC, service, model
