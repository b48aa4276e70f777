-- Tags and types as persons want them.

-- A former name of a tag, and the name that replaces it: a person renamed or merged it. `becomes` is no former name itself.
CREATE TABLE renamed_tags (
    name    text PRIMARY KEY CHECK (name <> '' AND length(name) <= 100),
    becomes text NOT NULL CHECK (becomes <> '' AND length(becomes) <= 100 AND becomes <> name)
);

-- What an act says of a tag of a document: that it has it, or that it does not. Without an act, the tag came with the document.
CREATE TABLE tag_corrections (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    act_id      bigint REFERENCES acts,
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    tag         text NOT NULL CHECK (tag <> '' AND length(tag) <= 100),
    is_given    boolean NOT NULL,
    undone_by   bigint REFERENCES acts
);
CREATE INDEX tag_corrections_document ON tag_corrections (document_id, id);
CREATE INDEX tag_corrections_act ON tag_corrections (act_id);

-- The present name of a tag.
CREATE FUNCTION tag_name(tag text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT becomes FROM renamed_tags WHERE name = tag), tag)
$$;

-- The word of a person on each tag of a document: the last one that was not undone.
CREATE VIEW tag_words AS
SELECT DISTINCT ON (document_id, tag_name(tag)) document_id, tag_name(tag) AS tag, is_given
FROM tag_corrections WHERE undone_by IS NULL
ORDER BY document_id, tag_name(tag), id DESC;

-- The tags of a document but for that of its series: what its classification found, by their present names, with the words of a
-- person in their place. The program's own tags, of series, are nobody else's to give.
CREATE VIEW derived_tags AS
SELECT document_id, tag, CASE WHEN bool_or(is_word) THEN 'person' ELSE 'classify' END AS origin
FROM (
    SELECT r.document_id, tag_name(f.tag) AS tag, false AS is_word
    FROM stage_results r
    CROSS JOIN LATERAL (
        SELECT r.answer ->> 'document_type' AS tag
        UNION ALL SELECT t.tag FROM jsonb_array_elements_text(r.answer -> 'tags') AS t (tag)) f
    WHERE r.stage = 'classify' AND r.status = 'completed' AND f.tag <> '' AND NOT starts_with(f.tag, 'series:')
    UNION ALL
    SELECT document_id, tag, true FROM tag_words WHERE is_given
) given
WHERE NOT EXISTS (
    SELECT FROM tag_words w WHERE w.document_id = given.document_id AND w.tag = given.tag AND NOT w.is_given)
GROUP BY document_id, tag;

-- The tags of earlier versions, as they were stored: the answers hold them as they were given.
INSERT INTO tag_corrections (document_id, tag, is_given) SELECT document_id, tag, true FROM document_tags WHERE origin = 'person';
UPDATE stage_results r
SET answer = jsonb_set(answer, '{tags}', (
    SELECT coalesce(jsonb_agg(t.tag ORDER BY t.tag), '[]') FROM document_tags t
    WHERE t.document_id = r.document_id AND t.origin = 'classify' AND t.tag <> r.answer ->> 'document_type'))
WHERE stage = 'classify' AND status = 'completed';

-- A retired type is given to no document. `rules` is the name that a type had first, by which the rules know it: a shipped type
-- keeps its rules, and gets its description and fields from the program, under each name.
ALTER TABLE document_types ADD COLUMN retired_at timestamptz;
ALTER TABLE document_types ADD COLUMN rules text;
UPDATE document_types SET rules = name;
ALTER TABLE document_types ALTER COLUMN rules SET NOT NULL;
ALTER TABLE document_types ADD CONSTRAINT document_types_rules_key UNIQUE (rules);
CREATE OR REPLACE FUNCTION is_balance(document_type text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM document_types
                   WHERE name = document_type AND rules IN ('bank_statement', 'credit_card', 'investment'))
$$;
ALTER TABLE type_proposals DROP CONSTRAINT type_proposals_status_check;
ALTER TABLE type_proposals ADD CONSTRAINT type_proposals_status_check CHECK (status IN ('proposed', 'accepted', 'refused'));

-- Documents and prompts follow the name of their type.
ALTER TABLE documents DROP CONSTRAINT documents_document_type_fkey;
ALTER TABLE documents ADD CONSTRAINT documents_document_type_fkey
    FOREIGN KEY (document_type) REFERENCES document_types ON UPDATE CASCADE;
ALTER TABLE prompts DROP CONSTRAINT prompts_document_type_fkey;
ALTER TABLE prompts ADD CONSTRAINT prompts_document_type_fkey
    FOREIGN KEY (document_type) REFERENCES document_types ON UPDATE CASCADE;

-- The answer of a stage with another name for a type and, if it follows, for the series of that name.
CREATE FUNCTION answer_with_type(stage text, answer jsonb, old text, new text, series_follow boolean) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN stage = 'classify' AND answer ->> 'document_type' = old THEN jsonb_set(answer, '{document_type}', to_jsonb(new))
                WHEN stage = 'file' AND series_follow AND answer -> 'series' ->> 'series_type' = old
                THEN jsonb_set(answer, '{series,series_type}', to_jsonb(new))
                ELSE answer END
$$;
