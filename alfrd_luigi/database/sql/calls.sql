-- name: open
-- Record an attempt before it is made, and reserve its cost. No row if the run no longer holds the document or file, or if the
-- question has a saved answer (see saved_answer).
WITH saved AS (
    SELECT answer FROM answers
    WHERE %(attempt)s = 1 AND question_key = %(key)s AND coalesce(answer_md5 = md5(answer::text), true)
      AND serves(saved_at, coalesce(%(proposal)s::uuid, %(trial)s, %(document)s, %(file)s), %(stage)s)
), opened AS (
    INSERT INTO calls (run_id, document_id, file_id, trial_id, proposal_id, stage, service, operation, model, question_key, attempt, reserved_usd)
    SELECT %(run)s, %(document)s::uuid, %(file)s::uuid, %(trial)s::uuid, %(proposal)s::uuid, %(stage)s, %(service)s, %(operation)s,
           %(model)s, %(key)s, %(attempt)s, %(reserved)s
    WHERE NOT EXISTS (SELECT FROM saved) AND run_has(%(run)s, %(document)s, %(file)s, %(trial)s, %(proposal)s)
    RETURNING id
)
SELECT (SELECT id FROM opened) AS id, (SELECT answer FROM saved) AS answer, EXISTS (SELECT FROM saved) AS is_saved

-- name: close
-- Record the outcome of an attempt.
UPDATE calls
SET outcome = %(outcome)s, seconds = %(seconds)s, cost_usd = %(cost)s, pages = %(pages)s, input_tokens = %(input_tokens)s,
    output_tokens = %(output_tokens)s, tier = %(tier)s
WHERE id = %(id)s

-- name: is_held
-- Whether the run of an attempt still holds its document or file.
SELECT run_has(run_id, document_id, file_id, trial_id, proposal_id) FROM calls WHERE id = %(id)s

-- name: answered
-- Record that an attempt brought a valid answer, and save the answer if the run still holds the document or file. A newer answer
-- replaces an older one. An outage of the service ends.
WITH ended AS (
    DELETE FROM outages WHERE service = %(service)s
), closed AS (
    UPDATE calls
    SET outcome = 'answered', seconds = %(seconds)s, cost_usd = %(cost)s, pages = %(pages)s, input_tokens = %(input_tokens)s,
        output_tokens = %(output_tokens)s, tier = %(tier)s
    WHERE id = %(id)s
    RETURNING run_id, document_id, file_id, trial_id, proposal_id
)
INSERT INTO answers (question_key, service, operation, answer, answer_md5)
SELECT %(key)s, %(service)s, %(operation)s, %(answer)s, md5(%(answer)s::jsonb::text)
FROM closed WHERE run_has(run_id, document_id, file_id, trial_id, proposal_id)
ON CONFLICT (question_key) DO UPDATE
SET answer = excluded.answer, answer_md5 = excluded.answer_md5, saved_at = clock_timestamp()

-- name: withdraw
-- Delete the row of an attempt that was not sent.
DELETE FROM calls WHERE id = %(id)s

-- name: saved_answer
-- The saved answer to this question, unless a rerun asked for a new answer for this stage of this document or file.
SELECT answer FROM answers
WHERE question_key = %(key)s AND coalesce(answer_md5 = md5(answer::text), true) AND serves(saved_at, %(subject)s, %(stage)s)

-- name: ask_anew
-- Saved answers from before now no longer apply to this stage of this document or file.
INSERT INTO asked_anew (subject, stage) VALUES (%(subject)s, %(stage)s)
ON CONFLICT (subject, stage) DO UPDATE SET since = clock_timestamp()

-- name: spending
-- The cost of a run and of the current day (UTC), and the reservations of calls in progress. A call that is open for longer than
-- a call can take was interrupted: its reservation counts as spent. A call with a time in the future was made while a clock was
-- wrong, and belongs to no day.
WITH today AS (
    SELECT date_trunc('day', now(), 'UTC') AS first, date_trunc('day', now(), 'UTC') + interval '1 day' AS next
), counted AS (
    SELECT run_id, called_at >= first AND called_at < next AS is_today, coalesce(cost_usd, reserved_usd, 0) AS usd,
           outcome = 'open' AND called_at > clock_timestamp() - make_interval(secs => %(longest)s) AS is_open
    FROM calls, today
    WHERE run_id = %(run)s OR (called_at >= first AND called_at < next)
)
SELECT coalesce(sum(usd) FILTER (WHERE run_id = %(run)s AND NOT is_open), 0) AS run_spent,
       coalesce(sum(usd) FILTER (WHERE run_id = %(run)s AND is_open), 0) AS run_open,
       coalesce(sum(usd) FILTER (WHERE is_today AND NOT is_open), 0) AS day_spent,
       coalesce(sum(usd) FILTER (WHERE is_today AND is_open), 0) AS day_open
FROM counted

-- name: trial_spending
-- What trials and proposals cost on the current day (UTC) or, if it is not by day, what they and the other calls cost in 30 days. As in spending, a
-- call that is open for longer than a call can take counts as spent.
WITH counted AS (
    SELECT num_nonnulls(trial_id, proposal_id) > 0 AS is_trial, coalesce(cost_usd, reserved_usd, 0) AS usd,
           outcome = 'open' AND called_at > clock_timestamp() - make_interval(secs => %(longest)s) AS is_open
    FROM calls
    WHERE called_at >= CASE WHEN %(by_day)s THEN date_trunc('day', now(), 'UTC') ELSE now() - interval '30 days' END
      AND called_at <= clock_timestamp()
)
SELECT coalesce(sum(usd) FILTER (WHERE is_trial AND NOT is_open), 0) AS spent,
       coalesce(sum(usd) FILTER (WHERE is_trial AND is_open), 0) AS open,
       coalesce(sum(usd) FILTER (WHERE NOT is_trial AND NOT is_open), 0) AS others
FROM counted

-- name: stage_means
-- The average recent cost of a stage of a document, with these services and this model.
SELECT stage, sum(coalesce(cost_usd, reserved_usd, 0)) / count(DISTINCT document_id) AS usd
FROM (
    SELECT stage, document_id, cost_usd, reserved_usd FROM calls
    WHERE document_id IS NOT NULL AND service = %(service)s AND model IS NOT DISTINCT FROM %(model)s
    ORDER BY id DESC LIMIT 1000) recent
GROUP BY stage

-- name: cost
-- Cost by day (UTC), stage, type, document or tier, of all documents or those of a type: `usd` was billed; `at_most_usd` adds the maximum
-- cost of calls without an answer.
SELECT CASE %(by)s
           WHEN 'day' THEN to_char(c.called_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')
           WHEN 'stage' THEN c.stage
           WHEN 'tier' THEN coalesce(c.tier, 'none')
           WHEN 'type' THEN coalesce(d.document_type, CASE WHEN c.file_id IS NOT NULL THEN 'file summaries' WHEN c.proposal_id IS NOT NULL THEN 'proposals of prompts' END,
                                  'not known')
           ELSE coalesce(c.document_id::text, c.file_id::text, c.proposal_id::text, 'deleted') END AS what,
       CASE WHEN %(by)s = 'document' THEN
           coalesce((SELECT name FROM document_files f WHERE f.document_id = c.document_id AND f.position = 1),
                    (SELECT title FROM files WHERE files.id = c.file_id),
                    CASE WHEN c.proposal_id IS NOT NULL THEN 'proposal of a prompt' END) END AS name,
       count(*) AS calls,
       coalesce(sum(c.pages), 0) AS pages,
       coalesce(sum(c.input_tokens), 0) AS input_tokens,
       coalesce(sum(c.output_tokens), 0) AS output_tokens,
       coalesce(sum(c.cost_usd), 0) AS usd,
       coalesce(sum(coalesce(c.cost_usd, c.reserved_usd)), 0) AS at_most_usd,
       count(*) FILTER (WHERE c.outcome NOT IN ('answered', 'open')) AS in_vain,
       count(*) FILTER (WHERE c.reserved_usd IS NULL) AS unpriced,
       count(*) FILTER (WHERE c.tier = 'flex') AS flex
FROM calls c LEFT JOIN documents d ON d.id = c.document_id
WHERE (%(since)s::date IS NULL OR c.called_at >= (%(since)s::date)::timestamp AT TIME ZONE 'UTC')
  AND (%(document_type)s::text IS NULL OR d.document_type = %(document_type)s)
GROUP BY 1, 2
ORDER BY CASE WHEN %(by)s = 'day' THEN min(c.called_at) END, usd DESC, 1
