-- A filed document is read again by the prompt of its series, which has the fields of its type and more.

-- A stage that leaves no status works beside the main path: it scores a result, or reads a filed document again.
ALTER TABLE stages DROP CONSTRAINT stages_check, ADD CONSTRAINT stages_check CHECK (leaves IS NULL OR scores IS NULL);
INSERT INTO stages (stage, position) VALUES ('extract_series', 7);

-- Whether a filed document waits for the reading by its series. A run claims it like one that is not filed yet.
ALTER TABLE documents
    ADD COLUMN awaits_series boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT documents_awaits_series_check CHECK (status = 'filed' OR NOT awaits_series);
DROP INDEX documents_unsettled;
CREATE INDEX documents_unsettled ON documents (registered_at) WHERE status NOT IN ('filed', 'failed') OR awaits_series;

-- Whether a series reads a document that is in it: the document counts, and the series has a prompt of its own, or will get one,
-- because it has three counted members or more.
CREATE FUNCTION is_ripe(series bigint, document uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM copies WHERE document_id = document) AND (
        EXISTS (SELECT FROM prompts p WHERE p.series_id = series AND p.is_active)
        OR 2 = (SELECT count(*) FROM (
            SELECT FROM documents d
            WHERE d.series_id = series AND d.id <> document AND d.status = 'filed'
              AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
            LIMIT 2) others))
$$;

-- What came of asking for the prompt of a series with so many counted members: a prompt, or the fault of the answer.
CREATE TABLE series_designs (
    series_id   bigint NOT NULL REFERENCES series ON DELETE CASCADE,
    members     integer NOT NULL CHECK (members > 0),
    prompt_id   bigint REFERENCES prompts ON DELETE CASCADE,
    fault       text,
    designed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (series_id, members),
    CHECK ((prompt_id IS NULL) <> (fault IS NULL))
);
CREATE INDEX series_designs_prompt ON series_designs (prompt_id);

-- What the stages of a document found, by the names that commands use, and the words of a person. `record` is what the prompt of
-- its series found, if it found something, and else what that of its type did. `differing` are the names of the words that are not
-- what was found.
CREATE OR REPLACE VIEW findings AS
SELECT d.id AS document_id, d.received_note, c.answer AS classification, r.record, found, words, pointed,
       ARRAY(SELECT key FROM jsonb_each(words) WHERE value IS DISTINCT FROM found -> key) AS differing
FROM documents d
LEFT JOIN stage_results c ON c.document_id = d.id AND c.stage = 'classify' AND c.status = 'completed'
LEFT JOIN stage_results s ON s.document_id = d.id AND s.stage = 'summarize' AND s.status = 'completed'
LEFT JOIN stage_results x ON x.document_id = d.id AND x.stage = 'extract_series' AND x.status = 'completed'
                         AND x.answer ->> 'method' = 'series'
CROSS JOIN LATERAL (SELECT coalesce(x.answer, s.answer) AS record) r
CROSS JOIN LATERAL (
    SELECT jsonb_build_object('entity', record -> 'entity', 'date', record -> 'document_date', 'total', record -> 'total_amount',
                              'currency', record -> 'currency', 'summary', record -> 'summary')
        || coalesce((SELECT jsonb_object_agg('field.' || key, value) FROM jsonb_each(record -> 'structured_data')), '{}')
        AS found) f
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(field, value), '{}') AS words,
           coalesce(jsonb_object_agg(field, place) FILTER (WHERE place IS NOT NULL), '{}') AS pointed
    FROM words WHERE document_id = d.id AND field <> 'series') w;

-- Whether the reading by its series is preferred to that of the type, which a row of the stage `summarize` holds.
CREATE FUNCTION is_replaced(document uuid, stage_name text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT stage_name = 'summarize' AND EXISTS (
        SELECT FROM stage_results
        WHERE document_id = document AND stage = 'extract_series' AND status = 'completed' AND answer ->> 'method' = 'series')
$$;

-- What the memory did for the values that count: each use once, as the stage that made the values recorded it.
CREATE OR REPLACE VIEW memory_uses AS
SELECT r.document_id, r.stage, r.finished_at AS at, u.issuer, u.lesson, u.field, u.proposed, u.instead, u.outcome
FROM stage_results r
CROSS JOIN LATERAL jsonb_to_recordset(r.answer -> 'memory')
    AS u (issuer uuid, lesson uuid, field text, proposed jsonb, instead jsonb, outcome text)
WHERE r.status = 'completed' AND r.answer ? 'memory' AND NOT is_replaced(r.document_id, r.stage);
