-- name: marks
-- What identifies issuers, and the document from which each mark was first learnt; NULL for a person's alias.
SELECT m.issuer_id AS issuer, m.kind, m.shown, min(m.document_id::text)::uuid AS document FROM issuer_marks m
WHERE m.issuer_id = ANY (%(ids)s::uuid[]) AND m.kind <> 'heading'
GROUP BY m.issuer_id, m.kind, m.value, m.shown ORDER BY m.issuer_id, m.kind, m.shown

-- name: lessons
-- The values learnt from the newest lessons of issuers, the newest first.
SELECT i.id AS issuer, f.document_id AS document, f.field, f.kind, f.value, f.found, f.places -> 0 ->> 'printed' AS beside
FROM issuers i
CROSS JOIN LATERAL (SELECT document_id, learnt_at FROM issuer_lessons WHERE issuer_id = i.id
                    ORDER BY learnt_at DESC, document_id LIMIT %(limit)s) l
JOIN issuer_fields f ON f.document_id = l.document_id
WHERE i.id = ANY (%(ids)s::uuid[]) ORDER BY i.id, l.learnt_at DESC, f.document_id, f.field

-- name: uses
-- How often what the memory proposed was taken, agreed with the page, or was wrong, by issuer and value.
SELECT i.id AS issuer, u.field, count(*) FILTER (WHERE outcome = 'taken') AS taken,
       count(*) FILTER (WHERE outcome = 'agreed') AS agreed, count(*) FILTER (WHERE outcome = 'lost') AS lost
FROM stage_results r
CROSS JOIN LATERAL jsonb_to_recordset(r.answer -> 'memory') AS u (issuer uuid, field text, outcome text)
JOIN issuers i ON i.id = u.issuer
WHERE r.status = 'completed' AND r.answer ? 'memory' AND NOT is_replaced(r.document_id, r.stage)
  AND (%(ids)s::uuid[] IS NULL OR i.id = ANY (%(ids)s))
  AND (%(ids)s::uuid[] IS NULL OR r.answer -> 'memory' @> ANY (
          ARRAY(SELECT jsonb_build_array(jsonb_build_object('issuer', id::text)) FROM unnest(%(ids)s::uuid[]) id)))
GROUP BY i.id, u.field ORDER BY i.id, u.field

-- name: papers
-- The papers of issuers: their lessons, those that their marks identified, and those that have one of their names. Of them the
-- number, the newest ones, and the series with the newest ones.
WITH names AS (
    SELECT id AS issuer, lower(name) AS name FROM issuer_names WHERE name IS NOT NULL
    UNION SELECT issuer_id, lower(shown) FROM issuer_marks WHERE kind IN ('name', 'alias')
), found AS (
    SELECT issuer_id AS issuer, document_id FROM issuer_lessons WHERE issuer_id IS NOT NULL
    UNION SELECT u.issuer, r.document_id
    FROM stage_results r CROSS JOIN LATERAL jsonb_to_recordset(r.answer -> 'memory') AS u (issuer uuid)
    WHERE r.status = 'completed' AND r.answer ? 'memory'
      AND (%(ids)s::uuid[] IS NULL OR r.answer -> 'memory' @> ANY (
          ARRAY(SELECT jsonb_build_array(jsonb_build_object('issuer', id::text)) FROM unnest(%(ids)s::uuid[]) id)))
    UNION SELECT n.issuer, d.id FROM documents d JOIN names n ON n.name = lower(d.entity)
), papers AS (
    SELECT f.issuer, d.id, d.registered_at, d.series_id FROM found f JOIN documents d ON d.id = f.document_id
    WHERE %(ids)s::uuid[] IS NULL OR f.issuer = ANY (%(ids)s)
), collected AS (
    SELECT issuer, series_id, max(registered_at) AS newest FROM papers WHERE series_id IS NOT NULL GROUP BY issuer, series_id
)
SELECT i.id AS issuer, count(*) AS documents, (array_agg(p.id ORDER BY p.registered_at DESC, p.id))[1:%(limit)s] AS newest,
       ARRAY(SELECT series_id FROM collected c WHERE c.issuer = i.id ORDER BY newest DESC, series_id LIMIT %(series)s) AS series
FROM papers p JOIN issuers i ON i.id = p.issuer GROUP BY i.id
