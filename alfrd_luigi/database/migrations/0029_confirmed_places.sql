-- The place at which a person pointed goes before the place that the engine found, also if both give the same value.
CREATE OR REPLACE VIEW derived_values AS
SELECT document_id, t.document_type,
       CASE WHEN words ? 'type' THEN 1 ELSE (classification ->> 'confidence')::double precision END AS confidence,
       CASE WHEN words ? 'type' THEN 'a person says so' ELSE classification ->> 'reasoning' END AS classification_reason,
       v.value ->> 'entity' AS entity,
       (v.value ->> 'date')::date AS document_date,
       (v.value ->> 'total')::numeric(16, 2) AS total_amount,
       v.value ->> 'currency' AS currency,
       v.value ->> 'summary' AS summary,
       words ->> 'title' AS title,
       CASE WHEN words ? 'note' THEN words ->> 'note' ELSE received_note END AS note,
       CASE words WHEN '{}' THEN record -> 'structured_data' ELSE coalesce((
           SELECT jsonb_object_agg(substr(key, 7), value) FROM jsonb_each(v.value)
           WHERE key LIKE 'field.%' AND (found ? key OR y.fields_schema -> 'properties' ? substr(key, 7))),
           record -> 'structured_data') END AS structured_data,
       CASE words WHEN '{}' THEN record -> 'evidence' ELSE (
           SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(record -> 'evidence')
           WHERE field_name(key) <> ALL (differing)) END AS evidence,
       CASE words WHEN '{}' THEN record -> 'places' ELSE (
           SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(record -> 'places')
           WHERE key <> ALL (differing)) || pointed END AS places,
       CASE words WHEN '{}' THEN record -> 'confidences' ELSE (
           SELECT coalesce(jsonb_object_agg(key, CASE WHEN words ? key THEN to_jsonb(1) ELSE record -> 'confidences' -> key END), '{}')
           FROM jsonb_each(v.value)
           WHERE value <> 'null' AND key <> ALL ('{type,summary,title,note}')
             AND (words ? key OR record -> 'confidences' ? key)) END AS confidences,
       ARRAY(SELECT u.field FROM (SELECT jsonb_array_elements_text(classification -> 'uncertain') AS field
                                  UNION ALL SELECT jsonb_array_elements_text(record -> 'uncertain')) u
             WHERE NOT words ? u.field) AS uncertain
FROM findings
CROSS JOIN LATERAL (SELECT found || words AS value) v
CROSS JOIN LATERAL (SELECT coalesce(words ->> 'type', classification ->> 'document_type') AS document_type) t
LEFT JOIN document_types y ON y.name = t.document_type;

UPDATE documents d SET places = v.places FROM derived_values v
WHERE v.document_id = d.id AND d.places IS DISTINCT FROM v.places
  AND EXISTS (SELECT FROM words w WHERE w.document_id = d.id AND w.place IS NOT NULL);
