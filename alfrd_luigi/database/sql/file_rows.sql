-- name: files
-- Every file of a series with documents, and whether its summary is fresh.
SELECT f.id, s.id AS series_id, s.entity, s.series_type, s.account, f.title, s.frequency, f.status, f.summary, f.statistics, f.error,
       f.generated_at, f.fingerprint IS NOT DISTINCT FROM file_inputs(s.id) AS is_fresh,
       (SELECT count(*) FROM documents d WHERE d.series_id = s.id AND d.status = 'filed') AS documents
FROM files f JOIN series s ON s.id = f.series_id
WHERE (%(series)s::bigint[] IS NULL OR s.id = ANY(%(series)s)) AND EXISTS (SELECT FROM documents d WHERE d.series_id = s.id)
ORDER BY s.entity, s.series_type, s.account

-- name: newest
-- The series of the files that wait for their first summary, then of those with the newest summaries.
SELECT series_id FROM files WHERE EXISTS (SELECT FROM documents d WHERE d.series_id = files.series_id)
ORDER BY generated_at DESC NULLS FIRST, series_id LIMIT %(limit)s

-- name: count
-- The number of files of series with documents.
SELECT count(*) FROM files WHERE EXISTS (SELECT FROM documents d WHERE d.series_id = files.series_id)
