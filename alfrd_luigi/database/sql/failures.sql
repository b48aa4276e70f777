-- name: are_its_own
-- Whether a failure is the subject's own although a service failed. It is, if the service answered another document or file since
-- the subject's last failure (or, before that, since the first attempt of this run). It also is if the last failure was the
-- subject's own, and no other subject has met an outage since.
WITH recent AS (
    SELECT run_id, stage, coalesce(proposal_id, trial_id, document_id, file_id) AS subject, service, outcome,
           called_at + make_interval(secs => seconds) AS ended_at
    FROM calls ORDER BY id DESC LIMIT 1000
), own AS (
    SELECT min(service) AS service, coalesce(%(last_at)s, min(ended_at)) AS failed_at FROM recent
    WHERE run_id = %(run)s AND stage = %(stage)s AND subject = %(subject)s
      AND outcome IN ('server_error', 'timeout', 'connection')
)
SELECT EXISTS (
    SELECT FROM recent r JOIN own ON own.service = r.service
    WHERE r.outcome = 'answered' AND r.subject <> %(subject)s
      AND r.ended_at > own.failed_at AND r.ended_at <= clock_timestamp()
) OR (
    %(was_blamed)s
    AND NOT EXISTS (SELECT FROM stage_results
                    WHERE waits > 0 AND status <> 'completed' AND document_id <> %(subject)s AND finished_at > %(last_at)s)
    AND NOT EXISTS (SELECT FROM files WHERE waits > 0 AND id <> %(subject)s AND failed_at > %(last_at)s)
    AND NOT EXISTS (SELECT FROM prompt_trials WHERE waits > 0 AND id <> %(subject)s AND failed_at > %(last_at)s)
    AND NOT EXISTS (SELECT FROM prompt_proposals WHERE waits > 0 AND id <> %(subject)s AND failed_at > %(last_at)s)
)
