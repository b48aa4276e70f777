-- name: open
-- Open a trial of a version against the active one of its key, unless there is one of this purpose.
INSERT INTO prompt_trials (purpose, kind, document_type, series_id, candidate_id, incumbent_id, number, seed, is_audited)
SELECT %(purpose)s, i.kind, i.document_type, i.series_id, %(candidate)s, i.id, %(number)s, %(seed)s, %(is_audited)s::boolean
FROM prompts i WHERE i.id = %(incumbent)s AND i.is_active
ON CONFLICT DO NOTHING
RETURNING id

-- name: challenges
-- The number of challenges in the life of a key.
SELECT count(*) FROM prompt_trials
WHERE purpose = 'challenge' AND kind = %(kind)s AND document_type IS NOT DISTINCT FROM %(document_type)s
  AND series_id IS NOT DISTINCT FROM %(series_id)s

-- name: trial
-- A trial, with the numbers of its versions.
SELECT t.id, t.purpose, t.kind, t.document_type, t.series_id, t.candidate_id, c.version AS candidate, t.incumbent_id, i.version AS incumbent,
       t.number, t.seed, t.state, t.is_audited, t.reason, t.opened_at, t.closed_at, t.run_id
FROM prompt_trials t JOIN prompts c ON c.id = t.candidate_id JOIN prompts i ON i.id = t.incumbent_id
WHERE t.id = %(id)s

-- name: of_key
-- The trials of a key, the newest first.
SELECT t.id, t.purpose, t.kind, t.document_type, t.series_id, t.candidate_id, c.version AS candidate, t.incumbent_id, i.version AS incumbent,
       t.number, t.seed, t.state, t.is_audited, t.reason, t.opened_at, t.closed_at, t.run_id
FROM prompt_trials t JOIN prompts c ON c.id = t.candidate_id JOIN prompts i ON i.id = t.incumbent_id
WHERE t.kind = %(kind)s AND t.document_type IS NOT DISTINCT FROM %(document_type)s AND t.series_id IS NOT DISTINCT FROM %(series_id)s
ORDER BY t.opened_at DESC, t.id

-- name: all_open
-- Every open trial.
SELECT t.id, t.purpose, t.kind, t.document_type, t.series_id, t.candidate_id, c.version AS candidate, t.incumbent_id, i.version AS incumbent,
       t.number, t.seed, t.state, t.is_audited, t.reason, t.opened_at, t.closed_at, t.run_id
FROM prompt_trials t JOIN prompts c ON c.id = t.candidate_id JOIN prompts i ON i.id = t.incumbent_id
WHERE t.state = 'open'
ORDER BY t.opened_at, t.id

-- name: due
-- The open trials that can go on, that no other living run works on, and the number of the next step. Of a key that has two, the
-- return comes first: both would ask about the same documents, and decide under one lock.
SELECT t.id, (SELECT count(*) FROM prompt_pairs p WHERE p.trial_id = t.id) + 1 AS step
FROM (SELECT DISTINCT ON (kind, document_type, series_id) id, opened_at FROM prompt_trials
      WHERE state = 'open' AND is_due(next_attempt_at) AND (run_id IS NULL OR run_id = %(run)s OR NOT run_is_alive(run_id))
      ORDER BY kind, document_type, series_id, purpose DESC) t
WHERE NOT EXISTS (SELECT FROM runs WHERE id = %(run)s AND stopped_by IS NOT NULL)
ORDER BY t.opened_at, t.id LIMIT %(limit)s

-- name: is_due
-- Whether a step of an open trial can be taken now. Step 0 is any.
SELECT EXISTS (
    SELECT FROM prompt_trials t
    WHERE t.id = %(id)s AND t.state = 'open' AND is_due(t.next_attempt_at)
      AND (t.run_id IS NULL OR t.run_id = %(run)s OR NOT run_is_alive(t.run_id))
      AND %(step)s IN (0, (SELECT count(*) FROM prompt_pairs p WHERE p.trial_id = t.id) + 1)
      AND NOT EXISTS (SELECT FROM runs WHERE id = %(run)s AND stopped_by IS NOT NULL))

-- name: claim
-- Claim an open trial for a run.
UPDATE prompt_trials SET run_id = %(run)s
WHERE id = %(id)s AND state = 'open' AND is_due(next_attempt_at)
  AND (run_id IS NULL OR run_id = %(run)s OR NOT run_is_alive(run_id))

-- name: hold
-- The earlier failures of a trial (see stage_results.failures), with the trial locked until the transaction ends, if the run still
-- holds it.
SELECT attempts, waits, is_blamed, failed_at AS last_at FROM prompt_trials
WHERE id = %(id)s AND run_id = %(run)s AND state = 'open' FOR UPDATE

-- name: release
-- Release the claim of a trial.
UPDATE prompt_trials SET run_id = NULL WHERE id = %(id)s AND run_id = %(run)s

-- name: rest
-- Let a trial rest, because nothing can be compared now.
UPDATE prompt_trials
SET run_id = NULL, next_attempt_at = now() + make_interval(secs => %(seconds)s), attempts = 0, waits = 0, is_blamed = false, failed_at = NULL
WHERE id = %(id)s AND run_id = %(run)s

-- name: wake
-- Let the trials that rest go on. One that was deferred after a failure waits on. One that a run works on now is left out, because the
-- caller holds a document that the run may want.
UPDATE prompt_trials SET next_attempt_at = NULL
WHERE id IN (SELECT id FROM prompt_trials WHERE state = 'open' AND next_attempt_at IS NOT NULL AND attempts = 0 AND waits = 0
             ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)

-- name: defer
-- Defer a trial after a failure.
UPDATE prompt_trials
SET run_id = NULL, next_attempt_at = now() + make_interval(secs => %(seconds)s), attempts = %(attempts)s, waits = %(waits)s,
    is_blamed = %(is_blamed)s, failed_at = clock_timestamp()
WHERE id = %(id)s AND run_id = %(run)s

-- name: close
-- Close a trial.
UPDATE prompt_trials
SET state = %(state)s, reason = %(reason)s, is_audited = coalesce(%(is_audited)s::boolean, is_audited), closed_at = clock_timestamp(), run_id = NULL, next_attempt_at = NULL
WHERE id = %(id)s AND state = 'open'

-- name: pairs
-- What a trial compared.
SELECT document_id, part, fields, gold, gold_at, judged, is_first, reasoning, judged_at, made_at FROM prompt_pairs
WHERE trial_id = %(trial_id)s
ORDER BY made_at, document_id

-- name: differences
-- What trials have shown: the differences by audits in the order in which these were closed, and those by the judge in the order of
-- the comparisons.
SELECT t.id AS trial_id, count(*) FILTER (WHERE p.part = 'court') AS documents, count(*) FILTER (WHERE p.part = 'corrections') AS corrections,
       coalesce(array_agg(p.gold ORDER BY p.gold_at, p.document_id) FILTER (WHERE p.gold IS NOT NULL), '{}') AS gold,
       coalesce(array_agg(p.judged ORDER BY p.made_at, p.document_id) FILTER (WHERE p.judged IS NOT NULL), '{}') AS judged
FROM prompt_trials t LEFT JOIN prompt_pairs p ON p.trial_id = t.id
WHERE t.id = ANY(%(ids)s::uuid[])
GROUP BY t.id

-- name: names
-- What the compared documents are called.
SELECT d.id, coalesce(d.title, d.entity, f.name) AS name
FROM documents d LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
WHERE d.id IN (SELECT document_id FROM prompt_pairs WHERE trial_id = ANY(%(ids)s::uuid[]))

-- name: costs
-- The calls of trials: `usd` was billed; `at_most_usd` adds the maximum cost of calls without an answer.
SELECT t.id AS trial_id, count(c.id) AS calls, coalesce(sum(c.cost_usd), 0) AS usd,
       coalesce(sum(coalesce(c.cost_usd, c.reserved_usd)), 0) AS at_most_usd
FROM prompt_trials t LEFT JOIN calls c ON c.trial_id = t.id
WHERE t.id = ANY(%(ids)s::uuid[])
GROUP BY t.id

-- name: compare
-- Record that both answers about a document are there. A killed step may have recorded it before.
INSERT INTO prompt_pairs (trial_id, document_id, part, fields)
VALUES (%(trial_id)s, %(document_id)s, %(part)s, %(fields)s)
ON CONFLICT DO NOTHING

-- name: set_gold
-- Record the difference by an audit, or that the audit was taken back.
UPDATE prompt_pairs
SET gold = %(gold)s, fields = %(fields)s, gold_at = CASE WHEN %(gold)s::float8 IS NOT NULL THEN clock_timestamp() END
WHERE trial_id = %(trial_id)s AND document_id = %(document_id)s AND part = 'court'

-- name: set_judged
-- Record the difference by the judge.
UPDATE prompt_pairs
SET judged = %(judged)s, is_first = %(is_first)s, reasoning = %(reasoning)s, judged_at = clock_timestamp()
WHERE trial_id = %(trial_id)s AND document_id = %(document_id)s AND part = 'court' AND judged IS NULL

-- name: next_document
-- The next document of the court that was not compared: with a closed audit, with an open one, and then, unless only those are
-- wanted, the one with the newest result that is no copy. A return uses audits that were closed since it began.
WITH wanted AS (
    SELECT %(audited_only)s OR purpose = 'return' AS is_closed FROM prompt_trials WHERE id = %(trial_id)s
), audited AS MATERIALIZED (
    SELECT document_id, state, closed_at, draw_id, place FROM trial_audits WHERE trial_id = %(trial_id)s
)
SELECT coalesce(
    (SELECT c.document_id
     FROM audited a JOIN trial_documents c ON c.trial_id = %(trial_id)s AND c.document_id = a.document_id
     WHERE is_of_court(c.document_id) AND (a.state = 'closed' OR NOT (SELECT is_closed FROM wanted))
       AND c.document_id NOT IN (SELECT document_id FROM prompt_pairs WHERE trial_id = %(trial_id)s AND part = 'court')
     ORDER BY a.closed_at NULLS LAST, a.draw_id, a.place LIMIT 1),
    (SELECT n.document_id
     FROM trial_versions v
     -- The newest of each version, of which the index finds the first ones.
     CROSS JOIN LATERAL (
         SELECT s.document_id, s.finished_at FROM stage_results s
         WHERE s.prompt_id = v.prompt_id AND s.status = 'completed' AND is_of_court(s.document_id)
           AND s.document_id NOT IN (SELECT document_id FROM prompt_pairs WHERE trial_id = %(trial_id)s AND part = 'court')
           AND (SELECT status FROM documents WHERE id = s.document_id) = 'filed'
           AND (SELECT count(*) FROM copies WHERE document_id = s.document_id) = 0
         ORDER BY s.finished_at DESC LIMIT 1) n
     WHERE v.trial_id = %(trial_id)s AND NOT (SELECT is_closed FROM wanted)
     ORDER BY n.finished_at DESC LIMIT 1)) AS document_id

-- name: next_correction
-- The next of the newest corrected documents whose result a version of the key made, with the values that persons corrected, of those
-- that the key is asked for. A value whose correction was withdrawn is not one of them; an approval leaves it corrected.
WITH corrected AS (
    SELECT c.document_id, c.field, max(c.id) FILTER (WHERE c.kind = 'set') AS id
    FROM prompt_trials t
    JOIN trial_documents d ON d.trial_id = t.id
    JOIN corrections c ON c.document_id = d.document_id AND c.undone_by IS NULL AND is_asked(t.kind, c.field)
    WHERE t.id = %(trial_id)s
    GROUP BY c.document_id, c.field
    HAVING max(c.id) FILTER (WHERE c.kind = 'set') > coalesce(max(c.id) FILTER (WHERE c.kind = 'unset'), 0)
), newest AS (
    SELECT document_id, max(id) AS id FROM corrected GROUP BY document_id ORDER BY id DESC LIMIT %(newest)s
)
SELECT n.document_id,
       (SELECT jsonb_object_agg(w.field, w.value) FROM corrected c JOIN words w ON w.document_id = c.document_id AND w.field = c.field
        WHERE c.document_id = n.document_id) AS values
FROM newest n
WHERE NOT EXISTS (SELECT FROM prompt_pairs WHERE trial_id = %(trial_id)s AND document_id = n.document_id AND part = 'corrections')
ORDER BY n.id DESC LIMIT 1

-- name: audited
-- The compared documents of which audits say something else than the pairs do, with what is right of the values that the key is asked
-- for; none if the audit was taken back.
SELECT p.document_id, k.values
FROM prompt_pairs p
JOIN prompt_trials t ON t.id = p.trial_id
LEFT JOIN trial_audits a ON a.trial_id = p.trial_id AND a.document_id = p.document_id AND a.state = 'closed'
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(key, value -> 'is'), '{}') AS values FROM jsonb_each(a.verdicts) WHERE is_asked(t.kind, key)) k
CROSS JOIN LATERAL (SELECT coalesce(jsonb_object_agg(key, value -> 'is'), '{}') AS values FROM jsonb_each(p.fields)) r
WHERE p.trial_id = %(trial_id)s AND p.part = 'court' AND (k.values <> r.values OR (k.values = '{}') <> (p.gold IS NULL))
ORDER BY a.closed_at, p.document_id

-- name: agreement
-- How the judge did in the newest pairs that were audited.
SELECT count(*) AS audited, count(is_first) AS pairs,
       count(*) FILTER (WHERE is_first IS NOT NULL AND sign(judged) = sign(gold)) AS agreed,
       coalesce(sum(sign(judged) - sign(gold)) FILTER (WHERE is_first IS NOT NULL), 0)::integer AS favour
FROM (SELECT judged, gold, is_first FROM prompt_pairs WHERE gold IS NOT NULL ORDER BY made_at DESC LIMIT %(newest)s) n
