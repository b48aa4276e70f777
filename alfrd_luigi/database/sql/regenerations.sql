-- name: request
-- Let the members of a series be read again with a version of its prompt. An earlier request for the series is superseded. A run
-- that is reading goes on with the new version.
WITH requested AS (
    INSERT INTO series_regenerations (series_id, prompt_id, reason)
    SELECT series_id, id, %(reason)s FROM prompts WHERE id = %(prompt_id)s AND series_id = %(series_id)s
    ON CONFLICT (series_id) DO UPDATE
    SET prompt_id = excluded.prompt_id, reason = excluded.reason, requested_at = clock_timestamp(), tried_by = NULL
    RETURNING series_id, prompt_id
), forgotten AS (
    DELETE FROM regeneration_failures f USING prompts p, requested
    WHERE p.id = f.prompt_id AND p.series_id = requested.series_id AND p.id <> requested.prompt_id
)
INSERT INTO events (subject, key, event, details)
SELECT 'file', f.id, 'regeneration requested', jsonb_build_object('prompt_version', p.version, 'reason', %(reason)s::text)
FROM requested JOIN prompts p ON p.id = requested.prompt_id JOIN files f ON f.series_id = requested.series_id

-- name: due
-- The series that a run may regenerate, or this one if it may: a member is left, or none of them is missing any more. Each is tried once a run.
SELECT g.series_id FROM series_regenerations g
WHERE g.tried_by IS DISTINCT FROM %(run)s AND (g.run_id IS NULL OR g.run_id = %(run)s OR NOT run_is_alive(g.run_id))
  AND NOT EXISTS (SELECT FROM runs WHERE id = %(run)s AND stopped_by IS NOT NULL)
  AND (EXISTS (SELECT FROM regeneration_members m WHERE m.series_id = g.series_id AND m.state = 'left')
       OR NOT EXISTS (SELECT FROM regeneration_members m WHERE m.series_id = g.series_id AND m.state <> 'read'))
  AND (%(series_id)s::bigint IS NULL OR g.series_id = %(series_id)s)
ORDER BY g.requested_at, g.series_id LIMIT %(limit)s

-- name: claim
-- Claim a regeneration for a run.
UPDATE series_regenerations SET run_id = %(run)s
WHERE series_id = %(series_id)s AND (run_id IS NULL OR run_id = %(run)s OR NOT run_is_alive(run_id))

-- name: claimed
-- The version that a run reads with, if it still holds the regeneration.
SELECT p.series_id, p.id, p.version, p.text, p.fields_schema FROM series_regenerations g JOIN prompts p ON p.id = g.prompt_id
WHERE g.series_id = %(series_id)s AND g.run_id = %(run)s

-- name: left
-- The members that are left to be read, the newest first.
SELECT document_id FROM regeneration_members
WHERE series_id = %(series_id)s AND prompt_id = %(prompt_id)s AND state = 'left'
ORDER BY document_date DESC NULLS LAST, registered_at DESC, document_id DESC

-- name: is_left
-- Whether a member is left to be read with a version, by a run that holds the regeneration.
SELECT EXISTS (SELECT FROM regeneration_members m JOIN series_regenerations g USING (series_id)
               WHERE m.series_id = %(series_id)s AND m.prompt_id = %(prompt_id)s AND m.document_id = %(document_id)s
                 AND m.state = 'left' AND g.run_id = %(run)s)

-- name: count_read
-- Count a member that is read with a version, if the run still holds the regeneration and this version is still wanted, and lock
-- the regeneration until the transaction ends.
UPDATE series_regenerations SET changed = changed + 1
WHERE series_id = %(series_id)s AND prompt_id = %(prompt_id)s AND run_id = %(run)s

-- name: forget_failure
-- The document has no failure any more.
DELETE FROM regeneration_failures WHERE document_id = %(document_id)s

-- name: forget_failures
-- No member has a failure with this version any more.
DELETE FROM regeneration_failures WHERE prompt_id = %(prompt_id)s

-- name: failures
-- The earlier failures of a member with a version (see stage_results.failures).
SELECT attempts, waits, is_blamed, failed_at AS last_at FROM regeneration_failures
WHERE document_id = %(document_id)s AND prompt_id = %(prompt_id)s

-- name: fail
-- Record that a member could not be read.
INSERT INTO regeneration_failures (document_id, prompt_id, error, attempts, waits, is_blamed, next_attempt_at)
VALUES (%(document_id)s, %(prompt_id)s, %(error)s, %(attempts)s, %(waits)s, %(is_blamed)s, now() + make_interval(secs => %(seconds)s))
ON CONFLICT (document_id) DO UPDATE
SET prompt_id = excluded.prompt_id, error = excluded.error, attempts = excluded.attempts, waits = excluded.waits,
    is_blamed = excluded.is_blamed, failed_at = clock_timestamp(), next_attempt_at = excluded.next_attempt_at

-- name: lock
-- How many members were read since the file became outdated, if the run holds the regeneration, with its row locked until the
-- transaction ends.
SELECT changed FROM series_regenerations WHERE series_id = %(series_id)s AND run_id = %(run)s FOR UPDATE

-- name: let_go
-- Release the claim of a run. It does not try again.
UPDATE series_regenerations SET run_id = NULL, tried_by = %(run)s WHERE series_id = %(series_id)s AND run_id = %(run)s

-- name: file_outdated
-- The file of the series has become outdated.
UPDATE series_regenerations SET changed = 0 WHERE series_id = %(series_id)s

-- name: finish
-- All members were read with the version that was wanted.
WITH finished AS (
    DELETE FROM series_regenerations WHERE series_id = %(series_id)s RETURNING series_id, prompt_id
), forgotten AS (
    DELETE FROM regeneration_failures f USING prompts p, finished
    WHERE p.id = f.prompt_id AND p.series_id = finished.series_id
)
INSERT INTO events (run_id, subject, key, event, details)
SELECT %(run)s, 'file', f.id, 'regenerated', jsonb_build_object('prompt_version', p.version)
FROM finished JOIN prompts p ON p.id = finished.prompt_id JOIN files f ON f.series_id = finished.series_id

-- name: standing
-- How far the regenerations of series are; of all series without ids.
SELECT g.series_id, g.prompt_id, p.version, g.reason, g.requested_at,
       CASE WHEN g.run_id IS NOT NULL AND run_is_alive(g.run_id) THEN g.run_id END AS held_by, m.*
FROM series_regenerations g JOIN prompts p ON p.id = g.prompt_id
CROSS JOIN LATERAL (
    SELECT count(*) AS members, count(*) FILTER (WHERE state = 'read') AS read,
           count(*) FILTER (WHERE state = 'deferred') AS deferred, count(*) FILTER (WHERE state = 'failed') AS failed,
           min(error) FILTER (WHERE state IN ('deferred', 'failed')) AS error
    FROM regeneration_members WHERE series_id = g.series_id) m
WHERE %(ids)s::bigint[] IS NULL OR g.series_id = ANY(%(ids)s)
ORDER BY g.series_id

-- name: make_due
-- Let what could not be read, or this document, be read again by the next run. Returns the documents.
WITH due AS (
    DELETE FROM regeneration_failures f USING regeneration_members m
    WHERE m.document_id = f.document_id AND m.state IN ('deferred', 'failed')
      AND (%(document_id)s::uuid IS NULL OR f.document_id = %(document_id)s)
    RETURNING f.document_id, m.series_id
), again AS (
    UPDATE series_regenerations SET tried_by = NULL FROM due WHERE series_regenerations.series_id = due.series_id
), told AS (
    INSERT INTO events (subject, key, event) SELECT 'document', document_id, 'due again' FROM due
)
SELECT document_id FROM due ORDER BY document_id

-- name: outdated_members
-- How many counted members of a series are not read with a version of its prompt, and how many there are. One that waits for its
-- first reading by the series is not among them.
SELECT count(*) FILTER (WHERE r.prompt_id IS DISTINCT FROM %(prompt_id)s) AS left, count(*) AS members
FROM documents d
LEFT JOIN stage_results r ON r.document_id = d.id AND r.stage = 'extract_series' AND r.status = 'completed'
WHERE d.series_id = %(series_id)s AND d.status = 'filed' AND NOT d.awaits_series
  AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
