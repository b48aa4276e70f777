-- Whose fault a failure is: only the document's own spends an attempt, and a service that answers nobody is on record.

-- When a deferred document or file is due. No wait is longer than a day and a fifth: a later time is that of a clock that was wrong.
CREATE FUNCTION is_due(next_attempt_at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT next_attempt_at IS NULL OR next_attempt_at <= now() OR next_attempt_at > now() + interval '2 days'
$$;

ALTER TABLE stage_results
    DROP CONSTRAINT stage_results_attempts_check,
    ADD CHECK (attempts >= 0),                         -- the failures that were the document's own, and the completion
    ADD COLUMN waits integer NOT NULL DEFAULT 0,       -- how often since then it waited for a service
    ADD COLUMN is_blamed boolean NOT NULL DEFAULT false;  -- whether the last failure was the document's own

ALTER TABLE files
    ADD COLUMN waits integer NOT NULL DEFAULT 0,
    ADD COLUMN is_blamed boolean NOT NULL DEFAULT false,
    ADD COLUMN failed_at timestamptz;                  -- the last failure since the last change

-- A service has answered nobody since then. The row goes with its next answer.
CREATE TABLE outages (
    service  text PRIMARY KEY,
    since    timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason   text NOT NULL,
    run_id   text NOT NULL REFERENCES runs,            -- the last run that met it
    failures integer NOT NULL DEFAULT 1                -- in that run
);

ALTER TABLE runs
    DROP CONSTRAINT runs_stopped_by_check,
    ADD CHECK (stopped_by IN ('budget', 'settings', 'machine', 'service'));

-- Whether the run still has the document or file that it asks for. A run that was stopped for long may have lost it.
CREATE FUNCTION run_has(run text, document uuid, file uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM documents WHERE id = document AND run_id = run)
        OR EXISTS (SELECT FROM files WHERE id = file AND run_id = run)
$$;

-- Whether an answer serves this stage of a document or file: it is newer than what asks for a new one, by a clock that was right.
CREATE FUNCTION serves(saved_at timestamptz, subject_id uuid, stage_name text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT saved_at BETWEEN since AND clock_timestamp() FROM asked_anew
                     WHERE subject = subject_id AND stage = stage_name AND since <= clock_timestamp()), true)
$$;

-- What waits for a service, of which there is little.
CREATE INDEX stage_results_waiting ON stage_results (finished_at) WHERE waits > 0 AND status <> 'completed';
