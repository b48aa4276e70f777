-- name: counts
-- The number of documents with each status, and how many of them are deferred. An index-only scan counts them.
SELECT s.status, (SELECT count(*) FROM documents d WHERE d.status = s.status) AS documents,
       (SELECT count(*) FROM documents d WHERE d.status = s.status AND NOT is_due(d.next_attempt_at)) AS deferred
FROM statuses s
ORDER BY s.position

-- name: troubled
-- Failed and deferred documents, the newest first.
SELECT d.id, f.name, d.status, d.error_stage AS stage, d.error_message AS message, d.error_hint AS hint, d.next_attempt_at
FROM documents d LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
WHERE d.status = 'failed' OR NOT is_due(d.next_attempt_at)
ORDER BY d.registered_at DESC, d.id LIMIT %(limit)s

-- name: server
-- The server and database of the archive; the size is in bytes.
SELECT current_setting('server_version') AS version, current_database() AS name,
       pg_database_size(current_database()) AS size
