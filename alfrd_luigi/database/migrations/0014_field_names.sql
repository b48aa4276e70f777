-- Confidences, places and uncertain values are stored under the names that people write: `date`, `total`, `field.due_date`
-- (assessment/field_names.py). Before, they had the names of an answer's members.

CREATE FUNCTION pg_temp.field_name(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE name WHEN 'document_date' THEN 'date' WHEN 'total_amount' THEN 'total'
                     WHEN 'entity' THEN name WHEN 'currency' THEN name ELSE 'field.' || name END
$$;

CREATE FUNCTION pg_temp.renamed(named jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE jsonb_typeof(named)
        WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(pg_temp.field_name(key), value), '{}') FROM jsonb_each(named))
        WHEN 'array' THEN (SELECT coalesce(jsonb_agg(pg_temp.field_name(name) ORDER BY pg_temp.field_name(name)), '[]')
                           FROM jsonb_array_elements_text(named) AS name)
        ELSE named END
$$;

UPDATE documents
SET confidences = pg_temp.renamed(confidences), places = pg_temp.renamed(places),
    uncertain = ARRAY(SELECT jsonb_array_elements_text(pg_temp.renamed(to_jsonb(uncertain))))
WHERE confidences IS NOT NULL;

UPDATE stage_results
SET answer = answer || jsonb_build_object('confidences', pg_temp.renamed(answer -> 'confidences'),
                                          'places', pg_temp.renamed(answer -> 'places'),
                                          'uncertain', pg_temp.renamed(answer -> 'uncertain'))
WHERE stage = 'summarize' AND answer ? 'confidences';
