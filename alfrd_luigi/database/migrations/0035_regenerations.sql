-- The fields of a series over time, and the members of a series that are read again.

-- The fields of the documents that count in a series, one a row: of text, of a number, or of a choice. `number` is that of a
-- number. `extraction` says which reading the value is from, or that a person said it.
CREATE VIEW series_fields AS
SELECT d.series_id, d.id AS document_id, d.document_date, f.key AS field, f.value, f.value #>> '{}' AS text,
       CASE jsonb_typeof(f.value) WHEN 'number' THEN (f.value #>> '{}')::numeric END AS number,
       CASE WHEN 'field.' || f.key = ANY(w.fields) THEN 'person' WHEN r.document_id IS NOT NULL THEN 'series' ELSE 'type' END AS extraction
FROM documents d
LEFT JOIN stage_results r ON r.document_id = d.id AND r.stage = 'extract_series' AND r.status = 'completed'
                         AND r.answer ->> 'method' = 'series'
LEFT JOIN LATERAL (SELECT array_agg(field) AS fields FROM words WHERE words.document_id = d.id) w ON true
CROSS JOIN LATERAL jsonb_each(d.structured_data) f
WHERE d.series_id IS NOT NULL AND d.status = 'filed' AND jsonb_typeof(f.value) IN ('string', 'number', 'boolean')
  AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id);

-- The series whose members are read again by a version of its prompt. The row goes when all of them were read. `changed` counts
-- those that were read since the file became outdated. `tried_by` is the last run that came to the end of the members.
CREATE TABLE series_regenerations (
    series_id    bigint PRIMARY KEY REFERENCES series ON DELETE CASCADE,
    prompt_id    bigint NOT NULL REFERENCES prompts ON DELETE CASCADE,
    reason       text NOT NULL CHECK (reason <> ''),
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed      integer NOT NULL DEFAULT 0 CHECK (changed >= 0),
    run_id       text REFERENCES runs,
    tried_by     text REFERENCES runs
);

-- The members that a version could not read. A later run tries one again that has a `next_attempt_at`.
CREATE TABLE regeneration_failures (
    document_id     uuid PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    prompt_id       bigint NOT NULL REFERENCES prompts ON DELETE CASCADE,
    error           text NOT NULL,
    attempts        integer NOT NULL,
    waits           integer NOT NULL,
    is_blamed       boolean NOT NULL,
    failed_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    next_attempt_at timestamptz
);
CREATE INDEX regeneration_failures_prompt ON regeneration_failures (prompt_id);

-- The counted members of the series that are read again, each read, left, deferred or failed. One that waits for its first reading
-- by the series is not among them.
CREATE VIEW regeneration_members AS
SELECT g.series_id, g.prompt_id, d.id AS document_id, d.document_date, d.registered_at, d.run_id, f.error,
       CASE WHEN r.prompt_id = g.prompt_id THEN 'read'
            WHEN f.document_id IS NULL OR (f.next_attempt_at IS NOT NULL AND is_due(f.next_attempt_at)) THEN 'left'
            WHEN f.next_attempt_at IS NOT NULL THEN 'deferred'
            ELSE 'failed' END AS state
FROM series_regenerations g
JOIN documents d ON d.series_id = g.series_id AND d.status = 'filed' AND NOT d.awaits_series
LEFT JOIN stage_results r ON r.document_id = d.id AND r.stage = 'extract_series' AND r.status = 'completed'
LEFT JOIN regeneration_failures f ON f.document_id = d.id AND f.prompt_id = g.prompt_id
WHERE NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id);
