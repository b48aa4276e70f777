-- Proposals: attempts to find a better version of a prompt, by what went wrong with the active one.

-- An attempt for the active version `incumbent_id`. `cause` names what went wrong, or the suggestion that is tried, and holds no text
-- of a document. A cause is tried once for each version. `exhausted` says that nothing was left to try at that time. `run_id` is the
-- run that holds an open attempt, and later the one that closed it.
CREATE TABLE prompt_proposals (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    incumbent_id    bigint NOT NULL REFERENCES prompts ON DELETE CASCADE,
    cause           text CHECK (cause <> ''),
    state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'challenged', 'refused', 'failed', 'exhausted', 'superseded')),
    candidate_id    bigint REFERENCES prompts ON DELETE SET NULL,
    reason          text,
    opened_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_at       timestamptz,
    run_id          text REFERENCES runs,
    next_attempt_at timestamptz,
    attempts        integer NOT NULL DEFAULT 0,
    waits           integer NOT NULL DEFAULT 0,
    is_blamed       boolean NOT NULL DEFAULT false,
    failed_at       timestamptz,
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK (cause IS NOT NULL OR state NOT IN ('challenged', 'refused')),
    CHECK (candidate_id IS NULL OR state = 'challenged')
);
CREATE UNIQUE INDEX prompt_proposals_one_open ON prompt_proposals (incumbent_id) WHERE state = 'open';
CREATE INDEX prompt_proposals_incumbent ON prompt_proposals (incumbent_id, closed_at);
CREATE INDEX prompt_proposals_candidate ON prompt_proposals (candidate_id);

-- The documents of the clinic whose text was shown for a proposal.
CREATE TABLE prompt_proposal_documents (
    proposal_id uuid NOT NULL REFERENCES prompt_proposals ON DELETE CASCADE,
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    PRIMARY KEY (proposal_id, document_id)
);
CREATE INDEX prompt_proposal_documents_document ON prompt_proposal_documents (document_id);

-- The versions of prompts that came from documents in the bin: by a suggestion, or by a proposal that was shown the document.
CREATE FUNCTION prompts_from_deleted(documents uuid[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT p.id
    FROM deletions d CROSS JOIN jsonb_array_elements(d.kept -> 'prompt_scores') s
    JOIN prompts p ON p.origin = 'suggested' AND p.text = btrim(s ->> 'suggestion', E' \t\r\n')
    WHERE d.document_id = ANY(documents)
    UNION
    SELECT o.candidate_id
    FROM deletions d CROSS JOIN jsonb_array_elements(d.kept -> 'prompt_proposal_documents') s
    JOIN prompt_proposals o ON o.id = (s ->> 'proposal_id')::uuid
    WHERE d.document_id = ANY(documents) AND o.candidate_id IS NOT NULL
$$;

-- The calls of a proposal, which a run makes while it holds the proposal.
ALTER TABLE calls ADD COLUMN proposal_id uuid REFERENCES prompt_proposals ON DELETE SET NULL;
CREATE INDEX calls_proposal ON calls (proposal_id) WHERE proposal_id IS NOT NULL;
DROP FUNCTION run_has(text, uuid, uuid, uuid);
CREATE FUNCTION run_has(run text, document uuid, file uuid, trial uuid, proposal uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN proposal IS NOT NULL THEN EXISTS (SELECT FROM prompt_proposals WHERE id = proposal AND run_id = run AND state = 'open')
        WHEN trial IS NOT NULL THEN EXISTS (SELECT FROM prompt_trials WHERE id = trial AND run_id = run)
        ELSE EXISTS (SELECT FROM documents WHERE id = document AND run_id = run)
          OR EXISTS (SELECT FROM files WHERE id = file AND run_id = run) END
$$;
