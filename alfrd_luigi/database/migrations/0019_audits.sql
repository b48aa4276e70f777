-- Audits: filed documents that were drawn at random, before a person has seen their values, to be checked by a person.

-- A draw. `week` is the Monday of its ISO week (UTC). The candidates in the order of md5(seed || id) were drawn from the first on.
CREATE TABLE audit_draws (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    week       date NOT NULL CHECK (extract(isodow FROM week) = 1),
    seed       text NOT NULL CHECK (seed <> ''),
    candidates integer NOT NULL,
    drawn      integer NOT NULL CHECK (drawn BETWEEN 1 AND candidates)
);
CREATE INDEX audit_draws_week ON audit_draws (week);

-- A drawn document. The act that closed it gave the verdicts: for each value whether it was right, what was found and what is
-- right. `engines` are those that had found the values, with their prompts.
CREATE TABLE audits (
    document_id uuid PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    draw_id     bigint NOT NULL REFERENCES audit_draws,
    place       integer NOT NULL CHECK (place > 0),
    shown_at    timestamptz,
    act_id      bigint REFERENCES acts,
    verdicts    jsonb CHECK (jsonb_typeof(verdicts) = 'object'),
    engines     jsonb CHECK (jsonb_typeof(engines) = 'object'),
    CHECK (num_nulls(act_id, verdicts, engines) IN (0, 3)),
    UNIQUE (draw_id, place)
);
CREATE INDEX audits_act ON audits (act_id) WHERE act_id IS NOT NULL;
CREATE INDEX audits_unclosed ON audits (draw_id, place) WHERE act_id IS NULL;

-- Audits with their state. One that nobody has closed within four weeks is retired: it is no longer asked for.
CREATE VIEW audit_states AS
SELECT a.document_id, a.place, a.shown_at, a.act_id, a.verdicts, a.engines, w.id AS draw_id, w.week, w.at AS drawn_at,
       c.at AS closed_at, c.person,
       CASE WHEN a.act_id IS NOT NULL THEN 'closed' WHEN w.at < now() - interval '28 days' THEN 'retired' ELSE 'open' END AS state
FROM audits a JOIN audit_draws w ON w.id = a.draw_id LEFT JOIN acts c ON c.id = a.act_id;
