-- name: standing
-- What was told of these kinds, and whether a message may be sent now: of each kind one a day (UTC), and by one process. What is
-- further in the future than a day, or a claim than two hours, is of a clock that was ahead once, and does not count.
SELECT kind, coalesce(told, '{}') AS told, sent_at,
       coalesce(sent_at NOT BETWEEN date_trunc('day', clock_timestamp(), 'UTC') AND clock_timestamp() + interval '1 day', true)
       AND coalesce(claimed_until NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '2 hours', true) AS is_free,
       coalesce(looked_at BETWEEN date_trunc('day', clock_timestamp(), 'UTC') AND clock_timestamp() + interval '1 day', false) AS is_looked_at
FROM unnest(%(kinds)s::text[]) WITH ORDINALITY AS asked (kind, place) LEFT JOIN notifications USING (kind) ORDER BY place

-- name: claim
-- Claim the messages of these kinds for some seconds, unless one was sent on this day or another process has claimed it. Returns the
-- claimed kinds.
INSERT INTO notifications (kind, claimed_until)
SELECT kind, clock_timestamp() + make_interval(secs => %(seconds)s) FROM unnest(%(kinds)s::text[]) AS kind ORDER BY kind
ON CONFLICT (kind) DO UPDATE SET claimed_until = excluded.claimed_until
WHERE coalesce(notifications.sent_at NOT BETWEEN date_trunc('day', clock_timestamp(), 'UTC') AND clock_timestamp() + interval '1 day', true)
  AND coalesce(notifications.claimed_until NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '2 hours', true)
RETURNING kind

-- name: sent
-- The message of this kind was sent: these keys are told.
UPDATE notifications SET sent_at = clock_timestamp(), looked_at = clock_timestamp(), claimed_until = NULL, told = %(told)s WHERE kind = %(kind)s

-- name: postpone
-- The messages of these kinds could not be sent: they are tried again after some seconds.
UPDATE notifications SET claimed_until = clock_timestamp() + make_interval(secs => %(seconds)s) WHERE kind = ANY(%(kinds)s)

-- name: looked
-- There is no news of this kind. Of what was told, these keys are still the case.
INSERT INTO notifications (kind, told, looked_at) VALUES (%(kind)s, %(told)s, clock_timestamp())
ON CONFLICT (kind) DO UPDATE SET told = excluded.told, looked_at = excluded.looked_at
WHERE coalesce(notifications.claimed_until NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '2 hours', true)
