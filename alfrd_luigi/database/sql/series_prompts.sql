-- name: actives
-- The prompts of these series.
SELECT series_id, id, version, text, fields_schema FROM prompts WHERE series_id = ANY(%(ids)s::bigint[]) AND is_active

-- name: of_document
-- The prompt of the series in which a document is.
SELECT p.series_id, p.id, p.version, p.text, p.fields_schema
FROM documents d JOIN prompts p ON p.series_id = d.series_id AND p.is_active
WHERE d.id = %(id)s

-- name: insert
-- Insert the first prompt of a series. Does nothing if the series has one.
INSERT INTO prompts (kind, series_id, version, text, text_md5, fields_schema, origin, is_active)
SELECT 'series_summarizer', %(series_id)s, 1, %(text)s, md5(%(text)s::text), %(fields_schema)s, 'derived', true
WHERE NOT EXISTS (SELECT FROM prompts WHERE series_id = %(series_id)s)
ON CONFLICT DO NOTHING
RETURNING id

-- name: newest
-- The newest counted members of a series, the newest first.
SELECT d.id, d.document_type FROM documents d
WHERE series_id = %(series_id)s AND status = 'filed' AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
ORDER BY document_date DESC NULLS LAST, registered_at DESC, id DESC LIMIT %(limit)s

-- name: members
-- The number of counted members of a series.
SELECT count(*) FROM documents d
WHERE series_id = %(series_id)s AND status = 'filed' AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)

-- name: refused_at
-- The number of counted members that a series had when its last design was not taken.
SELECT members FROM series_designs WHERE series_id = %(series_id)s AND fault IS NOT NULL ORDER BY members DESC LIMIT 1

-- name: record_design
-- Record what came of asking for the prompt of a series.
INSERT INTO series_designs (series_id, members, prompt_id, fault) VALUES (%(series_id)s, %(members)s, %(prompt_id)s, %(fault)s)
ON CONFLICT (series_id, members) DO UPDATE
SET prompt_id = excluded.prompt_id, fault = excluded.fault, designed_at = clock_timestamp()

-- name: share
-- The share of the newest filed documents that their series read, or will read. Without documents it is 1: nothing is known then.
SELECT (count(*) FILTER (WHERE is_read) + 1)::numeric / (count(*) + 1) FROM (
    SELECT awaits_series OR EXISTS (SELECT FROM stage_results r
                                    WHERE r.document_id = d.id AND r.stage = 'extract_series' AND r.model IS NOT NULL) AS is_read
    FROM documents d WHERE filed_at IS NOT NULL ORDER BY filed_at DESC LIMIT %(newest)s) newest
