-- What persons say of documents, and the state of a document before each change.

ALTER TABLE documents ADD title text CHECK (title <> '');
-- The text of the mail that brought the document; `note` is this, or a person's.
ALTER TABLE documents ADD received_note text;
UPDATE documents SET received_note = note;

-- An act of a person: one command. `undone_by` is the act that took it back; `details` is what that needs besides the revisions.
CREATE TABLE acts (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    person    text NOT NULL CHECK (person <> ''),
    act       text NOT NULL CHECK (act <> ''),
    details   jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object'),
    undone_by bigint REFERENCES acts
);

-- What an act says of a value of a document: `set` and `approved` make `value` a person's word, `unset` withdraws it. `field` is a
-- name that commands use: total, field.due_date. `place` is the page and the boxes that the person pointed at.
CREATE TABLE corrections (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    act_id      bigint NOT NULL REFERENCES acts,
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    field       text NOT NULL CHECK (field <> ''),
    kind        text NOT NULL CHECK (kind IN ('set', 'approved', 'unset')),
    before      jsonb NOT NULL,
    value       jsonb NOT NULL,
    place       jsonb CHECK (jsonb_typeof(place) = 'object'),
    undone_by   bigint REFERENCES acts
);
CREATE INDEX corrections_document ON corrections (document_id, field, id);
CREATE INDEX corrections_act ON corrections (act_id);

-- A document as it was before an act, or before a run processed it again: its row, the rows of its stages, its tags and, if they
-- were to be read again, its pages. `undone_by` is the act that took the change back.
CREATE TABLE revisions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id      bigint REFERENCES acts,
    run_id      text REFERENCES runs,
    document    jsonb NOT NULL,
    stages      jsonb NOT NULL,
    tags        jsonb NOT NULL,
    pages       jsonb,
    undone_by   bigint REFERENCES acts,
    CHECK ((act_id IS NULL) <> (run_id IS NULL))
);
CREATE INDEX revisions_document ON revisions (document_id, id);
CREATE INDEX revisions_act ON revisions (act_id);
CREATE INDEX revisions_run ON revisions (run_id);

-- A summary of a file that became outdated. It is fresh again if the file's inputs return to its fingerprint.
CREATE TABLE file_revisions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id      uuid NOT NULL REFERENCES files ON DELETE CASCADE,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    summary      text NOT NULL,
    statistics   jsonb,
    fingerprint  text NOT NULL,
    prompt_id    bigint REFERENCES prompts,
    engine       text,
    generated_at timestamptz
);
CREATE INDEX file_revisions_file ON file_revisions (file_id, fingerprint);

-- The word of a person on each value of a document: the last one that was neither withdrawn nor undone.
CREATE VIEW words AS
SELECT document_id, field, kind, value, place, act_id, person, at
FROM (
    SELECT DISTINCT ON (c.document_id, c.field) c.document_id, c.field, c.kind, c.value, c.place, c.act_id, a.person, a.at
    FROM corrections c JOIN acts a ON a.id = c.act_id
    WHERE c.undone_by IS NULL
    ORDER BY c.document_id, c.field, c.id DESC) last
WHERE kind <> 'unset';

-- The name that commands use for a value that an answer calls `name` (assessment/field_names.py).
CREATE FUNCTION field_name(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE name WHEN 'document_date' THEN 'date' WHEN 'total_amount' THEN 'total'
                     WHEN 'entity' THEN name WHEN 'currency' THEN name ELSE 'field.' || name END
$$;

-- What the stages of a document found, by the names that commands use, and the words of a person. `differing` are the names of the
-- words that are not what was found.
CREATE VIEW findings AS
SELECT d.id AS document_id, d.received_note, c.answer AS classification, s.answer AS record, found, words, pointed,
       ARRAY(SELECT key FROM jsonb_each(words) WHERE value IS DISTINCT FROM found -> key) AS differing
FROM documents d
LEFT JOIN stage_results c ON c.document_id = d.id AND c.stage = 'classify' AND c.status = 'completed'
LEFT JOIN stage_results s ON s.document_id = d.id AND s.stage = 'summarize' AND s.status = 'completed'
CROSS JOIN LATERAL (
    SELECT jsonb_build_object('entity', s.answer -> 'entity', 'date', s.answer -> 'document_date', 'total', s.answer -> 'total_amount',
                              'currency', s.answer -> 'currency', 'summary', s.answer -> 'summary')
        || coalesce((SELECT jsonb_object_agg('field.' || key, value) FROM jsonb_each(s.answer -> 'structured_data')), '{}')
        AS found) f
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(field, value), '{}') AS words,
           coalesce(jsonb_object_agg(field, place) FILTER (WHERE place IS NOT NULL), '{}') AS pointed
    FROM words WHERE document_id = d.id) w;

-- The values of a document: what its stages found, with the words of a person in their place. A word is sure. It has the evidence
-- of the found value if it equals it, and else only the place that the person pointed at. The word on a field counts while the
-- type has that field.
CREATE VIEW derived_values AS
SELECT document_id, t.document_type,
       CASE WHEN words ? 'type' THEN 1 ELSE (classification ->> 'confidence')::double precision END AS confidence,
       CASE WHEN words ? 'type' THEN 'a person says so' ELSE classification ->> 'reasoning' END AS classification_reason,
       v.value ->> 'entity' AS entity,
       (v.value ->> 'date')::date AS document_date,
       (v.value ->> 'total')::numeric(16, 2) AS total_amount,
       v.value ->> 'currency' AS currency,
       v.value ->> 'summary' AS summary,
       words ->> 'title' AS title,
       CASE WHEN words ? 'note' THEN words ->> 'note' ELSE received_note END AS note,
       CASE words WHEN '{}' THEN record -> 'structured_data' ELSE coalesce((
           SELECT jsonb_object_agg(substr(key, 7), value) FROM jsonb_each(v.value)
           WHERE key LIKE 'field.%' AND (found ? key OR y.fields_schema -> 'properties' ? substr(key, 7))),
           record -> 'structured_data') END AS structured_data,
       CASE words WHEN '{}' THEN record -> 'evidence' ELSE (
           SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(record -> 'evidence')
           WHERE field_name(key) <> ALL (differing)) END AS evidence,
       CASE words WHEN '{}' THEN record -> 'places' ELSE pointed || (
           SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(record -> 'places')
           WHERE key <> ALL (differing)) END AS places,
       CASE words WHEN '{}' THEN record -> 'confidences' ELSE (
           SELECT coalesce(jsonb_object_agg(key, CASE WHEN words ? key THEN to_jsonb(1) ELSE record -> 'confidences' -> key END), '{}')
           FROM jsonb_each(v.value)
           WHERE value <> 'null' AND key <> ALL ('{type,summary,title,note}')
             AND (words ? key OR record -> 'confidences' ? key)) END AS confidences,
       ARRAY(SELECT u.field FROM (SELECT jsonb_array_elements_text(classification -> 'uncertain') AS field
                                  UNION ALL SELECT jsonb_array_elements_text(record -> 'uncertain')) u
             WHERE NOT words ? u.field) AS uncertain
FROM findings
CROSS JOIN LATERAL (SELECT found || words AS value) v
CROSS JOIN LATERAL (SELECT coalesce(words ->> 'type', classification ->> 'document_type') AS document_type) t
LEFT JOIN document_types y ON y.name = t.document_type;
