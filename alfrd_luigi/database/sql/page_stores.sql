-- name: owned
-- The page store of this archive.
SELECT id, registrations FROM page_store

-- name: is_known
-- Whether this schema has the table.
SELECT to_regclass('page_store') IS NOT NULL

-- name: own
-- Record the archive's page store: the first one, or a replacement for the named one. A concurrent second transaction waits and
-- changes nothing.
INSERT INTO page_store (id) VALUES (%(id)s)
ON CONFLICT (is_only) DO UPDATE SET id = excluded.id WHERE page_store.id = %(instead_of)s

-- name: count_registration
-- Count one more registered document.
UPDATE page_store SET registrations = registrations + 1

-- name: newest_files
-- The files of the newest documents.
SELECT f.key, f.size
FROM (SELECT id, registered_at FROM documents ORDER BY registered_at DESC LIMIT %(limit)s) d
JOIN document_files f ON f.document_id = d.id
ORDER BY d.registered_at DESC, f.position LIMIT %(limit)s

-- name: unregistered
-- The keys of these that belong to no document, nor to a deleted one whose files are still there.
SELECT key FROM unnest(%(keys)s::text[]) AS k (key)
WHERE NOT EXISTS (SELECT FROM document_files f WHERE f.key = k.key)
  AND NOT EXISTS (SELECT FROM deletions d WHERE d.files @> jsonb_build_array(jsonb_build_object('key', k.key)))
