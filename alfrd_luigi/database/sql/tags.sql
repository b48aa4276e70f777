-- name: hold_names
-- Keep the names of tags as they are until the transaction ends. Transactions that derive tags do not wait for each other.
LOCK TABLE renamed_tags IN ROW SHARE MODE

-- name: hold_names_to_change
-- Keep the names of tags for this transaction: no other one derives tags until it ends.
LOCK TABLE renamed_tags IN EXCLUSIVE MODE

-- name: derive
-- Give documents the tags that their classification found and that persons gave them, and remove others. The tag of a series stays.
-- Tags are inserted in order, so that two transactions that insert the same new tags cannot deadlock.
WITH wanted AS (
    SELECT document_id, tag, origin FROM derived_tags WHERE document_id = ANY(%(ids)s::uuid[])
), gone AS (
    DELETE FROM document_tags t WHERE document_id = ANY(%(ids)s::uuid[]) AND origin <> 'file'
    AND NOT EXISTS (SELECT FROM wanted w WHERE w.document_id = t.document_id AND w.tag = t.tag)
), named AS (
    INSERT INTO tags (name) SELECT DISTINCT tag FROM wanted ORDER BY tag ON CONFLICT DO NOTHING
)
INSERT INTO document_tags AS t (document_id, tag, origin) SELECT document_id, tag, origin FROM wanted
ON CONFLICT (document_id, tag) DO UPDATE SET origin = excluded.origin WHERE t.origin NOT IN ('file', excluded.origin)

-- name: say
-- Record that a document has a tag, or does not have it.
INSERT INTO tag_corrections (act_id, document_id, tag, is_given) VALUES (%(act_id)s, %(document_id)s, %(tag)s, %(is_given)s)

-- name: withdraw
-- Withdraw the words of an act on the tags of a document.
UPDATE tag_corrections SET undone_by = %(by)s WHERE act_id = %(act_id)s AND document_id = %(document_id)s

-- name: list
-- The tags of documents with the number of these.
SELECT tag, count(*) AS documents FROM document_tags GROUP BY tag ORDER BY count(*) DESC, tag

-- name: of_document
-- The tags of a document.
SELECT tag FROM document_tags WHERE document_id = %(document_id)s ORDER BY tag

-- name: spoken
-- The tags of which persons have said that a document has them, or does not.
SELECT tag FROM tag_words WHERE document_id = %(document_id)s

-- name: present_name
-- The present name of a tag.
SELECT tag_name(%(tag)s)

-- name: documents
-- The documents with a tag.
SELECT document_id FROM document_tags WHERE tag = %(tag)s ORDER BY document_id

-- name: merging
-- The documents that change if these tags become another: those that have one of them, and those that have the other and from which
-- a person removed one of them.
SELECT DISTINCT document_id FROM document_tags t
WHERE tag = ANY(%(tags)s)
   OR (tag = %(into)s AND EXISTS (
       SELECT FROM tag_words w WHERE w.document_id = t.document_id AND w.tag = ANY(%(tags)s) AND NOT w.is_given))
ORDER BY document_id

-- name: former_names
-- The former names of tags among these, and of these tags, with the names that replace them.
SELECT name, becomes FROM renamed_tags WHERE name = ANY(%(tags)s) OR becomes = ANY(%(tags)s) ORDER BY name

-- name: forget_names
-- Delete former names.
DELETE FROM renamed_tags WHERE name = ANY(%(names)s)

-- name: rename
-- Record a former name of a tag.
INSERT INTO renamed_tags (name, becomes) VALUES (%(name)s, %(becomes)s)
ON CONFLICT (name) DO UPDATE SET becomes = excluded.becomes

-- name: say_merged
-- Record that documents have a tag, which a person once removed from them, because they had another tag that now has this name.
INSERT INTO tag_corrections (act_id, document_id, tag, is_given)
SELECT %(act_id)s, document_id, tag, true FROM tag_words
WHERE document_id = ANY(%(ids)s::uuid[]) AND tag = %(tag)s AND NOT is_given
