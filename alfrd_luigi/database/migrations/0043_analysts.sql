-- Views with stable names for analysts, in a schema of their own: `alfrd`, or of an archive that is not in the schema public,
-- its name and `_views`. docs/analysts.md describes them. A role that may read them needs no right on any table.

-- What the documents of a type are in the ledger, by the program and by the mapping file. The program keeps the rows up to date.
CREATE TABLE ledger_rules (
    document_type text PRIMARY KEY REFERENCES document_types ON UPDATE CASCADE ON DELETE CASCADE,
    kind          text NOT NULL CHECK (kind IN ('bill', 'payment', 'income', 'none')),
    account       text NOT NULL CHECK (account <> ''),
    needs         text[] NOT NULL,
    unless        text[] NOT NULL,
    needs_total   boolean NOT NULL
);

-- Whether a document is a transaction by the rule of its type: it has one of the fields `needs` (if any), and none of `unless`.
-- A view runs functions with the rights of its reader, so those of the views below read no table. PostgreSQL inlines this one.
CREATE FUNCTION is_transaction(fields jsonb, total numeric, needs text[], unless text[], needs_total boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (needs = '{}' OR coalesce(jsonb_strip_nulls(fields) ?| needs, false))
       AND NOT coalesce(jsonb_strip_nulls(fields) ?| unless, false)
       AND (total IS NOT NULL OR NOT needs_total)
$$;

-- Whether the totals of a type are balances, by the name that the type had first.
CREATE FUNCTION has_balance(rules text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT rules IN ('bank_statement', 'credit_card', 'investment')
$$;

CREATE OR REPLACE FUNCTION is_balance(document_type text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM document_types WHERE name = document_type AND has_balance(rules))
$$;

-- What is to be paid by a document with a due date. Of some types the total is no amount to pay.
CREATE FUNCTION due_amount(owed numeric, total numeric, rules text) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(owed, CASE WHEN rules NOT IN ('legal', 'employment', 'event') THEN total END)
$$;

-- The day that a text of the form of one says; NULL for one that no month has, such as 2024-02-31.
CREATE FUNCTION real_day(day text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN day ~ '^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$' THEN
        CASE WHEN substr(day, 9)::integer <= extract(day FROM make_date(substr(day, 1, 4)::integer, substr(day, 6, 2)::integer, 1)
                                                              + interval '1 month' - interval '1 day')
             THEN make_date(substr(day, 1, 4)::integer, substr(day, 6, 2)::integer, substr(day, 9)::integer) END END
$$;

-- The schema of the views for analysts.
CREATE FUNCTION analyst_schema() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE current_schema() WHEN 'public' THEN 'alfrd' ELSE left(current_schema(), 57) || '_views' END
$$;

-- Move each view `analyst_NAME` into the schema of the views, as NAME, for all roles that may use that schema.
CREATE PROCEDURE publish_views() LANGUAGE plpgsql AS $$
DECLARE
    own    text := current_schema();
    theirs text := analyst_schema();
    made   text;
    reader text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = theirs) THEN
        EXECUTE format('CREATE SCHEMA %I', theirs);
    END IF;
    FOR made IN SELECT viewname FROM pg_views WHERE schemaname = own AND starts_with(viewname, 'analyst_') LOOP
        EXECUTE format('ALTER VIEW %I.%I SET SCHEMA %I', own, made, theirs);
        EXECUTE format('ALTER VIEW %I.%I RENAME TO %I', theirs, made, substr(made, 9));
        FOR reader IN
            SELECT DISTINCT pg_get_userbyid(a.grantee) FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a
            WHERE n.nspname = theirs AND a.privilege_type = 'USAGE' AND a.grantee NOT IN (0, n.nspowner) LOOP
            EXECUTE format('GRANT SELECT ON %I.%I TO %I', theirs, substr(made, 9), reader);
        END LOOP;
    END LOOP;
END
$$;
REVOKE ALL ON PROCEDURE publish_views() FROM PUBLIC;

CREATE VIEW analyst_documents AS
SELECT d.id, d.status, d.document_type AS type, d.entity, d.document_date AS date, coalesce(d.title, f.first_name) AS title, d.summary,
       d.total_amount AS total, d.currency, coalesce(has_balance(t.rules), false) AS is_balance,
       d.series_id, s.full_title AS series, nullif(s.account, '') AS account,
       ARRAY(SELECT g.tag FROM document_tags g WHERE g.document_id = d.id ORDER BY g.tag) AS tags,
       EXISTS (SELECT FROM copies c WHERE c.document_id = d.id) AS is_copy,
       d.uncertain <> '{}' AS is_uncertain, d.uncertain,
       EXISTS (SELECT FROM words w WHERE w.document_id = d.id) AS is_reviewed,
       d.registered_at AS added_at, d.filed_at, d.source, f.first_name AS file_name, coalesce(f.files, 0) AS files,
       coalesce(f.pages, 0) AS pages, coalesce(f.bytes, 0) AS bytes, d.error_message AS error
FROM documents d
LEFT JOIN document_types t ON t.name = d.document_type
LEFT JOIN series s ON s.id = d.series_id
LEFT JOIN LATERAL (
    SELECT count(*)::integer AS files, sum(e.pages)::integer AS pages, sum(e.size)::bigint AS bytes,
           (array_agg(e.name ORDER BY e.position))[1] AS first_name
    FROM document_files e WHERE e.document_id = d.id) f ON true;

CREATE VIEW analyst_amounts AS
SELECT d.id AS document_id, r.kind, r.account, d.document_type AS type, d.entity, d.document_date AS date,
       date_trunc('month', d.document_date)::date AS month, d.total_amount AS amount, d.currency, d.series_id,
       d.uncertain && '{type,entity,date,total,currency}' AS is_uncertain
FROM documents d JOIN ledger_rules r ON r.document_type = d.document_type
WHERE r.kind <> 'none' AND d.status = 'filed' AND d.id NOT IN (SELECT document_id FROM copies)
  AND is_transaction(d.structured_data, d.total_amount, r.needs, r.unless, r.needs_total)
  AND d.document_date IS NOT NULL AND d.total_amount IS NOT NULL AND d.currency IS NOT NULL;

CREATE VIEW analyst_series AS
SELECT s.id, s.full_title AS title, s.entity, s.series_type AS kind, nullif(s.account, '') AS account, s.frequency, s.created_at,
       m.documents, m.first_date, m.last_date
FROM series s
CROSS JOIN LATERAL (
    SELECT count(*)::integer AS documents, min(d.document_date) AS first_date, max(d.document_date) AS last_date
    FROM documents d
    WHERE d.series_id = s.id AND d.status = 'filed' AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)) m
WHERE s.merged_into IS NULL;

CREATE VIEW analyst_series_members AS
SELECT d.series_id, s.full_title AS series, d.id AS document_id,
       row_number() OVER (PARTITION BY d.series_id ORDER BY d.document_date NULLS LAST, d.registered_at, d.id)::integer AS number,
       d.document_type AS type, d.document_date AS date, d.total_amount AS total, d.currency,
       coalesce(has_balance(t.rules), false) AS is_balance
FROM documents d JOIN series s ON s.id = d.series_id LEFT JOIN document_types t ON t.name = d.document_type
WHERE d.status = 'filed' AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id);

CREATE VIEW analyst_fields AS
SELECT d.id AS document_id, d.document_type AS type, d.series_id, d.document_date AS date, f.key AS field, f.value #>> '{}' AS text,
       CASE jsonb_typeof(f.value) WHEN 'number' THEN (f.value #>> '{}')::numeric END AS number,
       d.structured_data ->> (f.key || '_unit') AS unit,
       CASE jsonb_typeof(d.confidences -> ('field.' || f.key))
           WHEN 'number' THEN (d.confidences ->> ('field.' || f.key))::double precision END AS confidence,
       ('field.' || f.key) = ANY (d.uncertain) AS is_uncertain,
       EXISTS (SELECT FROM words w WHERE w.document_id = d.id AND w.field = 'field.' || f.key) AS is_reviewed
FROM documents d CROSS JOIN LATERAL jsonb_each(d.structured_data) f
WHERE d.status = 'filed' AND jsonb_typeof(f.value) IN ('string', 'number', 'boolean')
  AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id);

CREATE VIEW analyst_line_items AS
SELECT d.id AS document_id, d.document_type AS type, d.entity, d.document_date AS date, d.currency, f.key AS field,
       i.place::integer AS number, i.item ->> 'description' AS description,
       CASE jsonb_typeof(i.item -> 'quantity') WHEN 'number' THEN (i.item ->> 'quantity')::numeric END AS quantity,
       CASE jsonb_typeof(i.item -> 'amount') WHEN 'number' THEN (i.item ->> 'amount')::numeric END AS amount,
       i.item
FROM documents d
CROSS JOIN LATERAL jsonb_each(d.structured_data) f
CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(f.value) WHEN 'array' THEN f.value ELSE '[]' END) WITH ORDINALITY i (item, place)
WHERE d.status = 'filed' AND jsonb_typeof(i.item) = 'object'
  AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id);

CREATE VIEW analyst_dues AS
SELECT d.id AS document_id, d.document_type AS type, d.entity, d.document_date AS date, d.series_id, v.due_date,
       CASE WHEN v.due IS NULL THEN v.owed ELSE due_amount(v.owed, d.total_amount, t.rules) END AS amount, d.currency,
       d.structured_data ->> 'invoice_number' AS invoice_number, d.structured_data ->> 'payment_method' AS payment_method,
       real_day(d.paid) AS paid_date, d.paid IS NOT DISTINCT FROM 'no' AS is_said_unpaid
FROM documents d JOIN document_types t ON t.name = d.document_type
CROSS JOIN LATERAL (
    SELECT field_day(d.structured_data, 'due_date') AS due, real_day(field_day(d.structured_data, 'due_date')) AS due_date,
           field_owed(d.structured_data) AS owed) v
WHERE d.status = 'filed' AND (v.due IS NOT NULL OR v.owed > 0) AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id);

CREATE VIEW analyst_tags AS
SELECT t.document_id, t.tag, t.origin FROM document_tags t;

CREATE VIEW analyst_corrections AS
SELECT c.id, c.document_id, d.document_type AS type, c.field, c.kind, c.before #>> '{}' AS before, c.value #>> '{}' AS value, a.person, a.at,
       c.undone_by IS NOT NULL AS is_undone
FROM corrections c JOIN acts a ON a.id = c.act_id JOIN documents d ON d.id = c.document_id;

CREATE VIEW analyst_audits AS
SELECT a.document_id, d.document_type AS type, a.week, a.closed_at, a.person, a.is_for_trial, v.key AS field,
       coalesce(v.value -> 'right' = 'true', false) AS is_right, v.value ->> 'found' AS found, v.value ->> 'is' AS value
FROM audit_states a JOIN documents d ON d.id = a.document_id
CROSS JOIN LATERAL jsonb_each(a.verdicts) v
WHERE a.state = 'closed';

CREATE VIEW analyst_runs AS
SELECT r.id, r.host, r.started_at, r.finished_at, extract(epoch FROM r.finished_at - r.started_at)::double precision AS seconds,
       r.claimed, r.stopped_by, r.stop_message
FROM runs r;

CREATE VIEW analyst_stages AS
SELECT r.document_id, d.document_type AS type, r.stage, r.status, r.attempts, r.waits, r.engine, r.model, r.seconds, r.finished_at,
       r.run_id, r.error
FROM stage_results r JOIN documents d ON d.id = r.document_id;

CREATE VIEW analyst_calls AS
SELECT c.id, c.called_at, (c.called_at AT TIME ZONE 'UTC')::date AS day, c.run_id, c.document_id, d.document_type AS type, c.stage, c.service,
       c.operation, c.model, c.tier, c.outcome, c.pages, c.input_tokens, c.output_tokens, c.seconds, c.cost_usd AS usd,
       coalesce(c.cost_usd, c.reserved_usd) AS at_most_usd, num_nonnulls(c.trial_id, c.proposal_id) > 0 AS is_for_prompts
FROM calls c LEFT JOIN documents d ON d.id = c.document_id;

CREATE VIEW analyst_spend AS
SELECT (c.called_at AT TIME ZONE 'UTC')::date AS day, c.service, c.model, c.stage, c.operation, count(*) AS calls,
       count(*) FILTER (WHERE c.outcome = 'answered') AS answered, coalesce(sum(c.pages), 0) AS pages,
       coalesce(sum(c.input_tokens), 0) AS input_tokens, coalesce(sum(c.output_tokens), 0) AS output_tokens,
       coalesce(sum(c.cost_usd), 0) AS usd, coalesce(sum(coalesce(c.cost_usd, c.reserved_usd)), 0) AS at_most_usd,
       count(*) FILTER (WHERE c.reserved_usd IS NULL) AS unpriced
FROM calls c GROUP BY 1, 2, 3, 4, 5;

COMMENT ON TABLE ledger_rules IS 'What the documents of each type are in the ledger, by the program and by the mapping file ledger.toml. `alfrd init`, `alfrd ledger` and each run that files documents bring it up to date.';
COMMENT ON COLUMN ledger_rules.document_type IS 'The type.';
COMMENT ON COLUMN ledger_rules.kind IS '`bill` (it is owed), `payment` (it was paid), `income` or `none` (no transaction).';
COMMENT ON COLUMN ledger_rules.account IS 'Account of the type.';
COMMENT ON COLUMN ledger_rules.needs IS 'Fields of which a transaction has at least one. Empty: it needs none.';
COMMENT ON COLUMN ledger_rules.unless IS 'Fields of which a transaction has none.';
COMMENT ON COLUMN ledger_rules.needs_total IS 'Whether a document without a total is no transaction; else it is one that lacks its total.';

COMMENT ON VIEW analyst_documents IS 'The documents that are not deleted, one a row, in every status.';
COMMENT ON COLUMN analyst_documents.id IS 'Id of the document. Commands take any unique prefix of it.';
COMMENT ON COLUMN analyst_documents.status IS '`pending`, `ocr_completed`, `classified`, `summarized`, `filed` or `failed`.';
COMMENT ON COLUMN analyst_documents.type IS 'Type of the document. NULL: not classified yet.';
COMMENT ON COLUMN analyst_documents.entity IS 'Issuer. NULL: none was found.';
COMMENT ON COLUMN analyst_documents.date IS 'Date of the paper. NULL: none was found.';
COMMENT ON COLUMN analyst_documents.title IS 'Title that a person gave, or the name of the first file.';
COMMENT ON COLUMN analyst_documents.summary IS 'Summary. NULL: not summarised yet.';
COMMENT ON COLUMN analyst_documents.total IS 'Total in units of `currency`; negative for a credit. NULL: none was found.';
COMMENT ON COLUMN analyst_documents.currency IS 'ISO 4217 code. NULL: none was found.';
COMMENT ON COLUMN analyst_documents.is_balance IS 'Whether `total` is a balance, which must not be added to others.';
COMMENT ON COLUMN analyst_documents.series_id IS 'Series in which it is filed; see `series`. NULL: none.';
COMMENT ON COLUMN analyst_documents.series IS 'Title of the series. NULL: none.';
COMMENT ON COLUMN analyst_documents.account IS 'Account, policy or property of the series. NULL: none.';
COMMENT ON COLUMN analyst_documents.tags IS 'Its tags, sorted.';
COMMENT ON COLUMN analyst_documents.is_copy IS 'Whether another document is the same paper and counts in its place.';
COMMENT ON COLUMN analyst_documents.is_uncertain IS 'Whether a person should look at a value.';
COMMENT ON COLUMN analyst_documents.uncertain IS 'Names of these values: `type`, `entity`, `date`, `total`, `currency` or `field.NAME`.';
COMMENT ON COLUMN analyst_documents.is_reviewed IS 'Whether a person set or approved a value.';
COMMENT ON COLUMN analyst_documents.added_at IS 'When it arrived in the archive.';
COMMENT ON COLUMN analyst_documents.filed_at IS 'When it was filed; of a document that was processed again, the last time. NULL: not filed.';
COMMENT ON COLUMN analyst_documents.source IS 'Where it came from, such as `mail`. Empty: nothing was said.';
COMMENT ON COLUMN analyst_documents.file_name IS 'Name of the first file. NULL: it has no files.';
COMMENT ON COLUMN analyst_documents.files IS 'Number of files.';
COMMENT ON COLUMN analyst_documents.pages IS 'Number of pages.';
COMMENT ON COLUMN analyst_documents.bytes IS 'Size of the files in bytes.';
COMMENT ON COLUMN analyst_documents.error IS 'What went wrong last. NULL: no failure stands.';

COMMENT ON VIEW analyst_amounts IS 'What counts in the ledger, one transaction a row: the same documents and totals as in `alfrd ledger`.';
COMMENT ON COLUMN analyst_amounts.document_id IS 'The document.';
COMMENT ON COLUMN analyst_amounts.kind IS '`bill` (it is owed), `payment` (it was paid) or `income`.';
COMMENT ON COLUMN analyst_amounts.account IS 'Account of the type, by the mapping file or the program. Accounts of single issuers are in `alfrd ledger` only.';
COMMENT ON COLUMN analyst_amounts.type IS 'Type of the document.';
COMMENT ON COLUMN analyst_amounts.entity IS 'Issuer. NULL: none was found.';
COMMENT ON COLUMN analyst_amounts.date IS 'Date of the paper.';
COMMENT ON COLUMN analyst_amounts.month IS 'First day of its month.';
COMMENT ON COLUMN analyst_amounts.amount IS 'Total in units of `currency`; negative for a credit. That of an income is positive.';
COMMENT ON COLUMN analyst_amounts.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN analyst_amounts.series_id IS 'Series in which it is filed. NULL: none.';
COMMENT ON COLUMN analyst_amounts.is_uncertain IS 'Whether type, entity, date, total or currency is not sure.';

COMMENT ON VIEW analyst_series IS 'The series, one a row.';
COMMENT ON COLUMN analyst_series.id IS 'Number of the series.';
COMMENT ON COLUMN analyst_series.title IS 'Title of the series.';
COMMENT ON COLUMN analyst_series.entity IS 'Issuer, as first written.';
COMMENT ON COLUMN analyst_series.kind IS 'Kind of its documents, such as `monthly_invoice`.';
COMMENT ON COLUMN analyst_series.account IS 'Account, policy or property. NULL: none.';
COMMENT ON COLUMN analyst_series.frequency IS '`weekly`, `monthly`, `quarterly`, `semiannual`, `annual` or `irregular`. NULL: not known.';
COMMENT ON COLUMN analyst_series.created_at IS 'When it was made.';
COMMENT ON COLUMN analyst_series.documents IS 'Number of its filed documents, without copies.';
COMMENT ON COLUMN analyst_series.first_date IS 'Date of the earliest. NULL: none has a date.';
COMMENT ON COLUMN analyst_series.last_date IS 'Date of the latest. NULL: none has a date.';

COMMENT ON VIEW analyst_series_members IS 'The filed documents of series, without copies, one a row.';
COMMENT ON COLUMN analyst_series_members.series_id IS 'The series.';
COMMENT ON COLUMN analyst_series_members.series IS 'Title of the series.';
COMMENT ON COLUMN analyst_series_members.document_id IS 'The document.';
COMMENT ON COLUMN analyst_series_members.number IS 'Its place in the series by date, from 1.';
COMMENT ON COLUMN analyst_series_members.type IS 'Type of the document.';
COMMENT ON COLUMN analyst_series_members.date IS 'Date of the paper. NULL: none was found.';
COMMENT ON COLUMN analyst_series_members.total IS 'Total in units of `currency`. NULL: none was found.';
COMMENT ON COLUMN analyst_series_members.currency IS 'ISO 4217 code. NULL: none was found.';
COMMENT ON COLUMN analyst_series_members.is_balance IS 'Whether `total` is a balance, which must not be added to others.';

COMMENT ON VIEW analyst_fields IS 'The fields of the filed documents, without copies, one value a row. Lists are in `line_items`.';
COMMENT ON COLUMN analyst_fields.document_id IS 'The document.';
COMMENT ON COLUMN analyst_fields.type IS 'Type of the document.';
COMMENT ON COLUMN analyst_fields.series_id IS 'Series in which it is filed. NULL: none.';
COMMENT ON COLUMN analyst_fields.date IS 'Date of the paper. NULL: none was found.';
COMMENT ON COLUMN analyst_fields.field IS 'Name of the field.';
COMMENT ON COLUMN analyst_fields.text IS 'The value as text. Days have the form YYYY-MM-DD.';
COMMENT ON COLUMN analyst_fields.number IS 'The value of a number. NULL: it is none.';
COMMENT ON COLUMN analyst_fields.unit IS 'Unit of the number, from the field NAME_unit. NULL: there is none.';
COMMENT ON COLUMN analyst_fields.confidence IS 'Probability from 0 to 1 that the value is right. NULL: not known.';
COMMENT ON COLUMN analyst_fields.is_uncertain IS 'Whether a person should look at it.';
COMMENT ON COLUMN analyst_fields.is_reviewed IS 'Whether a person set or approved it.';

COMMENT ON VIEW analyst_line_items IS 'The rows of the lists in filed documents, without copies: what was sold, one item a row.';
COMMENT ON COLUMN analyst_line_items.document_id IS 'The document.';
COMMENT ON COLUMN analyst_line_items.type IS 'Type of the document.';
COMMENT ON COLUMN analyst_line_items.entity IS 'Issuer. NULL: none was found.';
COMMENT ON COLUMN analyst_line_items.date IS 'Date of the paper. NULL: none was found.';
COMMENT ON COLUMN analyst_line_items.currency IS 'ISO 4217 code of the amounts. NULL: none was found.';
COMMENT ON COLUMN analyst_line_items.field IS 'Name of the field that is the list.';
COMMENT ON COLUMN analyst_line_items.number IS 'Place of the item in the list, from 1.';
COMMENT ON COLUMN analyst_line_items.description IS 'What it is. NULL: not said.';
COMMENT ON COLUMN analyst_line_items.quantity IS 'How many. NULL: not printed.';
COMMENT ON COLUMN analyst_line_items.amount IS 'Price for the whole quantity, in units of `currency`. NULL: not printed.';
COMMENT ON COLUMN analyst_line_items.item IS 'The whole item, as JSON.';

COMMENT ON VIEW analyst_dues IS 'The filed documents with a due date or an amount to pay, without copies, as in `alfrd due`.';
COMMENT ON COLUMN analyst_dues.document_id IS 'The document.';
COMMENT ON COLUMN analyst_dues.type IS 'Type of the document.';
COMMENT ON COLUMN analyst_dues.entity IS 'Issuer. NULL: none was found.';
COMMENT ON COLUMN analyst_dues.date IS 'Date of the paper. NULL: none was found.';
COMMENT ON COLUMN analyst_dues.series_id IS 'Series in which it is filed. NULL: none.';
COMMENT ON COLUMN analyst_dues.due_date IS 'Day on which it is due. NULL: none was found, or what was found is no day.';
COMMENT ON COLUMN analyst_dues.amount IS 'What is to be paid, in units of `currency`; zero or less if nothing is. NULL: not known.';
COMMENT ON COLUMN analyst_dues.currency IS 'ISO 4217 code. NULL: none was found.';
COMMENT ON COLUMN analyst_dues.invoice_number IS 'Number of the invoice. NULL: none was found.';
COMMENT ON COLUMN analyst_dues.payment_method IS 'How it is paid, as printed. NULL: none was found.';
COMMENT ON COLUMN analyst_dues.paid_date IS 'Day on which it was paid, as a person says. NULL: nobody said one. `alfrd due` also knows payments from other documents.';
COMMENT ON COLUMN analyst_dues.is_said_unpaid IS 'Whether a person says that it is not paid.';

COMMENT ON VIEW analyst_tags IS 'The tags of documents.';
COMMENT ON COLUMN analyst_tags.document_id IS 'The document.';
COMMENT ON COLUMN analyst_tags.tag IS 'The tag.';
COMMENT ON COLUMN analyst_tags.origin IS '`person`, `classify` or `file` (the tag of its series).';

COMMENT ON VIEW analyst_corrections IS 'Corrections and approvals of the values of documents by persons, one value a row.';
COMMENT ON COLUMN analyst_corrections.id IS 'Number of the correction, ascending in time.';
COMMENT ON COLUMN analyst_corrections.document_id IS 'The document.';
COMMENT ON COLUMN analyst_corrections.type IS 'Type that the document has now. NULL: not classified yet.';
COMMENT ON COLUMN analyst_corrections.field IS 'Name of the value: `type`, `entity`, `date`, `total`, `currency`, `title`, `summary`, `note`, `paid`, `series` or `field.NAME`.';
COMMENT ON COLUMN analyst_corrections.kind IS '`set` (the value is this), `approved` (what was found is right) or `unset` (earlier words are withdrawn).';
COMMENT ON COLUMN analyst_corrections.before IS 'The value before, as text. NULL: there was none.';
COMMENT ON COLUMN analyst_corrections.value IS 'The value that the person says, as text. NULL: there is none.';
COMMENT ON COLUMN analyst_corrections.person IS 'Who said it.';
COMMENT ON COLUMN analyst_corrections.at IS 'When it was said.';
COMMENT ON COLUMN analyst_corrections.is_undone IS 'Whether it was taken back.';

COMMENT ON VIEW analyst_audits IS 'The verdicts of closed audits, one value a row.';
COMMENT ON COLUMN analyst_audits.document_id IS 'The document.';
COMMENT ON COLUMN analyst_audits.type IS 'Type that the document has now. NULL: not classified yet.';
COMMENT ON COLUMN analyst_audits.week IS 'Monday of the ISO week (UTC) in which it was drawn.';
COMMENT ON COLUMN analyst_audits.closed_at IS 'When the audit was closed.';
COMMENT ON COLUMN analyst_audits.person IS 'Who closed it. NULL: not known.';
COMMENT ON COLUMN analyst_audits.is_for_trial IS 'true: drawn from all documents of a prompt that is tried. false: drawn from what was filed in the last seven days.';
COMMENT ON COLUMN analyst_audits.field IS 'Name of the value, as in `corrections`.';
COMMENT ON COLUMN analyst_audits.is_right IS 'Whether what was found is right.';
COMMENT ON COLUMN analyst_audits.found IS 'What was found, as text. NULL: nothing.';
COMMENT ON COLUMN analyst_audits.value IS 'What is right, as text. NULL: there is no such value.';

COMMENT ON VIEW analyst_runs IS 'The runs that had work to do.';
COMMENT ON COLUMN analyst_runs.id IS 'Id of the run, which begins with its start (UTC).';
COMMENT ON COLUMN analyst_runs.host IS 'Host on which it ran.';
COMMENT ON COLUMN analyst_runs.started_at IS 'When it began.';
COMMENT ON COLUMN analyst_runs.finished_at IS 'When it ended. NULL: it is alive, or was killed.';
COMMENT ON COLUMN analyst_runs.seconds IS 'Duration in seconds. NULL: it has not ended.';
COMMENT ON COLUMN analyst_runs.claimed IS 'Number of claims of documents; a document that it claimed twice counts twice.';
COMMENT ON COLUMN analyst_runs.stopped_by IS 'What stopped it early: `budget`, `settings`, `machine`, `service`, `held` or `frozen`. NULL: nothing.';
COMMENT ON COLUMN analyst_runs.stop_message IS 'Why it was stopped, in words. NULL: it was not stopped.';

COMMENT ON VIEW analyst_stages IS 'The last result of each stage of each document.';
COMMENT ON COLUMN analyst_stages.document_id IS 'The document.';
COMMENT ON COLUMN analyst_stages.type IS 'Type of the document. NULL: not classified yet.';
COMMENT ON COLUMN analyst_stages.stage IS '`ocr`, `classify`, `score_classification`, `summarize`, `score_summary`, `file` or `extract_series`.';
COMMENT ON COLUMN analyst_stages.status IS '`completed`, `deferred` (a later run tries again) or `failed`.';
COMMENT ON COLUMN analyst_stages.attempts IS 'Number of attempts: the completion, and failures that the document itself caused.';
COMMENT ON COLUMN analyst_stages.waits IS 'Number of deferrals since the last attempt because a service did not answer.';
COMMENT ON COLUMN analyst_stages.engine IS 'Engine that answered. NULL: the stage asked none, or none answered.';
COMMENT ON COLUMN analyst_stages.model IS 'Model of the engine. NULL: it has none.';
COMMENT ON COLUMN analyst_stages.seconds IS 'Duration in seconds.';
COMMENT ON COLUMN analyst_stages.finished_at IS 'When it ended.';
COMMENT ON COLUMN analyst_stages.run_id IS 'Run that made the result.';
COMMENT ON COLUMN analyst_stages.error IS 'What went wrong. NULL: completed.';

COMMENT ON VIEW analyst_calls IS 'The calls to paid services, one attempt a row.';
COMMENT ON COLUMN analyst_calls.id IS 'Number of the call, ascending in time.';
COMMENT ON COLUMN analyst_calls.called_at IS 'When it was made.';
COMMENT ON COLUMN analyst_calls.day IS 'Its day (UTC), as in `alfrd cost`.';
COMMENT ON COLUMN analyst_calls.run_id IS 'Run that made it. NULL: a command outside of a run.';
COMMENT ON COLUMN analyst_calls.document_id IS 'Document for which it was made. NULL: another subject, or the document was deleted for good.';
COMMENT ON COLUMN analyst_calls.type IS 'Type of that document. NULL: no document, or not classified yet.';
COMMENT ON COLUMN analyst_calls.stage IS 'Stage for which it was made.';
COMMENT ON COLUMN analyst_calls.service IS 'Service that was called, such as `bedrock` or `textract`.';
COMMENT ON COLUMN analyst_calls.operation IS 'Kind of question.';
COMMENT ON COLUMN analyst_calls.model IS 'Model that was asked. NULL: the service has no models.';
COMMENT ON COLUMN analyst_calls.tier IS '`default` or `flex`. NULL: the service has no tiers, or did not answer.';
COMMENT ON COLUMN analyst_calls.outcome IS '`open` (no outcome yet, or it was interrupted), `answered`, `invalid`, `throttled`, `server_error`, `timeout`, `connection` or `refused`.';
COMMENT ON COLUMN analyst_calls.pages IS 'Number of billed pages. NULL: not billed by page, or not known.';
COMMENT ON COLUMN analyst_calls.input_tokens IS 'Number of billed input tokens. NULL: not billed by token, or not known.';
COMMENT ON COLUMN analyst_calls.output_tokens IS 'Number of billed output tokens. NULL: not billed by token, or not known.';
COMMENT ON COLUMN analyst_calls.seconds IS 'Duration in seconds. NULL: open.';
COMMENT ON COLUMN analyst_calls.usd IS 'What it cost, in US dollars. NULL: not known.';
COMMENT ON COLUMN analyst_calls.at_most_usd IS 'What it cost, or at most can have cost, in US dollars. NULL: the price is not known.';
COMMENT ON COLUMN analyst_calls.is_for_prompts IS 'Whether it was made for a trial or a proposal of a prompt.';

COMMENT ON VIEW analyst_spend IS 'Calls and their cost by day, service, model, stage and operation, as in `alfrd cost`.';
COMMENT ON COLUMN analyst_spend.day IS 'Day of the calls (UTC).';
COMMENT ON COLUMN analyst_spend.service IS 'Service that was called.';
COMMENT ON COLUMN analyst_spend.model IS 'Model that was asked. NULL: the service has no models.';
COMMENT ON COLUMN analyst_spend.stage IS 'Stage for which they were made.';
COMMENT ON COLUMN analyst_spend.operation IS 'Kind of question.';
COMMENT ON COLUMN analyst_spend.calls IS 'Number of calls.';
COMMENT ON COLUMN analyst_spend.answered IS 'Number of calls with a valid answer.';
COMMENT ON COLUMN analyst_spend.pages IS 'Number of billed pages.';
COMMENT ON COLUMN analyst_spend.input_tokens IS 'Number of billed input tokens.';
COMMENT ON COLUMN analyst_spend.output_tokens IS 'Number of billed output tokens.';
COMMENT ON COLUMN analyst_spend.usd IS 'What was billed, in US dollars.';
COMMENT ON COLUMN analyst_spend.at_most_usd IS 'The same, with the maximum cost of calls whose cost is not known.';
COMMENT ON COLUMN analyst_spend.unpriced IS 'Number of calls whose price is not known. Their cost is not in the sums.';

CALL publish_views();
