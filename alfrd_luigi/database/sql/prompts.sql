-- name: seed
-- Insert a shipped prompt as version 1, if its key has no version.
INSERT INTO prompts (kind, document_type, version, text, text_md5, origin, is_active)
SELECT %(kind)s, %(document_type)s, 1, %(text)s, md5(%(text)s::text), %(origin)s, true
WHERE NOT EXISTS (SELECT FROM prompts WHERE kind = %(kind)s AND document_type IS NOT DISTINCT FROM %(document_type)s)
ON CONFLICT DO NOTHING

-- name: active
-- The active version of a key with the mean of its newest scores. The limit keeps the query fast for a version with many scores.
-- A document may replace the type: its type belongs to the key of a summariser.
SELECT p.id, p.kind, p.document_type, p.series_id, p.version, p.text, p.fields_schema, p.is_pinned, s.score, s.scored
FROM prompts p
CROSS JOIN LATERAL (
    SELECT coalesce(avg(score), 0) AS score, count(*) AS scored FROM (
        SELECT score FROM prompt_scores WHERE prompt_id = p.id ORDER BY scored_at DESC LIMIT %(newest)s) n) s
WHERE kind = %(kind)s AND is_active AND series_id IS NOT DISTINCT FROM %(series_id)s
  AND document_type IS NOT DISTINCT FROM coalesce(%(document_type)s, CASE kind WHEN 'summarizer' THEN (
      SELECT d.document_type FROM documents d WHERE d.id = %(document)s) END)

-- name: lock_active
-- The active version of a key, locked until the transaction ends.
SELECT id FROM prompts
WHERE kind = %(kind)s AND document_type IS NOT DISTINCT FROM %(document_type)s AND series_id IS NOT DISTINCT FROM %(series_id)s
  AND is_active
FOR UPDATE

-- name: suggestions
-- The suggestions of the newest scorings of a version, among those of clinic documents, that no version of its key has tried: that
-- of the worst result first.
SELECT s.document_id, btrim(suggestion, E' \t\r\n') AS text
FROM (SELECT * FROM prompt_scores WHERE prompt_id = %(id)s ORDER BY scored_at DESC LIMIT %(newest)s) s
JOIN prompts p ON p.id = s.prompt_id
WHERE btrim(suggestion, E' \t\r\n') <> '' AND NOT is_of_court(s.document_id)
  AND NOT EXISTS (SELECT FROM prompts t
                  WHERE (t.kind, t.document_type, t.series_id) IS NOT DISTINCT FROM (p.kind, p.document_type, p.series_id)
                  AND t.text = btrim(s.suggestion, E' \t\r\n'))
ORDER BY s.score, s.scored_at

-- name: deactivate
-- Compare and swap: deactivate the version, if it is still active.
UPDATE prompts SET is_active = false WHERE id = %(id)s AND is_active

-- name: activate
-- Activate an earlier version again.
UPDATE prompts SET is_active = true, is_pinned = %(pinned)s WHERE id = %(id)s

-- name: add
-- Insert the next version of the incumbent's key, not active.
INSERT INTO prompts (kind, document_type, series_id, version, text, text_md5, origin, incumbent_id, fields_schema, is_active)
SELECT kind, document_type, series_id,
       (SELECT max(version) + 1 FROM prompts o
        WHERE (o.kind, o.document_type, o.series_id) IS NOT DISTINCT FROM (p.kind, p.document_type, p.series_id)),
       %(text)s, md5(%(text)s::text), %(origin)s, p.id, coalesce(%(fields_schema)s::jsonb, fields_schema), false
FROM prompts p WHERE id = %(incumbent)s
RETURNING id

-- name: pin
-- Pin a version: it is not challenged.
UPDATE prompts SET is_pinned = %(pinned)s WHERE id = %(id)s

-- name: score
-- Record the score of a result for the version that made it.
INSERT INTO prompt_scores (prompt_id, document_id, score, suggestion)
VALUES (%(prompt_id)s, %(document_id)s, %(score)s, %(suggestion)s)
ON CONFLICT (prompt_id, document_id) DO UPDATE
SET score = excluded.score, suggestion = excluded.suggestion, scored_at = clock_timestamp()

-- name: keys
-- Every key that has versions.
SELECT DISTINCT kind, document_type, series_id FROM prompts ORDER BY kind, document_type NULLS FIRST, series_id NULLS FIRST

-- name: list
-- Every version of every key with its score, or those of one kind or type, or of some keys.
SELECT p.id, p.kind, p.document_type, p.series_id, version, is_active AS active,
       EXISTS (SELECT FROM prompt_trials t WHERE t.candidate_id = p.id AND t.state = 'open' AND t.purpose = 'challenge') AS on_trial,
       is_pinned AS pinned, origin, s.score, s.scored AS documents,
       p.text, p.created_at
FROM prompts p
CROSS JOIN LATERAL (SELECT avg(score) AS score, count(*) AS scored FROM prompt_scores WHERE prompt_id = p.id) s
WHERE (%(kind)s::text IS NULL OR kind = %(kind)s) AND (%(document_type)s::text IS NULL OR document_type = %(document_type)s)
  AND (%(keys)s::text[] IS NULL OR concat_ws(':', kind, document_type, series_id) = ANY(%(keys)s))
ORDER BY kind, document_type NULLS FIRST, series_id NULLS FIRST, version

-- name: version
-- One version of a key.
SELECT id FROM prompts
WHERE kind = %(kind)s AND document_type IS NOT DISTINCT FROM %(document_type)s AND series_id IS NOT DISTINCT FROM %(series_id)s
  AND version = %(version)s

-- name: wording
-- What a version asks.
SELECT kind, text, fields_schema FROM prompts WHERE id = %(id)s

-- name: incumbents
-- The number of the version that each of these versions challenges or has challenged.
SELECT p.id, i.version FROM prompts p JOIN prompts i ON i.id = p.incumbent_id WHERE p.id = ANY(%(ids)s::bigint[])

-- name: worst
-- The results of each of these versions with the lowest scores.
SELECT p.id, w.document_id, coalesce(d.title, d.entity, f.name) AS name, w.score, w.suggestion
FROM unnest(%(ids)s::bigint[]) AS p (id)
CROSS JOIN LATERAL (
    SELECT document_id, score, suggestion FROM prompt_scores WHERE prompt_id = p.id ORDER BY score, scored_at DESC LIMIT %(limit)s) w
JOIN documents d ON d.id = w.document_id
LEFT JOIN document_files f ON f.document_id = d.id AND f.position = 1
WHERE w.score < 1
ORDER BY p.id, w.score, w.document_id
