-- name: act
-- Record an act of a person.
INSERT INTO acts (person, act, details) VALUES (%(person)s, %(act)s, %(details)s) RETURNING id

-- name: insert
-- Record what an act says of a value.
INSERT INTO corrections (act_id, document_id, field, kind, before, value, place)
VALUES (%(act_id)s, %(document_id)s, %(field)s, %(kind)s, %(before)s, %(value)s, %(place)s)

-- name: words
-- The words of persons on a document.
SELECT field, kind, value, place, person, at FROM words WHERE document_id = %(document_id)s ORDER BY field

-- name: values
-- The values of a document by the names that commands use, as JSON. `fields` are those of its type.
SELECT jsonb_build_object('type', d.document_type, 'entity', d.entity, 'date', d.document_date, 'total', d.total_amount,
                          'currency', d.currency, 'summary', d.summary, 'title', d.title, 'note', d.note, 'paid', d.paid)
       || coalesce((SELECT jsonb_object_agg('field.' || key, value) FROM jsonb_each(d.structured_data)), '{}')
FROM documents d WHERE d.id = %(document_id)s

-- name: last_act
-- The last act of a person that was not undone.
SELECT id, person, act, at, details FROM acts
WHERE person = %(person)s AND undone_by IS NULL AND NOT is_purged AND act <> 'undo' ORDER BY id DESC LIMIT 1

-- name: words_of_act
-- The words of acts of this name on a document that are its last ones, and the values before the first of these acts.
WITH said AS (
    SELECT c.id, c.field, c.before, c.value, a.act FROM corrections c JOIN acts a ON a.id = c.act_id
    WHERE c.document_id = %(document_id)s AND c.undone_by IS NULL
), last AS (
    SELECT DISTINCT ON (field) field, value, act FROM said ORDER BY field, id DESC
)
SELECT field, value, (SELECT before FROM said s WHERE s.field = last.field AND s.act = %(act)s ORDER BY id LIMIT 1) AS before
FROM last WHERE act = %(act)s ORDER BY field

-- name: imported
-- The digest of a document in the last act of this name that was not undone.
SELECT e.details ->> 'digest' FROM events e JOIN acts a ON a.id = (e.details ->> 'act')::bigint
WHERE e.subject = 'document' AND e.key = %(document_id)s::text AND e.event = %(act)s AND a.undone_by IS NULL
ORDER BY e.id DESC LIMIT 1

-- name: last_id
-- The number of the last act.
SELECT coalesce(max(id), 0) FROM acts

-- name: set_undone
-- Mark an act as taken back by another.
UPDATE acts SET undone_by = %(by)s WHERE id = %(id)s

-- name: withdraw
-- Withdraw the corrections that an act made of a document.
UPDATE corrections SET undone_by = %(by)s WHERE act_id = %(act_id)s AND document_id = %(document_id)s

-- name: spoken
-- The values of a document of which persons have said something that was not undone.
SELECT DISTINCT field FROM corrections WHERE document_id = %(document_id)s AND undone_by IS NULL
