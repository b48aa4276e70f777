-- A ledger that is right: series of one account each, papers that are counted once, and balances that are not added up.

-- The account, policy or property of a series in its normalised form (extraction/accounts.py); empty if it has none.
ALTER TABLE series ADD COLUMN account text NOT NULL DEFAULT '' CHECK (length(account) <= 100);
ALTER TABLE series DROP CONSTRAINT series_entity_key_series_type_key;
ALTER TABLE series ADD UNIQUE (entity_key, series_type, account);
ALTER TABLE series ADD COLUMN full_title text NOT NULL GENERATED ALWAYS AS
    (CASE WHEN account = '' THEN title ELSE title || ' (' || account || ')' END) STORED;
CREATE INDEX series_type ON series (series_type);

-- What finds documents with a similar text (extraction/duplicates.py). Filing writes it. NULL: not filed by this version.
ALTER TABLE documents ADD COLUMN sketch integer[];
CREATE INDEX documents_sketch ON documents USING gin (sketch) WHERE sketch IS NOT NULL;
DROP INDEX documents_date;
CREATE INDEX documents_date ON documents (document_date, total_amount);

-- Two documents that are the same paper, are alike, or are distinct, as the machine or a person says. Those of a group are the
-- same because each is the same as a third one. Only a person says that two are distinct.
CREATE TABLE document_pairs (
    one        uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    other      uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    verdict    text NOT NULL CHECK (verdict IN ('same', 'alike', 'distinct')),
    origin     text NOT NULL CHECK (origin IN ('machine', 'group', 'person')),
    evidence   text NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (one, other),
    CHECK (one < other),
    CHECK (verdict = 'same' OR (verdict, origin) IN (('distinct', 'person'), ('alike', 'machine')))
);
CREATE INDEX document_pairs_other ON document_pairs (other, one);

-- The pairs from the point of view of each of their documents.
CREATE VIEW pairs_of_documents AS
SELECT one AS document_id, other AS paired_id, verdict, origin, evidence, decided_at FROM document_pairs
UNION ALL
SELECT other, one, verdict, origin, evidence, decided_at FROM document_pairs;

-- A document and each filed one that is counted in its place: one that has a total, or else the one registered first.
CREATE VIEW copies AS
SELECT d.id AS document_id, o.id AS original_id
FROM pairs_of_documents p
JOIN documents d ON d.id = p.document_id
JOIN documents o ON o.id = p.paired_id
WHERE p.verdict = 'same' AND o.status = 'filed'
  AND (o.total_amount IS NULL, o.registered_at, o.id) < (d.total_amount IS NULL, d.registered_at, d.id);

-- Whether the total of such a document is a balance, which must not be added to others.
CREATE FUNCTION is_balance(document_type text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT document_type IN ('bank_statement', 'credit_card', 'investment')
$$;

-- What is not a copy has the same line as before, so that the summaries of its files stay fresh.
CREATE OR REPLACE FUNCTION file_inputs(series bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT md5(coalesce(string_agg(concat_ws('|', d.id, d.entity, d.document_date, d.total_amount, d.currency,
                                             md5(d.summary), md5(d.structured_data::text),
                                             CASE WHEN EXISTS (SELECT FROM copies c WHERE c.document_id = d.id) THEN 'copy' END),
                                   E'\n' ORDER BY d.id), ''))
    FROM documents d WHERE d.series_id = series AND d.status = 'filed'
$$;

-- The statistics of a series that its file stores. `count` papers are `duplicates` that are not counted, `amounts` that make the
-- total, `balances`, amounts in `other_currencies`, and papers `without_amount`. The currency is the most frequent one.
CREATE FUNCTION file_statistics(series bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
    WITH members AS (
        SELECT document_date, registered_at, total_amount, currency, coalesce(is_balance(document_type), false) AS is_balance,
               EXISTS (SELECT FROM copies c WHERE c.document_id = d.id) AS is_copy
        FROM documents d WHERE series_id = series AND status = 'filed'
    ), counted AS (
        SELECT * FROM members WHERE NOT is_copy AND total_amount IS NOT NULL
    ), main AS (
        SELECT mode() WITHIN GROUP (ORDER BY currency) AS currency FROM counted
    ), amounts AS (
        SELECT counted.* FROM counted, main WHERE counted.currency IS NOT DISTINCT FROM main.currency
    )
    SELECT jsonb_build_object(
               'count', (SELECT count(*) FROM members),
               'duplicates', (SELECT count(*) FROM members WHERE is_copy),
               'first_date', (SELECT min(document_date) FROM members),
               'last_date', (SELECT max(document_date) FROM members),
               'currency', (SELECT currency FROM main),
               'amounts', count(*) FILTER (WHERE NOT is_balance),
               'total', sum(total_amount) FILTER (WHERE NOT is_balance),
               'minimum', min(total_amount) FILTER (WHERE NOT is_balance),
               'maximum', max(total_amount) FILTER (WHERE NOT is_balance),
               'mean', round(avg(total_amount) FILTER (WHERE NOT is_balance), 2),
               'balances', count(*) FILTER (WHERE is_balance),
               'latest_balance', (array_agg(total_amount ORDER BY document_date DESC NULLS LAST, registered_at DESC)
                                  FILTER (WHERE is_balance))[1],
               'lowest_balance', min(total_amount) FILTER (WHERE is_balance),
               'highest_balance', max(total_amount) FILTER (WHERE is_balance),
               'other_currencies', (SELECT count(*) FROM counted) - count(*),
               'without_amount', (SELECT count(*) FROM members WHERE NOT is_copy AND total_amount IS NULL))
    FROM amounts
$$;

-- These have totals of balances.
UPDATE files SET status = 'outdated', fingerprint = NULL
WHERE status = 'generated'
  AND EXISTS (SELECT FROM documents d WHERE d.series_id = files.series_id AND d.status = 'filed' AND is_balance(d.document_type));
