-- What persons say of series. That a document is in a series, or in none, is a correction of the field `series`.

-- `own_title` is the name that a person gave. A series that was merged into another is kept as a name of that: filing which finds
-- it uses `merged_into`, which is never merged itself. Filing never chooses a series that a person made `by_hand`, of documents that
-- filing cannot tell from those of another series.
ALTER TABLE series
    ADD own_title text CHECK (own_title <> ''),
    ADD merged_into bigint REFERENCES series CHECK (merged_into <> id),
    ADD by_hand boolean NOT NULL DEFAULT false;
ALTER TABLE series DROP full_title;
ALTER TABLE series ADD full_title text NOT NULL GENERATED ALWAYS AS
    (coalesce(own_title, CASE WHEN account = '' THEN title ELSE title || ' (' || account || ')' END)) STORED;
CREATE INDEX series_merged ON series (merged_into) WHERE merged_into IS NOT NULL;

ALTER TABLE series DROP CONSTRAINT series_entity_key_series_type_account_key;
CREATE UNIQUE INDEX series_key ON series (entity_key, series_type, account) WHERE NOT by_hand;

CREATE INDEX corrections_series ON corrections (document_id) WHERE field = 'series';
-- Whether an empty series can be deleted depends on what still names it.
CREATE INDEX revisions_series ON revisions ((document -> 'series_id')) WHERE undone_by IS NULL;

-- As before, without the series: no value is derived from it.
CREATE OR REPLACE VIEW findings AS
SELECT d.id AS document_id, d.received_note, c.answer AS classification, s.answer AS record, found, words, pointed,
       ARRAY(SELECT key FROM jsonb_each(words) WHERE value IS DISTINCT FROM found -> key) AS differing
FROM documents d
LEFT JOIN stage_results c ON c.document_id = d.id AND c.stage = 'classify' AND c.status = 'completed'
LEFT JOIN stage_results s ON s.document_id = d.id AND s.stage = 'summarize' AND s.status = 'completed'
CROSS JOIN LATERAL (
    SELECT jsonb_build_object('entity', s.answer -> 'entity', 'date', s.answer -> 'document_date', 'total', s.answer -> 'total_amount',
                              'currency', s.answer -> 'currency', 'summary', s.answer -> 'summary')
        || coalesce((SELECT jsonb_object_agg('field.' || key, value) FROM jsonb_each(s.answer -> 'structured_data')), '{}')
        AS found) f
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(field, value), '{}') AS words,
           coalesce(jsonb_object_agg(field, place) FILTER (WHERE place IS NOT NULL), '{}') AS pointed
    FROM words WHERE document_id = d.id AND field <> 'series') w;

-- The series in which a person wants a document, NULL for none. A series that was merged stands for the one that it was merged into.
CREATE VIEW placements AS
SELECT w.document_id, coalesce(s.merged_into, s.id) AS series_id
FROM words w LEFT JOIN series s ON s.id = CASE w.field WHEN 'series' THEN (w.value #>> '{}')::bigint END
WHERE w.field = 'series';
