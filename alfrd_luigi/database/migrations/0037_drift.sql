-- A model may be replaced under its name. Once a month, each model that trials use answers the same questions. The answers are those
-- values that can be compared: {question: {value: ...}}, null without a valid answer. `questions` and `digest` are SHA-256 of what was
-- asked and of the answers, and `reported` is the id that the service reports. `changed` are the questions that have other answers than
-- in the month `than`, with which they are compared.
CREATE TABLE model_checks (
    service    text NOT NULL,
    model      text NOT NULL,
    month      date NOT NULL CHECK (extract(day FROM month) = 1),
    questions  text NOT NULL CHECK (questions ~ '^[0-9a-f]{64}$'),
    reported   text,
    answers    jsonb NOT NULL CHECK (jsonb_typeof(answers) = 'object'),
    digest     text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    than       date,
    changed    text[] NOT NULL DEFAULT '{}',
    is_drift   boolean NOT NULL,
    checked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (service, model, month),
    CHECK (than IS NOT NULL OR NOT is_drift)
);
