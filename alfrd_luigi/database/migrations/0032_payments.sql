-- When bills are due, and whether they were paid.

-- What a person says of the payment of a document: the day on which it was paid, or `no`. NULL: nobody said anything.
ALTER TABLE documents ADD paid text CHECK (paid = 'no' OR paid ~ '^\d{4}-\d{2}-\d{2}$');
-- A number among the fields of a document, to the cent. NULL if the field has none.
CREATE FUNCTION field_number(fields jsonb, name text) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE jsonb_typeof(fields -> name) WHEN 'number' THEN round((fields ->> name)::numeric, 2) END
$$;
-- A day among the fields of a document as it is written; NULL for anything else, which fields of a person's type may hold.
CREATE FUNCTION field_day(fields jsonb, name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN fields ->> name ~ '^\d{4}-\d{2}-\d{2}$' THEN fields ->> name END
$$;
-- What a document says is to be paid now, by the fields of its type that mean that. NULL if it has none.
CREATE FUNCTION field_owed(fields jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT round((each.value #>> '{}')::numeric, 2)
    FROM (VALUES (1, fields -> 'amount_due'), (2, fields -> 'tax_due'), (3, fields -> 'new_balance')) AS each (place, value)
    WHERE jsonb_typeof(each.value) = 'number' ORDER BY each.place LIMIT 1
$$;
-- Documents with a due date, the last due first, and those with an amount to pay and no such date, the newest first.
CREATE INDEX documents_due ON documents (field_day(structured_data, 'due_date') DESC, id)
WHERE field_day(structured_data, 'due_date') IS NOT NULL;
CREATE INDEX documents_due_undated ON documents (document_date DESC, id)
WHERE field_day(structured_data, 'due_date') IS NULL AND field_owed(structured_data) > 0;

-- The values of a document: what its stages found, with the words of a person in their place. A word is sure. It has the evidence
-- of the found value if it equals it; the place that the person pointed at goes before the found one. The word on a field counts while the
-- type has that field.
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
           WHERE value <> 'null' AND key <> ALL ('{type,summary,title,note,paid}')
             AND (words ? key OR record -> 'confidences' ? key)) END AS confidences,
       ARRAY(SELECT u.field FROM (SELECT jsonb_array_elements_text(classification -> 'uncertain') AS field
                                  UNION ALL SELECT jsonb_array_elements_text(record -> 'uncertain')) u
             WHERE NOT words ? u.field) AS uncertain,
       words ->> 'paid' AS paid
FROM findings
CROSS JOIN LATERAL (SELECT found || words AS value) v
CROSS JOIN LATERAL (SELECT coalesce(words ->> 'type', classification ->> 'document_type') AS document_type) t
LEFT JOIN document_types y ON y.name = t.document_type;

-- The place at which a person pointed goes before the found one now, also if both give the same value.
UPDATE documents d SET places = v.places FROM derived_values v
WHERE v.document_id = d.id AND d.places IS DISTINCT FROM v.places
  AND EXISTS (SELECT FROM words w WHERE w.document_id = d.id AND w.place IS NOT NULL);
