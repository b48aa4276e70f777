-- While versions of prompts are tried, a week's audits are drawn for the trials, and the court is read by views.

-- A draw for a trial is of the documents of the court of its key, those of the past and those that persons changed included. Any
-- other is of what was filed in the last seven days and no person had touched, so the two are samples of different documents.
ALTER TABLE audit_draws
    ADD COLUMN is_for_trial boolean NOT NULL DEFAULT false,
    ADD COLUMN trial_id uuid REFERENCES prompt_trials ON DELETE SET NULL,
    ADD CHECK (is_for_trial OR trial_id IS NULL);

-- Audits with their state, and the key for whose trial they were drawn. One that nobody has closed within four weeks is retired: it
-- is no longer asked for.
CREATE OR REPLACE VIEW audit_states AS
SELECT a.document_id, a.place, a.shown_at, a.act_id, a.verdicts, a.engines, w.id AS draw_id, w.week, w.at AS drawn_at,
       c.at AS closed_at, c.person,
       CASE WHEN a.act_id IS NOT NULL THEN 'closed' WHEN w.at < now() - interval '28 days' THEN 'retired' ELSE 'open' END AS state,
       w.is_for_trial, t.kind, t.document_type, t.series_id
FROM audits a
JOIN audit_draws w ON w.id = a.draw_id
LEFT JOIN acts c ON c.id = a.act_id
LEFT JOIN prompt_trials t ON t.id = w.trial_id;

-- The results of a version of a prompt, the newest first.
CREATE INDEX stage_results_prompt ON stage_results (prompt_id, finished_at DESC) WHERE prompt_id IS NOT NULL;

-- Whether a prompt of this kind is asked for a value, by the name that commands use.
CREATE FUNCTION is_asked(kind text, field text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE kind WHEN 'classifier' THEN field = 'type'
           ELSE field IN ('entity', 'date', 'total', 'currency') OR field LIKE 'field.%' END
$$;

-- The versions of a trial's key.
CREATE VIEW trial_versions AS
SELECT t.id AS trial_id, p.id AS prompt_id
FROM prompt_trials t
JOIN prompts p ON p.kind = t.kind AND p.document_type IS NOT DISTINCT FROM t.document_type AND p.series_id IS NOT DISTINCT FROM t.series_id;

-- The filed documents whose result one of them made.
CREATE VIEW trial_documents AS
SELECT v.trial_id, d.id AS document_id
FROM trial_versions v
JOIN stage_results s ON s.prompt_id = v.prompt_id AND s.status = 'completed'
JOIN documents d ON d.id = s.document_id AND d.status = 'filed';

-- Those of the court that nobody audits yet and that are no copies of another paper.
CREATE VIEW trial_candidates AS
SELECT c.trial_id, c.document_id FROM trial_documents c
WHERE is_of_court(c.document_id)
  AND NOT EXISTS (SELECT FROM audits WHERE document_id = c.document_id)
  AND NOT EXISTS (SELECT FROM copies WHERE document_id = c.document_id);

-- The audits that say, or will say, what is right in a trial. A person has to have seen the paper before saying what is right, and
-- the documents have to be a sample of those of the key: drawn for it, for the classifier, which is asked about all documents, or
-- for no trial. After a promotion, only audits count that were closed since.
CREATE VIEW trial_audits AS
SELECT t.id AS trial_id, a.document_id, a.state, a.closed_at, a.draw_id, a.place, a.verdicts
FROM prompt_trials t
JOIN audit_states a
    ON a.state = 'open'
    OR (a.state = 'closed' AND a.shown_at < a.closed_at AND (t.purpose = 'challenge' OR a.closed_at > t.opened_at))
WHERE NOT a.is_for_trial OR a.kind = 'classifier'
   OR (a.kind = t.kind AND a.document_type IS NOT DISTINCT FROM t.document_type AND a.series_id IS NOT DISTINCT FROM t.series_id);
