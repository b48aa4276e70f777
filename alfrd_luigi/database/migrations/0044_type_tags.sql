-- The tag that a document has of its type follows the word of a person on the type.
CREATE OR REPLACE VIEW derived_tags AS
SELECT document_id, tag, CASE WHEN bool_or(is_word) THEN 'person' ELSE 'classify' END AS origin
FROM (
    SELECT r.document_id, tag_name(f.tag) AS tag, false AS is_word
    FROM stage_results r
    CROSS JOIN LATERAL (
        SELECT coalesce(
            (SELECT w.value #>> '{}' FROM words w WHERE w.document_id = r.document_id AND w.field = 'type'),
            r.answer ->> 'document_type') AS tag
        UNION ALL SELECT t.tag FROM jsonb_array_elements_text(r.answer -> 'tags') AS t (tag)) f
    WHERE r.stage = 'classify' AND r.status = 'completed' AND f.tag <> '' AND NOT starts_with(f.tag, 'series:')
    UNION ALL
    SELECT document_id, tag, true FROM tag_words WHERE is_given
) given
WHERE NOT EXISTS (
    SELECT FROM tag_words w WHERE w.document_id = given.document_id AND w.tag = given.tag AND NOT w.is_given)
GROUP BY document_id, tag;

-- The tags of the documents with such a word.
CREATE TEMPORARY TABLE wanted ON COMMIT DROP AS
SELECT t.document_id, t.tag, t.origin FROM derived_tags t
WHERE t.document_id IN (SELECT document_id FROM words WHERE field = 'type');
DELETE FROM document_tags t
WHERE t.origin <> 'file' AND t.document_id IN (SELECT document_id FROM words WHERE field = 'type')
  AND NOT EXISTS (SELECT FROM wanted w WHERE w.document_id = t.document_id AND w.tag = t.tag);
INSERT INTO tags (name) SELECT DISTINCT tag FROM wanted ON CONFLICT DO NOTHING;
INSERT INTO document_tags AS t (document_id, tag, origin) SELECT document_id, tag, origin FROM wanted
ON CONFLICT (document_id, tag) DO UPDATE SET origin = excluded.origin WHERE t.origin <> 'file';
