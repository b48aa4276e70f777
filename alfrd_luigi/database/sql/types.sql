-- name: seed
-- Insert a shipped type, or give it its description and fields from the program, under the name that it has now. Returns that.
WITH present AS (
    UPDATE document_types SET description = %(description)s, fields_schema = %(fields_schema)s
    WHERE rules = %(name)s AND shipped RETURNING name
), made AS (
    INSERT INTO document_types (name, rules, description, fields_schema, shipped)
    SELECT %(name)s, %(name)s, %(description)s, %(fields_schema)s, true
    WHERE NOT EXISTS (SELECT FROM document_types WHERE rules = %(name)s)
    ON CONFLICT DO NOTHING RETURNING name
)
TABLE present UNION ALL TABLE made

-- name: insert
-- Insert a type of a person.
INSERT INTO document_types (name, rules, description, fields_schema, shipped)
VALUES (%(name)s, %(name)s, %(description)s, %(fields_schema)s, false)

-- name: describe
-- Give a type another description and other fields.
UPDATE document_types SET description = %(description)s, fields_schema = %(fields_schema)s WHERE name = %(name)s

-- name: delete
-- Delete a type that nothing uses, with its prompts.
WITH gone AS (
    DELETE FROM prompts WHERE document_type = %(name)s
)
DELETE FROM document_types WHERE name = %(name)s

-- name: is_used
-- Whether documents have a type, or had it before a change that can be undone.
SELECT EXISTS (SELECT FROM documents WHERE document_type = %(name)s)
    OR EXISTS (SELECT FROM stage_results WHERE stage = 'classify' AND answer ->> 'document_type' = %(name)s)
    OR EXISTS (SELECT FROM corrections WHERE field = 'type' AND to_jsonb(%(name)s::text) IN (before, value))
    OR EXISTS (SELECT FROM revisions WHERE document ->> 'document_type' = %(name)s)

-- name: set_retired
-- Retire a type, or use it again.
UPDATE document_types SET retired_at = %(at)s WHERE name = %(name)s

-- name: first_names
-- The types that a person renamed, with the names that they had first.
SELECT name, rules FROM document_types WHERE rules <> name

-- name: with_rules
-- The present name of the type that had this name first.
SELECT name FROM document_types WHERE rules = %(rules)s

-- name: rename
-- Give a type another name. Documents and prompts follow by their foreign keys.
UPDATE document_types SET name = %(new)s WHERE name = %(old)s

-- name: series_follow
-- Whether there are series of a type's name, and none of its new name.
SELECT EXISTS (SELECT FROM series WHERE series_type = %(old)s) AND NOT EXISTS (SELECT FROM series WHERE series_type = %(new)s)

-- name: rename_series
-- Give the series of a type's name the new name.
UPDATE series SET series_type = %(new)s WHERE series_type = %(old)s

-- name: rename_in_answers
-- Put the new name of a type into the answers of stages.
UPDATE stage_results SET answer = answer_with_type(stage, answer, %(old)s, %(new)s, %(series)s)
WHERE stage IN ('classify', 'file') AND answer <> answer_with_type(stage, answer, %(old)s, %(new)s, %(series)s)

-- name: rename_in_words
-- Put the new name of a type into the words of persons on the types of documents.
UPDATE corrections
SET before = CASE before WHEN to_jsonb(%(old)s::text) THEN to_jsonb(%(new)s::text) ELSE before END,
    value = CASE value WHEN to_jsonb(%(old)s::text) THEN to_jsonb(%(new)s::text) ELSE value END
WHERE field = 'type' AND to_jsonb(%(old)s::text) IN (before, value)

-- name: rename_in_lessons
-- Put the new name of a type into what was learnt from documents.
UPDATE issuer_fields
SET found = CASE found WHEN to_jsonb(%(old)s::text) THEN to_jsonb(%(new)s::text) ELSE found END,
    value = CASE value WHEN to_jsonb(%(old)s::text) THEN to_jsonb(%(new)s::text) ELSE value END
WHERE field = 'type' AND to_jsonb(%(old)s::text) IN (found, value)

-- name: rename_in_uses
-- Put the new name of a type into the uses of the memory.
UPDATE stage_results
SET answer = jsonb_set(answer, '{memory}', (
    SELECT jsonb_agg(CASE WHEN u ->> 'field' <> 'type' THEN u ELSE u || jsonb_build_object(
        'proposed', CASE u ->> 'proposed' WHEN %(old)s THEN %(new)s ELSE u ->> 'proposed' END,
        'instead', CASE u ->> 'instead' WHEN %(old)s THEN %(new)s ELSE u ->> 'instead' END) END ORDER BY n)
    FROM jsonb_array_elements(answer -> 'memory') WITH ORDINALITY AS m (u, n)))
WHERE stage = 'classify' AND answer ? 'memory' AND answer -> 'memory' @> '[{"field": "type"}]'

-- name: rename_in_audits
-- Put the new name of a type into the verdicts of audits on the types of documents.
UPDATE audits
SET verdicts = jsonb_set(verdicts, '{type}', verdicts -> 'type' || jsonb_build_object(
    'found', CASE verdicts #> '{type,found}' WHEN to_jsonb(%(old)s::text) THEN to_jsonb(%(new)s::text) ELSE verdicts #> '{type,found}' END,
    'is', CASE verdicts #> '{type,is}' WHEN to_jsonb(%(old)s::text) THEN to_jsonb(%(new)s::text) ELSE verdicts #> '{type,is}' END))
WHERE to_jsonb(%(old)s::text) IN (verdicts #> '{type,found}', verdicts #> '{type,is}')

-- name: rename_in_said
-- Put the new name of a type into what versions of prompts answered, with which the answers of others are compared.
UPDATE prompt_answers SET answer = jsonb_set(answer, '{document_type}', to_jsonb(%(new)s::text))
WHERE answer ->> 'document_type' = %(old)s

-- name: rename_in_revisions
-- Put the new name of a type into the revisions of documents: it is no change of theirs. The tag of the type follows it.
UPDATE revisions
SET document = CASE WHEN document ->> 'document_type' = %(old)s
                    THEN jsonb_set(document, '{document_type}', to_jsonb(%(new)s::text)) ELSE document END,
    stages = (SELECT coalesce(jsonb_agg(CASE WHEN s -> 'answer' IS NULL THEN s ELSE jsonb_set(
                  s, '{answer}', answer_with_type(s ->> 'stage', s -> 'answer', %(old)s, %(new)s, %(series)s)) END), '[]')
              FROM jsonb_array_elements(stages) AS s),
    tags = (SELECT coalesce(jsonb_agg(CASE WHEN t ->> 'tag' = %(old)s AND NOT tags @> jsonb_build_array(jsonb_build_object('tag', %(new)s::text))
                                           THEN jsonb_set(t, '{tag}', to_jsonb(%(new)s::text)) ELSE t END), '[]')
            FROM jsonb_array_elements(tags) AS t)
WHERE document ->> 'document_type' = %(old)s
   OR stages @> jsonb_build_array(jsonb_build_object('answer', jsonb_build_object('document_type', %(old)s::text)))
   OR (%(series)s AND stages @> jsonb_build_array(jsonb_build_object('answer', jsonb_build_object('series', jsonb_build_object('series_type', %(old)s::text)))))

-- name: rename_proposal
-- Give the proposal of a type its new name, unless that was proposed, too.
UPDATE type_proposals SET name = %(new)s
WHERE name = %(old)s AND NOT EXISTS (SELECT FROM type_proposals WHERE name = %(new)s)

-- name: classified
-- The documents whose classification found a type, or of which a person says that they have it.
SELECT document_id FROM stage_results WHERE stage = 'classify' AND answer ->> 'document_type' = %(name)s
UNION SELECT document_id FROM words WHERE field = 'type' AND value = to_jsonb(%(name)s::text)
ORDER BY document_id

-- name: tell_documents
-- Record in the history of the documents of a type that it has another name.
INSERT INTO events (subject, key, event, details)
SELECT 'document', id, 'type rename', %(details)s::jsonb FROM documents WHERE document_type = %(name)s

-- name: list
-- The types, or one, with the number of their documents.
SELECT t.name, t.description, t.fields_schema, t.shipped, t.retired_at IS NOT NULL AS is_retired, coalesce(d.documents, 0) AS documents
FROM document_types t
LEFT JOIN (SELECT document_type, count(*) AS documents FROM documents GROUP BY document_type) d ON d.document_type = t.name
WHERE %(name)s::text IS NULL OR t.name = %(name)s
ORDER BY t.name

-- name: known
-- The types that a document may get.
SELECT name, description FROM document_types WHERE retired_at IS NULL ORDER BY name

-- name: get
-- One type.
SELECT name, number, description, fields_schema, shipped, rules, retired_at FROM document_types WHERE name = %(name)s

-- name: of_document
-- The type of a document.
SELECT t.name, t.number, t.description, t.fields_schema, t.shipped, t.rules, t.retired_at
FROM documents d JOIN document_types t ON t.name = d.document_type WHERE d.id = %(id)s

-- name: propose
-- Record a type that a classification proposed. A person decides about it.
INSERT INTO type_proposals (name, description, document_id) VALUES (%(name)s, %(description)s, %(document_id)s)
ON CONFLICT (name) DO UPDATE SET times = type_proposals.times + 1

-- name: proposals
-- The proposed types that no person has accepted or refused.
SELECT name, description, times, document_id, created_at FROM type_proposals WHERE status = 'proposed' ORDER BY times DESC, name

-- name: proposal
-- The description and the state of a proposal.
SELECT description, status FROM type_proposals WHERE name = %(name)s

-- name: decide
-- Record what a person decided about a proposal.
UPDATE type_proposals SET status = %(status)s WHERE name = %(name)s
