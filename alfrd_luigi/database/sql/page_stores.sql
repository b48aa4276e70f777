-- name: owned
-- The page store of this archive.
SELECT id, registrations FROM page_store

-- name: is_known
-- Whether this schema has the table.
SELECT to_regclass('page_store') IS NOT NULL

-- name: own
-- A store becomes the archive's, the first one or in place of the one named. Who comes second waits, and changes nothing.
INSERT INTO page_store (id) VALUES (%(id)s)
ON CONFLICT (is_only) DO UPDATE SET id = excluded.id WHERE page_store.id = %(instead_of)s

-- name: count_registration
-- One more document.
UPDATE page_store SET registrations = registrations + 1

-- name: newest_files
-- The files of the documents registered last.
SELECT f.key, f.size
FROM (SELECT id, registered_at FROM documents ORDER BY registered_at DESC LIMIT %(limit)s) d
JOIN document_files f ON f.document_id = d.id
ORDER BY d.registered_at DESC, f.position LIMIT %(limit)s

-- name: unregistered
-- Which of these keys no document has.
SELECT key FROM unnest(%(keys)s::text[]) AS k (key) WHERE NOT EXISTS (SELECT FROM document_files f WHERE f.key = k.key)
