-- name: due
-- The keys, or this one if `kind` is given, for which a version may be proposed in this run: the active version is not pinned, has no
-- challenger, and has low scores, or persons corrected what it found in the clinic. Where nothing was left to try, something is new
-- since. A run tries each key once.
WITH corrected AS (
    SELECT a.prompt_id, max(t.at) AS at
    FROM corrections c
    JOIN acts t ON t.id = c.act_id
    JOIN prompt_answers a ON a.document_id = c.document_id
    JOIN prompts p ON p.id = a.prompt_id AND p.is_active
    WHERE c.kind = 'set' AND c.undone_by IS NULL AND NOT is_of_court(c.document_id)
      AND CASE p.kind WHEN 'classifier' THEN c.field = 'type'
          ELSE c.field IN ('entity', 'date', 'total', 'currency') OR c.field LIKE 'field.%%' END
    GROUP BY a.prompt_id
)
SELECT p.kind, p.document_type, p.series_id
FROM prompts p
LEFT JOIN corrected c ON c.prompt_id = p.id
CROSS JOIN LATERAL (
    SELECT count(*) >= %(least_scored)s AND avg(score) < %(ceiling)s AS is_weak, max(scored_at) AS at
    FROM (SELECT score, scored_at FROM prompt_scores WHERE prompt_id = p.id ORDER BY scored_at DESC LIMIT 200) n) s
CROSS JOIN LATERAL (
    SELECT coalesce(max(closed_at), '-infinity') AS at FROM prompt_proposals WHERE incumbent_id = p.id AND state = 'exhausted') e
WHERE p.is_active AND NOT p.is_pinned AND p.kind IN ('classifier', 'summarizer', 'series_summarizer')
  AND (%(kind)s::text IS NULL OR (p.kind, p.document_type, p.series_id)
                                 IS NOT DISTINCT FROM (%(kind)s::text, %(document_type)s::text, %(series_id)s::bigint))
  AND (c.at > e.at OR (s.is_weak AND s.at > e.at))
  AND NOT EXISTS (SELECT FROM prompt_trials t WHERE t.incumbent_id = p.id AND t.state = 'open' AND t.purpose = 'challenge')
  AND NOT EXISTS (SELECT FROM prompt_proposals o WHERE o.incumbent_id = p.id AND CASE o.state
                  WHEN 'open' THEN NOT is_due(o.next_attempt_at) OR (o.run_id <> %(run)s AND run_is_alive(o.run_id))
                  ELSE o.run_id = %(run)s END)
  AND NOT EXISTS (SELECT FROM runs WHERE id = %(run)s AND stopped_by IS NOT NULL)
ORDER BY p.kind, p.document_type, p.series_id LIMIT %(limit)s

-- name: open
-- The open proposal for the active version of a key, made if there is none. Those for former versions end.
WITH stale AS (
    UPDATE prompt_proposals o SET state = 'superseded', reason = 'another version became active', closed_at = clock_timestamp()
    FROM prompts p
    WHERE p.id = o.incumbent_id AND o.state = 'open' AND NOT p.is_active AND (o.run_id IS NULL OR NOT run_is_alive(o.run_id))
      AND p.kind = %(kind)s AND p.document_type IS NOT DISTINCT FROM %(document_type)s AND p.series_id IS NOT DISTINCT FROM %(series_id)s
)
INSERT INTO prompt_proposals (incumbent_id)
SELECT id FROM prompts
WHERE is_active AND kind = %(kind)s AND document_type IS NOT DISTINCT FROM %(document_type)s AND series_id IS NOT DISTINCT FROM %(series_id)s
ON CONFLICT (incumbent_id) WHERE state = 'open' DO UPDATE SET state = 'open'
RETURNING id

-- name: claim
-- Claim an open proposal for a run.
UPDATE prompt_proposals SET run_id = %(run)s
WHERE id = %(id)s AND state = 'open' AND is_due(next_attempt_at)
  AND (run_id IS NULL OR run_id = %(run)s OR NOT run_is_alive(run_id))

-- name: hold
-- The earlier failures of a proposal (see stage_results.failures), with the proposal locked until the transaction ends, if the run
-- still holds it.
SELECT attempts, waits, is_blamed, failed_at AS last_at FROM prompt_proposals
WHERE id = %(id)s AND run_id = %(run)s AND state = 'open' FOR UPDATE

-- name: release
-- Release the claim of a proposal.
UPDATE prompt_proposals SET run_id = NULL WHERE id = %(id)s AND run_id = %(run)s AND state = 'open'

-- name: rest
-- Let a proposal rest, because nothing can be done now.
UPDATE prompt_proposals
SET run_id = NULL, next_attempt_at = now() + make_interval(secs => %(seconds)s), attempts = 0, waits = 0, is_blamed = false, failed_at = NULL
WHERE id = %(id)s AND run_id = %(run)s AND state = 'open'

-- name: defer
-- Defer a proposal after a failure.
UPDATE prompt_proposals
SET run_id = NULL, next_attempt_at = now() + make_interval(secs => %(seconds)s), attempts = %(attempts)s, waits = %(waits)s,
    is_blamed = %(is_blamed)s, failed_at = clock_timestamp()
WHERE id = %(id)s AND run_id = %(run)s AND state = 'open'

-- name: set_cause
-- Record what a proposal is about.
UPDATE prompt_proposals SET cause = %(cause)s WHERE id = %(id)s AND run_id = %(run)s AND state = 'open'

-- name: forget_shown
-- Forget which documents were shown for a proposal, because another attempt shows others.
DELETE FROM prompt_proposal_documents WHERE proposal_id = %(id)s

-- name: show
-- Record that documents were shown for a proposal.
INSERT INTO prompt_proposal_documents (proposal_id, document_id)
SELECT %(id)s, d.id FROM documents d WHERE d.id = ANY(%(documents)s::uuid[])

-- name: close
-- Close an open proposal.
UPDATE prompt_proposals
SET state = %(state)s, reason = %(reason)s, candidate_id = %(candidate)s::bigint, closed_at = clock_timestamp(), next_attempt_at = NULL
WHERE id = %(id)s AND run_id = %(run)s AND state = 'open'

-- name: forget_exhausted
-- Delete the earlier records that nothing was left to try. The last one counts.
DELETE FROM prompt_proposals o USING prompt_proposals n
WHERE n.id = %(id)s AND o.incumbent_id = n.incumbent_id AND o.state = 'exhausted'

-- name: refuse
-- Record a proposal that was refused beside an open one, for the same version.
INSERT INTO prompt_proposals (incumbent_id, cause, state, reason, closed_at, run_id)
SELECT incumbent_id, %(cause)s, 'refused', %(reason)s, clock_timestamp(), run_id FROM prompt_proposals WHERE id = %(id)s

-- name: tried
-- The causes that were tried for a version.
SELECT cause FROM prompt_proposals WHERE incumbent_id = %(incumbent)s AND state IN ('challenged', 'refused', 'failed') AND cause IS NOT NULL

-- name: clinic
-- What a version answered about documents of the clinic that persons corrected or approved, or that have a low score: the newest words
-- of persons first. The scorer's remark is that of the recorded score.
SELECT a.document_id, a.answer, w.words, s.score, r.answer ->> 'reasoning' AS remark
FROM (SELECT document_id FROM corrections WHERE undone_by IS NULL
      UNION SELECT document_id FROM prompt_scores WHERE prompt_id = %(incumbent)s AND score < %(ceiling)s) o
JOIN prompts p ON p.id = %(incumbent)s
JOIN prompt_answers a ON a.prompt_id = p.id AND a.document_id = o.document_id
JOIN documents d ON d.id = a.document_id AND d.status = 'filed' AND (p.document_type IS NULL OR d.document_type = p.document_type)
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(field, value), '{}') AS words, max(at) AS at FROM words
    WHERE document_id = a.document_id
      AND CASE p.kind WHEN 'classifier' THEN field = 'type'
          ELSE field IN ('entity', 'date', 'total', 'currency') OR field LIKE 'field.%%' END) w
LEFT JOIN prompt_scores s ON s.prompt_id = p.id AND s.document_id = a.document_id
LEFT JOIN stage_results r ON r.document_id = a.document_id AND r.status = 'completed' AND r.answer -> 'score' = to_jsonb(s.score)
                         AND r.stage = CASE p.kind WHEN 'classifier' THEN 'score_classification' ELSE 'score_summary' END
WHERE NOT is_of_court(a.document_id) AND (w.at IS NOT NULL OR s.score < %(ceiling)s)
ORDER BY w.at DESC NULLS LAST, s.score, a.document_id LIMIT %(limit)s

-- name: of_key
-- The proposals for the versions of a key, the newest first, with what their calls cost.
SELECT o.id, i.version AS incumbent, o.cause, o.state, c.version AS candidate, o.reason, o.opened_at, o.closed_at,
       (SELECT coalesce(sum(coalesce(cost_usd, reserved_usd)), 0) FROM calls WHERE proposal_id = o.id) AS usd
FROM prompt_proposals o JOIN prompts i ON i.id = o.incumbent_id LEFT JOIN prompts c ON c.id = o.candidate_id
WHERE i.kind = %(kind)s AND i.document_type IS NOT DISTINCT FROM %(document_type)s AND i.series_id IS NOT DISTINCT FROM %(series_id)s
ORDER BY o.opened_at DESC, o.id
