-- name: lock
-- Let nobody else draw until the transaction ends.
LOCK TABLE audit_draws IN SHARE ROW EXCLUSIVE MODE

-- name: drawn
-- How many documents were drawn in this week.
SELECT coalesce(sum(drawn), 0)::integer FROM audit_draws
WHERE week = date_trunc('week', clock_timestamp() AT TIME ZONE 'UTC')::date

-- name: draw
-- Draw up to `count` of the documents that were filed in the last seven days, that no person has touched, and that were never drawn.
WITH candidates AS (
    SELECT d.id, row_number() OVER (ORDER BY md5(%(seed)s || d.id::text), d.id) AS place
    FROM documents d
    WHERE d.filed_at > clock_timestamp() - interval '7 days' AND d.status = 'filed'
      AND NOT EXISTS (SELECT FROM revisions WHERE document_id = d.id AND act_id IS NOT NULL)
      AND NOT EXISTS (SELECT FROM audits WHERE document_id = d.id)
), made AS (
    INSERT INTO audit_draws (week, seed, candidates, drawn)
    SELECT date_trunc('week', clock_timestamp() AT TIME ZONE 'UTC')::date, %(seed)s, count(*), least(count(*), %(count)s)
    FROM candidates HAVING count(*) > 0
    RETURNING id
)
INSERT INTO audits (document_id, draw_id, place)
SELECT candidates.id, made.id, place FROM candidates, made WHERE place <= %(count)s

-- name: keys
-- The oldest open trial of each key, the oldest of all first, and how many documents can be drawn for it.
SELECT t.id AS trial, (SELECT count(*) FROM trial_candidates WHERE trial_id = t.id) AS candidates
FROM (SELECT DISTINCT ON (kind, document_type, series_id) id, opened_at
      FROM prompt_trials WHERE state = 'open' ORDER BY kind, document_type, series_id, opened_at, id) t
ORDER BY t.opened_at, t.id

-- name: draw_for_trial
-- Draw up to `count` documents of the court of a trial's key that were never drawn, of any time, touched by a person or not.
WITH candidates AS (
    SELECT document_id AS id, row_number() OVER (ORDER BY md5(%(seed)s || document_id::text), document_id) AS place
    FROM trial_candidates WHERE trial_id = %(trial_id)s
), made AS (
    INSERT INTO audit_draws (week, seed, candidates, drawn, is_for_trial, trial_id)
    SELECT date_trunc('week', clock_timestamp() AT TIME ZONE 'UTC')::date, %(seed)s, count(*), least(count(*), %(count)s), true, %(trial_id)s
    FROM candidates HAVING count(*) > 0
    RETURNING id
)
INSERT INTO audits (document_id, draw_id, place)
SELECT candidates.id, made.id, place FROM candidates, made WHERE place <= %(count)s

-- name: all
-- Every audit, the newest first.
SELECT document_id AS document, week, drawn_at, state, shown_at, closed_at, person, verdicts, engines,
       is_for_trial, kind, document_type, series_id
FROM audit_states
ORDER BY draw_id DESC, place

-- name: open
-- The open audits of documents that are filed, in the order of the draw.
SELECT a.document_id AS document, a.week, a.drawn_at
FROM audit_states a JOIN documents d ON d.id = a.document_id
WHERE a.state = 'open' AND d.status = 'filed'
ORDER BY a.draw_id, a.place

-- name: set_shown
-- The paper is shown. The first time is kept.
UPDATE audits SET shown_at = coalesce(shown_at, clock_timestamp()) WHERE document_id = %(document_id)s

-- name: tried
-- The key of the prompt for whose trial the open audit of a document was drawn.
SELECT kind, document_type, series_id FROM audit_states
WHERE document_id = %(document_id)s AND state = 'open' AND kind IS NOT NULL

-- name: is_shown
-- Whether the open audit of a document was shown; NULL if the document has none.
SELECT shown_at IS NOT NULL FROM audit_states WHERE document_id = %(document_id)s AND state = 'open'

-- name: found
-- What the stages of a document found, and the words of persons, by the names that commands use.
SELECT found || jsonb_build_object('type', classification -> 'document_type') AS found, words
FROM findings WHERE document_id = %(document_id)s

-- name: close
-- Close the audit of a document.
UPDATE audits
SET act_id = %(act_id)s, verdicts = %(verdicts)s,
    engines = (SELECT coalesce(jsonb_object_agg(stage, jsonb_build_object('engine', engine, 'model', model, 'prompt_id', prompt_id)), '{}')
               FROM stage_results
               WHERE document_id = %(document_id)s AND stage IN ('classify', 'summarize', 'extract_series') AND status = 'completed')
WHERE document_id = %(document_id)s

-- name: reopen
-- Take back that an act closed the audit of a document.
UPDATE audits SET act_id = NULL, verdicts = NULL, engines = NULL WHERE document_id = %(document_id)s AND act_id = %(act_id)s
