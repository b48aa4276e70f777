-- The memory of issuers: what the words of persons on a document teach about the next papers of its issuer. Its rows are derived
-- from the words, and learnt anew whenever these or the findings of the document change.

-- An issuer, with the id of the document from which it was first learnt. `name` is the one that a person gave it by itself; else
-- its name is the last one that a person set or approved on one of its documents.
CREATE TABLE issuers (
    id       uuid PRIMARY KEY,
    name     text CHECK (name <> ''),
    named_at timestamptz,
    CHECK ((name IS NULL) = (named_at IS NULL))
);

-- A document on which a person said something. `learnt_at` is the time of the last word. Without an issuer, it was forgotten, or
-- nothing on it identifies one.
CREATE TABLE issuer_lessons (
    document_id  uuid PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    issuer_id    uuid REFERENCES issuers ON DELETE CASCADE,
    learnt_at    timestamptz NOT NULL,
    forgotten_at timestamptz,
    CHECK (forgotten_at IS NULL OR issuer_id IS NULL)
);
CREATE INDEX issuer_lessons_issuer ON issuer_lessons (issuer_id, learnt_at);

-- What identifies an issuer. `value` is the form in which marks are compared. Without a document, a person gave it.
CREATE TABLE issuer_marks (
    issuer_id   uuid NOT NULL REFERENCES issuers ON DELETE CASCADE,
    document_id uuid REFERENCES documents ON DELETE CASCADE,
    kind        text NOT NULL CHECK (kind IN ('name', 'alias', 'mistaken name', 'number', 'phone', 'domain', 'address', 'account', 'heading')),
    value       text NOT NULL CHECK (value <> ''),
    shown       text NOT NULL,
    key         text PRIMARY KEY GENERATED ALWAYS AS (md5(issuer_id::text || coalesce(document_id::text, '') || kind || value)) STORED
);
CREATE INDEX issuer_marks_issuer ON issuer_marks (issuer_id);
CREATE INDEX issuer_marks_document ON issuer_marks (document_id);
CREATE INDEX issuer_marks_value ON issuer_marks (md5(value), kind);

-- A value of a lesson: what the engine found by itself, with its label and confidence, what the person says, and where that stands
-- (alfrd_luigi/memory/reading.py, Place).
CREATE TABLE issuer_fields (
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    field       text NOT NULL CHECK (field <> ''),
    kind        text NOT NULL CHECK (kind IN ('set', 'approved')),
    found       jsonb NOT NULL,
    found_label text,
    confidence  double precision,
    value       jsonb NOT NULL,
    places      jsonb NOT NULL CHECK (jsonb_typeof(places) = 'array'),
    PRIMARY KEY (document_id, field)
);

-- What the memory proposed for a document. The answer of the stage holds it, so it comes and goes with the value. `instead` is what
-- the engine had found. `outcome` is taken, agreed (both say the same) or lost (the page says otherwise).
CREATE VIEW memory_uses AS
SELECT r.document_id, r.stage, r.finished_at AS at, u.issuer, u.lesson, u.field, u.proposed, u.instead, u.outcome
FROM stage_results r
CROSS JOIN LATERAL jsonb_to_recordset(r.answer -> 'memory')
    AS u (issuer uuid, lesson uuid, field text, proposed jsonb, instead jsonb, outcome text)
WHERE r.status = 'completed' AND r.answer ? 'memory';
CREATE INDEX stage_results_memory ON stage_results USING gin ((answer -> 'memory') jsonb_path_ops) WHERE answer ? 'memory';

-- The name of each issuer, and the time at which it was said. Before a person says one, it is the name as printed.
CREATE VIEW issuer_names AS
SELECT i.id, coalesce(n.name, (SELECT shown FROM issuer_marks m WHERE m.issuer_id = i.id AND m.kind = 'name' ORDER BY m.shown LIMIT 1)) AS name,
       n.name IS NOT NULL AS is_said
FROM issuers i LEFT JOIN LATERAL (
    SELECT name FROM (
        SELECT i.name, i.named_at AS at WHERE i.name IS NOT NULL
        UNION ALL
        SELECT f.value #>> '{}', l.learnt_at FROM issuer_lessons l JOIN issuer_fields f USING (document_id)
        WHERE l.issuer_id = i.id AND f.field = 'entity' AND f.value <> 'null') said
    ORDER BY at DESC LIMIT 1) n ON true;

-- The tags that persons gave to documents by an act, and when. A tag that came with a document says nothing of its issuer.
CREATE VIEW said_tags AS
SELECT w.document_id, w.tag, max(a.at) AS at
FROM tag_words w
JOIN tag_corrections c ON c.document_id = w.document_id AND tag_name(c.tag) = w.tag AND c.is_given AND c.undone_by IS NULL
JOIN acts a ON a.id = c.act_id
WHERE w.is_given GROUP BY w.document_id, w.tag;

-- A person's changes of what is known of an issuer are events of it.
ALTER TABLE events DROP CONSTRAINT events_subject_check;
ALTER TABLE events ADD CONSTRAINT events_subject_check CHECK (subject IN ('document', 'file', 'prompt', 'type', 'inbox', 'run', 'issuer'));
