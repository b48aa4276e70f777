-- The books: every attempt at a call to a service, reserved before it is made and closed when its outcome is known;
-- the answers that were paid for; and why a run takes up no more work.

DROP TABLE calls;  -- nothing has written to it before
CREATE TABLE calls (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id        text REFERENCES runs,
    document_id   uuid REFERENCES documents ON DELETE SET NULL,
    file_id       uuid REFERENCES files ON DELETE SET NULL,
    stage         text NOT NULL,
    service       text NOT NULL,
    operation     text NOT NULL,
    model         text,
    question_key  text NOT NULL CHECK (question_key ~ '^[0-9a-f]{64}$'),
    attempt       integer NOT NULL CHECK (attempt > 0),
    outcome       text NOT NULL DEFAULT 'open'
                  CHECK (outcome IN ('open', 'answered', 'invalid', 'throttled', 'server_error', 'timeout', 'connection', 'refused')),
    pages         integer,
    input_tokens  integer,
    output_tokens integer,
    seconds       double precision,
    reserved_usd  numeric(14, 8),  -- the most that it may cost; NULL: the price is not known
    cost_usd      numeric(14, 8),  -- NULL while open, or where nobody can know: then the reservation stands
    called_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((outcome = 'open') = (seconds IS NULL))
);
CREATE INDEX calls_called_at ON calls (called_at);
CREATE INDEX calls_run ON calls (run_id);
CREATE INDEX calls_document ON calls (document_id, stage);

-- Valid answers, saved before they are used: the same question is not paid for twice.
CREATE TABLE answers (
    question_key text PRIMARY KEY CHECK (question_key ~ '^[0-9a-f]{64}$'),
    service      text NOT NULL,
    operation    text NOT NULL,
    answer       jsonb NOT NULL,
    saved_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A stage of a document, or the summary of a file, that somebody wants asked anew: older answers do not serve it.
CREATE TABLE asked_anew (
    subject uuid NOT NULL,
    stage   text NOT NULL,
    since   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (subject, stage)
);

ALTER TABLE runs
    ADD COLUMN stopped_by   text CHECK (stopped_by IN ('budget', 'settings')),
    ADD COLUMN stop_message text,
    ADD COLUMN stop_hint    text,
    ADD CHECK ((stopped_by IS NULL) = (stop_message IS NULL));

-- What of a long text did not fit the question.
ALTER TABLE stage_results ADD COLUMN omitted jsonb CHECK (jsonb_typeof(omitted) = 'object');
