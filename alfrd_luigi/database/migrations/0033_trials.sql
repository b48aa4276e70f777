-- Versions of prompts are tried in shadow: a candidate answers about documents that are filed already, and files nothing.

-- A series may have a prompt of its own, with the schema of its fields.
ALTER TABLE prompts
    ADD COLUMN series_id bigint REFERENCES series ON DELETE CASCADE,
    ADD COLUMN fields_schema jsonb CHECK (jsonb_typeof(fields_schema) = 'object'),
    DROP CONSTRAINT prompts_kind_check,
    ADD CONSTRAINT prompts_kind_check CHECK (kind IN (
        'classifier', 'summarizer', 'classification_scorer', 'summary_scorer', 'series_detector', 'file_summarizer',
        'series_summarizer', 'series_designer', 'answer_judge', 'prompt_proposer')),
    DROP CONSTRAINT prompts_origin_check,
    ADD CONSTRAINT prompts_origin_check CHECK (origin IN ('shipped', 'suggested', 'proposed', 'derived', 'person')),
    DROP CONSTRAINT prompts_kind_document_type_version_key,
    ADD CONSTRAINT prompts_key_version UNIQUE NULLS NOT DISTINCT (kind, document_type, series_id, version),
    ADD CONSTRAINT prompts_series_check CHECK ((kind = 'series_summarizer') = (series_id IS NOT NULL)),
    ADD CONSTRAINT prompts_fields_check CHECK ((fields_schema IS NOT NULL) = (series_id IS NOT NULL)),
    -- The other kinds are static: a person may change them, and no trial does.
    ADD CONSTRAINT prompts_static_check CHECK (kind IN ('classifier', 'summarizer', 'series_summarizer') OR origin IN ('shipped', 'person'));
DROP INDEX prompts_one_active;
CREATE UNIQUE INDEX prompts_one_active ON prompts (kind, document_type, series_id) NULLS NOT DISTINCT WHERE is_active;

-- What a version answered about a document, before the memory and the rules looked at it, and the hints that it was given. The
-- other side of a comparison is asked with the same hints.
CREATE TABLE prompt_answers (
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    prompt_id   bigint NOT NULL REFERENCES prompts ON DELETE CASCADE,
    engine      text NOT NULL,
    model       text NOT NULL,
    hints       jsonb NOT NULL CHECK (jsonb_typeof(hints) = 'object'),
    answer      jsonb NOT NULL CHECK (jsonb_typeof(answer) = 'object'),
    answered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (document_id, prompt_id)
);
CREATE INDEX prompt_answers_prompt ON prompt_answers (prompt_id);

-- One third of the documents is the clinic, which proposers see; the others are the court, which judges.
CREATE FUNCTION is_of_court(document uuid) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('x' || substr(md5('court' || document::text), 1, 8))::bit(32)::bigint % 3 <> 0
$$;

-- A trial of a version against the active one of its key. A challenge asks whether the candidate is better. After its promotion,
-- a return asks the same of the version that it replaced.
CREATE TABLE prompt_trials (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    purpose         text NOT NULL CHECK (purpose IN ('challenge', 'return')),
    kind            text NOT NULL CHECK (kind IN ('classifier', 'summarizer', 'series_summarizer')),
    document_type   text REFERENCES document_types ON UPDATE CASCADE,
    series_id       bigint REFERENCES series ON DELETE CASCADE,
    candidate_id    bigint NOT NULL REFERENCES prompts ON DELETE CASCADE,
    incumbent_id    bigint NOT NULL REFERENCES prompts ON DELETE CASCADE,
    number          integer NOT NULL CHECK (number > 0),  -- of the challenges of the key, from 1; a return has its challenge's
    seed            text NOT NULL,                        -- decides which answer the judge sees first
    state           text NOT NULL DEFAULT 'open' CHECK (state IN (
                        'open', 'promoted', 'given_up', 'refused', 'failed', 'withdrawn', 'returned', 'kept', 'superseded')),
    is_audited      boolean,                              -- whether gold decided a promotion, or the judge alone
    reason          text,
    opened_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_at       timestamptz,
    run_id          text REFERENCES runs,
    next_attempt_at timestamptz,
    attempts        integer NOT NULL DEFAULT 0,
    waits           integer NOT NULL DEFAULT 0,
    is_blamed       boolean NOT NULL DEFAULT false,
    failed_at       timestamptz,
    CHECK (candidate_id <> incumbent_id),
    CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE UNIQUE INDEX prompt_trials_one_open ON prompt_trials (purpose, kind, document_type, series_id) NULLS NOT DISTINCT
    WHERE state = 'open';
CREATE INDEX prompt_trials_candidate ON prompt_trials (candidate_id);
CREATE INDEX prompt_trials_incumbent ON prompt_trials (incumbent_id);

-- What a trial compared, document by document. A difference is from -1 to 1, positive if the candidate is better. `gold` is the
-- difference of the shares of right fields, by an audit; `judged` is that of the judge.
CREATE TABLE prompt_pairs (
    trial_id    uuid NOT NULL REFERENCES prompt_trials ON DELETE CASCADE,
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    part        text NOT NULL CHECK (part IN ('court', 'corrections')),
    fields      jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(fields) = 'object'),  -- {name: {is, incumbent, candidate}}
    gold        double precision CHECK (gold BETWEEN -1 AND 1),
    gold_at     timestamptz,
    judged      double precision CHECK (judged BETWEEN -1 AND 1),
    is_first    boolean,                                  -- whether the judge saw the candidate's answer first
    reasoning   text,
    judged_at   timestamptz,
    made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (trial_id, document_id, part),
    CHECK ((gold IS NULL) = (gold_at IS NULL)),
    CHECK ((judged IS NULL) = (judged_at IS NULL))
);
CREATE INDEX prompt_pairs_document ON prompt_pairs (document_id);

-- A version that was active on trial becomes a candidate, and the version that it challenges is active again.
INSERT INTO prompt_trials (purpose, kind, document_type, candidate_id, incumbent_id, number, seed)
SELECT 'challenge', kind, document_type, id, incumbent_id, 1, gen_random_uuid()::text FROM prompts WHERE on_trial;
UPDATE prompts SET is_active = false, on_trial = false WHERE on_trial;
UPDATE prompts SET is_active = true WHERE id IN (SELECT incumbent_id FROM prompt_trials);
ALTER TABLE prompts DROP COLUMN on_trial;

-- The calls of a trial, which a run makes while it holds the trial.
ALTER TABLE calls ADD COLUMN trial_id uuid REFERENCES prompt_trials ON DELETE SET NULL;
CREATE INDEX calls_trial ON calls (trial_id) WHERE trial_id IS NOT NULL;
DROP FUNCTION run_has(text, uuid, uuid);
CREATE FUNCTION run_has(run text, document uuid, file uuid, trial uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN trial IS NOT NULL
        THEN EXISTS (SELECT FROM prompt_trials WHERE id = trial AND run_id = run)
        ELSE EXISTS (SELECT FROM documents WHERE id = document AND run_id = run)
          OR EXISTS (SELECT FROM files WHERE id = file AND run_id = run) END
$$;
