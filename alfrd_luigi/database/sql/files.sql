-- name: create
-- Create the file of a series, once. Its tags become these.
INSERT INTO files (series_id, tags, title) VALUES (%(series_id)s, %(tags)s, %(title)s)
ON CONFLICT (series_id) DO UPDATE SET tags = excluded.tags WHERE files.tags <> excluded.tags

-- name: mark_outdated
-- A member was added, removed or changed: the summary is no longer fresh, even if a rerun finds the same values, and earlier
-- failures no longer count. The summary is kept for the case that the change is undone.
WITH kept AS (
    INSERT INTO file_revisions (file_id, summary, statistics, fingerprint, prompt_id, engine, generated_at)
    SELECT id, summary, statistics, fingerprint, prompt_id, engine, generated_at FROM files
    WHERE series_id = %(series_id)s AND fingerprint IS NOT NULL
)
UPDATE files SET status = CASE WHEN summary IS NULL THEN 'pending' ELSE 'outdated' END, fingerprint = NULL, attempts = 0,
       waits = 0, is_blamed = false, failed_at = NULL, next_attempt_at = NULL, error = NULL
WHERE series_id = %(series_id)s

-- name: restore
-- Use the last summary that was made before a time from the same inputs as the file has now, if there is one.
UPDATE files
SET status = 'generated', summary = r.summary, summary_md5 = md5(r.summary), statistics = r.statistics, fingerprint = r.fingerprint,
    prompt_id = r.prompt_id, engine = r.engine, generated_at = r.generated_at
FROM file_revisions r
WHERE files.series_id = %(series_id)s
  AND r.id = (SELECT id FROM file_revisions
              WHERE file_id = files.id AND fingerprint = file_inputs(files.series_id) AND generated_at <= %(before)s
              ORDER BY generated_at DESC, id LIMIT 1)

-- name: due
-- Files whose summary is not fresh and that no other living run is processing. The code that changes a member calls
-- mark_outdated.
SELECT id FROM files
WHERE status IN ('pending', 'outdated')
  AND is_due(next_attempt_at)
  AND (run_id IS NULL OR run_id = %(run)s OR NOT run_is_alive(run_id))
  AND NOT EXISTS (SELECT FROM runs WHERE id = %(run)s AND stopped_by IS NOT NULL)
ORDER BY id LIMIT %(limit)s

-- name: outdated
-- The series whose files need a new summary: those with documents, and some others.
SELECT series_id FROM files
WHERE status IN ('pending', 'outdated')
  AND (series_id = ANY(%(others)s::bigint[]) OR EXISTS (SELECT FROM documents d WHERE d.series_id = files.series_id))
ORDER BY series_id

-- name: claim
-- Claim one file for a run.
UPDATE files SET run_id = %(run)s
WHERE id = %(id)s AND (run_id IS NULL OR run_id = %(run)s OR NOT run_is_alive(run_id))

-- name: hold
-- The failures of the summary since the file's last change (see stage_results.failures), with the file locked until the
-- transaction ends, if the run still holds it.
SELECT attempts, waits, is_blamed, failed_at AS last_at FROM files WHERE id = %(id)s AND run_id = %(run)s FOR UPDATE

-- name: state
-- The state of a file, and whether its summary is fresh.
SELECT series_id, title, status, run_id, error, fingerprint IS NOT DISTINCT FROM file_inputs(series_id) AS is_fresh,
       NOT is_due(next_attempt_at) AS is_deferred
FROM files WHERE id = %(id)s

-- name: of_series
-- The file of a series.
SELECT id FROM files WHERE series_id = %(series_id)s

-- name: inputs
-- The fingerprint of the summary's inputs.
SELECT file_inputs(%(series_id)s)

-- name: documents
-- The counted members of a series in the order of their dates.
SELECT document_date, total_amount, currency, summary FROM documents d
WHERE series_id = %(series_id)s AND status = 'filed' AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
ORDER BY document_date NULLS LAST, registered_at

-- name: statistics
-- The counts, ranges and sums of a series that its file stores.
SELECT file_statistics(%(series_id)s)

-- name: set_summary
-- Store a summary with the fingerprint of its inputs. If they have changed since, it is outdated at once.
UPDATE files
SET summary = %(summary)s, summary_md5 = md5(%(summary)s::text), statistics = %(statistics)s, fingerprint = %(fingerprint)s,
    prompt_id = %(prompt_id)s, engine = %(engine)s, generated_at = clock_timestamp(), attempts = 0, waits = 0, is_blamed = false,
    failed_at = NULL, next_attempt_at = NULL, error = NULL, run_id = NULL,
    status = CASE WHEN file_inputs(series_id) = %(fingerprint)s THEN 'generated' ELSE 'outdated' END
WHERE id = %(id)s AND run_id = %(run)s

-- name: set_error
-- Record that a summary failed.
UPDATE files
SET status = CASE WHEN %(failed)s THEN 'failed' ELSE status END, error = %(error)s, attempts = %(attempts)s,
    waits = %(waits)s, is_blamed = %(is_blamed)s, failed_at = clock_timestamp(), run_id = NULL,
    next_attempt_at = CASE WHEN %(failed)s THEN NULL ELSE now() + make_interval(secs => %(seconds)s) END
WHERE id = %(id)s AND run_id = %(run)s

-- name: release
-- Release the claim of the file.
UPDATE files SET run_id = NULL WHERE id = %(id)s AND run_id = %(run)s

-- name: make_due
-- Failed and deferred files become due now.
WITH due AS (
    UPDATE files SET status = CASE WHEN summary IS NULL THEN 'pending' ELSE 'outdated' END, attempts = 0, waits = 0,
           is_blamed = false, failed_at = NULL, next_attempt_at = NULL, error = NULL
    WHERE (status = 'failed' OR next_attempt_at IS NOT NULL) AND (run_id IS NULL OR NOT run_is_alive(run_id))
    RETURNING id
)
INSERT INTO events (subject, key, event) SELECT 'file', id, 'due again' FROM due

-- name: find
-- The files with ids in a range, up to two.
SELECT id FROM files WHERE id BETWEEN %(first)s AND %(last)s ORDER BY id LIMIT 2
