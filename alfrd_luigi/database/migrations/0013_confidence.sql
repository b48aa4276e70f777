-- How sure each value of a document is, and where it stands.

-- `confidences` is a probability by the name of the value; `places` the page and the word boxes of its evidence by the same
-- name. `uncertain` names the values that a person should look at. NULL: summarised before this migration.
ALTER TABLE documents
    ADD confidences jsonb CHECK (jsonb_typeof(confidences) = 'object'),
    ADD places jsonb CHECK (jsonb_typeof(places) = 'object'),
    ADD uncertain text[] NOT NULL DEFAULT '{}';

CREATE INDEX documents_uncertain ON documents (registered_at DESC) WHERE uncertain <> '{}';
