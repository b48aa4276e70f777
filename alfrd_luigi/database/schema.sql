-- Written by scripts/schema from the migrations; do not edit.

SET check_function_bodies = false;

CREATE SCHEMA alfrd;

CREATE FUNCTION public.analyst_schema() RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE current_schema() WHEN 'public' THEN 'alfrd' ELSE left(current_schema(), 57) || '_views' END
$$;

CREATE FUNCTION public.answer_with_type(stage text, answer jsonb, old text, new text, series_follow boolean) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE WHEN stage = 'classify' AND answer ->> 'document_type' = old THEN jsonb_set(answer, '{document_type}', to_jsonb(new))
                WHEN stage = 'file' AND series_follow AND answer -> 'series' ->> 'series_type' = old
                THEN jsonb_set(answer, '{series,series_type}', to_jsonb(new))
                ELSE answer END
$$;

CREATE FUNCTION public.due_amount(owed numeric, total numeric, rules text) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT coalesce(owed, CASE WHEN rules NOT IN ('legal', 'employment', 'event') THEN total END)
$$;

CREATE FUNCTION public.field_day(fields jsonb, name text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $_$
    SELECT CASE WHEN fields ->> name ~ '^\d{4}-\d{2}-\d{2}$' THEN fields ->> name END
$_$;

CREATE FUNCTION public.field_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE name WHEN 'document_date' THEN 'date' WHEN 'total_amount' THEN 'total'
                     WHEN 'entity' THEN name WHEN 'currency' THEN name ELSE 'field.' || name END
$$;

CREATE FUNCTION public.field_number(fields jsonb, name text) RETURNS numeric
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE jsonb_typeof(fields -> name) WHEN 'number' THEN round((fields ->> name)::numeric, 2) END
$$;

CREATE FUNCTION public.field_owed(fields jsonb) RETURNS numeric
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT round((each.value #>> '{}')::numeric, 2)
    FROM (VALUES (1, fields -> 'amount_due'), (2, fields -> 'tax_due'), (3, fields -> 'new_balance')) AS each (place, value)
    WHERE jsonb_typeof(each.value) = 'number' ORDER BY each.place LIMIT 1
$$;

CREATE FUNCTION public.file_inputs(series bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT md5(coalesce(string_agg(concat_ws('|', d.id, d.entity, d.document_date, d.total_amount, d.currency,
                                             md5(d.summary), md5(d.structured_data::text),
                                             CASE WHEN EXISTS (SELECT FROM copies c WHERE c.document_id = d.id) THEN 'copy' END),
                                   E'\n' ORDER BY d.id), ''))
    FROM documents d WHERE d.series_id = series AND d.status = 'filed'
$$;

CREATE FUNCTION public.file_statistics(series bigint) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
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

CREATE FUNCTION public.has_balance(rules text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT rules IN ('bank_statement', 'credit_card', 'investment')
$$;

CREATE FUNCTION public.insert_rows(target regclass, rows jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $_$
BEGIN
    EXECUTE (
        SELECT format('INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %3$s FROM jsonb_populate_recordset(NULL::%1$s, $1)',
                      target, string_agg(quote_ident(attname), ', ' ORDER BY attnum),
                      string_agg(format(CASE WHEN attnotnull AND atttypid = 'jsonb'::regtype THEN 'coalesce(%I, ''null'')'
                                             ELSE '%I' END, attname), ', ' ORDER BY attnum))
        FROM pg_attribute
        WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND rows -> 0 ? attname::text
        HAVING count(*) > 0) USING rows;
END
$_$;

CREATE FUNCTION public.is_asked(kind text, field text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE kind WHEN 'classifier' THEN field = 'type'
           ELSE field IN ('entity', 'date', 'total', 'currency') OR field LIKE 'field.%' END
$$;

CREATE FUNCTION public.is_balance(document_type text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (SELECT FROM document_types WHERE name = document_type AND has_balance(rules))
$$;

CREATE FUNCTION public.is_due(next_attempt_at timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT next_attempt_at IS NULL OR next_attempt_at <= now() OR next_attempt_at > now() + interval '2 days'
$$;

CREATE FUNCTION public.is_of_court(document uuid) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT ('x' || substr(md5('court' || document::text), 1, 8))::bit(32)::bigint % 3 <> 0
$$;

CREATE FUNCTION public.is_replaced(document uuid, stage_name text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT stage_name = 'summarize' AND EXISTS (
        SELECT FROM stage_results
        WHERE document_id = document AND stage = 'extract_series' AND status = 'completed' AND answer ->> 'method' = 'series')
$$;

CREATE FUNCTION public.is_ripe(series bigint, document uuid) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT NOT EXISTS (SELECT FROM copies WHERE document_id = document) AND (
        EXISTS (SELECT FROM prompts p WHERE p.series_id = series AND p.is_active)
        OR 2 = (SELECT count(*) FROM (
            SELECT FROM documents d
            WHERE d.series_id = series AND d.id <> document AND d.status = 'filed'
              AND NOT EXISTS (SELECT FROM copies c WHERE c.document_id = d.id)
            LIMIT 2) others))
$$;

CREATE FUNCTION public.is_transaction(fields jsonb, total numeric, needs text[], unless text[], needs_total boolean) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT (needs = '{}' OR coalesce(jsonb_strip_nulls(fields) ?| needs, false))
       AND NOT coalesce(jsonb_strip_nulls(fields) ?| unless, false)
       AND (total IS NOT NULL OR NOT needs_total)
$$;

CREATE FUNCTION public.prompts_from_deleted(documents uuid[]) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $$
    SELECT p.id
    FROM deletions d CROSS JOIN jsonb_array_elements(d.kept -> 'prompt_scores') s
    JOIN prompts p ON p.origin = 'suggested' AND p.text = btrim(s ->> 'suggestion', E' \t\r\n')
    WHERE d.document_id = ANY(documents)
    UNION
    SELECT o.candidate_id
    FROM deletions d CROSS JOIN jsonb_array_elements(d.kept -> 'prompt_proposal_documents') s
    JOIN prompt_proposals o ON o.id = (s ->> 'proposal_id')::uuid
    WHERE d.document_id = ANY(documents) AND o.candidate_id IS NOT NULL
$$;

CREATE PROCEDURE public.publish_views()
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.real_day(day text) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    SELECT CASE WHEN day ~ '^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$' THEN
        CASE WHEN substr(day, 9)::integer <= extract(day FROM make_date(substr(day, 1, 4)::integer, substr(day, 6, 2)::integer, 1)
                                                              + interval '1 month' - interval '1 day')
             THEN make_date(substr(day, 1, 4)::integer, substr(day, 6, 2)::integer, substr(day, 9)::integer) END END
$_$;

CREATE FUNCTION public.run_has(run text, document uuid, file uuid, trial uuid, proposal uuid) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE
        WHEN proposal IS NOT NULL THEN EXISTS (SELECT FROM prompt_proposals WHERE id = proposal AND run_id = run AND state = 'open')
        WHEN trial IS NOT NULL THEN EXISTS (SELECT FROM prompt_trials WHERE id = trial AND run_id = run)
        ELSE EXISTS (SELECT FROM documents WHERE id = document AND run_id = run)
          OR EXISTS (SELECT FROM files WHERE id = file AND run_id = run) END
$$;

CREATE FUNCTION public.run_is_alive(run text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (
        SELECT FROM pg_locks, runs
        WHERE runs.id = run AND locktype = 'advisory' AND granted AND objsubid = 2
          AND classid = 1 AND objid = runs.number
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
$$;

CREATE FUNCTION public.serves(saved_at timestamp with time zone, subject_id uuid, stage_name text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce((SELECT saved_at BETWEEN since AND clock_timestamp() FROM asked_anew
                     WHERE subject = subject_id AND stage = stage_name AND since <= clock_timestamp()), true)
$$;

CREATE FUNCTION public.tag_name(tag text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce((SELECT becomes FROM renamed_tags WHERE name = tag), tag)
$$;

CREATE TABLE public.document_pairs (
    one uuid NOT NULL,
    other uuid NOT NULL,
    verdict text NOT NULL,
    origin text NOT NULL,
    evidence text NOT NULL,
    decided_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT document_pairs_check CHECK ((one < other)),
    CONSTRAINT document_pairs_check1 CHECK (((verdict = 'same'::text) OR (((verdict = 'distinct'::text) AND (origin = 'person'::text)) OR ((verdict = 'alike'::text) AND (origin = 'machine'::text))))),
    CONSTRAINT document_pairs_origin_check CHECK ((origin = ANY (ARRAY['machine'::text, 'group'::text, 'person'::text]))),
    CONSTRAINT document_pairs_verdict_check CHECK ((verdict = ANY (ARRAY['same'::text, 'alike'::text, 'distinct'::text])))
);

CREATE TABLE public.documents (
    id uuid NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    registered_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    content_hash text NOT NULL,
    text text,
    document_type text,
    confidence double precision,
    classification_reason text,
    entity text,
    document_date date,
    total_amount numeric(16,2),
    currency text,
    summary text,
    structured_data jsonb,
    evidence jsonb,
    series_id bigint,
    filed_at timestamp with time zone,
    run_id text,
    next_attempt_at timestamp with time zone,
    error_stage text,
    error_message text,
    error_hint text,
    note text,
    sketch integer[],
    embedded jsonb,
    confidences jsonb,
    places jsonb,
    uncertain text[] DEFAULT '{}'::text[] NOT NULL,
    title text,
    received_note text,
    paid text,
    awaits_series boolean DEFAULT false NOT NULL,
    CONSTRAINT documents_awaits_series_check CHECK (((status = 'filed'::text) OR (NOT awaits_series))),
    CONSTRAINT documents_check CHECK (((status = 'failed'::text) = ((error_stage IS NOT NULL) AND (next_attempt_at IS NULL)))),
    CONSTRAINT documents_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT documents_confidences_check CHECK ((jsonb_typeof(confidences) = 'object'::text)),
    CONSTRAINT documents_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT documents_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT documents_embedded_check CHECK ((jsonb_typeof(embedded) = 'object'::text)),
    CONSTRAINT documents_evidence_check CHECK ((jsonb_typeof(evidence) = 'object'::text)),
    CONSTRAINT documents_note_check CHECK ((note <> ''::text)),
    CONSTRAINT documents_paid_check CHECK (((paid = 'no'::text) OR (paid ~ '^\d{4}-\d{2}-\d{2}$'::text))),
    CONSTRAINT documents_places_check CHECK ((jsonb_typeof(places) = 'object'::text)),
    CONSTRAINT documents_structured_data_check CHECK ((jsonb_typeof(structured_data) = 'object'::text)),
    CONSTRAINT documents_title_check CHECK ((title <> ''::text))
);

CREATE VIEW public.pairs_of_documents AS
 SELECT document_pairs.one AS document_id,
    document_pairs.other AS paired_id,
    document_pairs.verdict,
    document_pairs.origin,
    document_pairs.evidence,
    document_pairs.decided_at
   FROM public.document_pairs
UNION ALL
 SELECT document_pairs.other AS document_id,
    document_pairs.one AS paired_id,
    document_pairs.verdict,
    document_pairs.origin,
    document_pairs.evidence,
    document_pairs.decided_at
   FROM public.document_pairs;

CREATE VIEW public.copies AS
 SELECT d.id AS document_id,
    o.id AS original_id
   FROM ((public.pairs_of_documents p
     JOIN public.documents d ON ((d.id = p.document_id)))
     JOIN public.documents o ON ((o.id = p.paired_id)))
  WHERE ((p.verdict = 'same'::text) AND (o.status = 'filed'::text) AND (ROW((o.total_amount IS NULL), o.registered_at, o.id) < ROW((d.total_amount IS NULL), d.registered_at, d.id)));

CREATE TABLE public.ledger_rules (
    document_type text NOT NULL,
    kind text NOT NULL,
    account text NOT NULL,
    needs text[] NOT NULL,
    unless text[] NOT NULL,
    needs_total boolean NOT NULL,
    CONSTRAINT ledger_rules_account_check CHECK ((account <> ''::text)),
    CONSTRAINT ledger_rules_kind_check CHECK ((kind = ANY (ARRAY['bill'::text, 'payment'::text, 'income'::text, 'none'::text])))
);

CREATE VIEW alfrd.amounts AS
 SELECT d.id AS document_id,
    r.kind,
    r.account,
    d.document_type AS type,
    d.entity,
    d.document_date AS date,
    (date_trunc('month'::text, (d.document_date)::timestamp with time zone))::date AS month,
    d.total_amount AS amount,
    d.currency,
    d.series_id,
    (d.uncertain && '{type,entity,date,total,currency}'::text[]) AS is_uncertain
   FROM (public.documents d
     JOIN public.ledger_rules r ON ((r.document_type = d.document_type)))
  WHERE ((r.kind <> 'none'::text) AND (d.status = 'filed'::text) AND (NOT (d.id IN ( SELECT copies.document_id
           FROM public.copies))) AND public.is_transaction(d.structured_data, d.total_amount, r.needs, r.unless, r.needs_total) AND (d.document_date IS NOT NULL) AND (d.total_amount IS NOT NULL) AND (d.currency IS NOT NULL));

CREATE TABLE public.acts (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    person text NOT NULL,
    act text NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    undone_by bigint,
    is_purged boolean DEFAULT false NOT NULL,
    CONSTRAINT acts_act_check CHECK ((act <> ''::text)),
    CONSTRAINT acts_details_check CHECK ((jsonb_typeof(details) = 'object'::text)),
    CONSTRAINT acts_person_check CHECK ((person <> ''::text))
);

CREATE TABLE public.audit_draws (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    week date NOT NULL,
    seed text NOT NULL,
    candidates integer NOT NULL,
    drawn integer NOT NULL,
    is_for_trial boolean DEFAULT false NOT NULL,
    trial_id uuid,
    CONSTRAINT audit_draws_check CHECK (((drawn >= 1) AND (drawn <= candidates))),
    CONSTRAINT audit_draws_check1 CHECK ((is_for_trial OR (trial_id IS NULL))),
    CONSTRAINT audit_draws_seed_check CHECK ((seed <> ''::text)),
    CONSTRAINT audit_draws_week_check CHECK ((EXTRACT(isodow FROM week) = (1)::numeric))
);

CREATE TABLE public.audits (
    document_id uuid NOT NULL,
    draw_id bigint NOT NULL,
    place integer NOT NULL,
    shown_at timestamp with time zone,
    act_id bigint,
    verdicts jsonb,
    engines jsonb,
    CONSTRAINT audits_check CHECK ((num_nulls(act_id, verdicts, engines) = ANY (ARRAY[0, 3]))),
    CONSTRAINT audits_engines_check CHECK ((jsonb_typeof(engines) = 'object'::text)),
    CONSTRAINT audits_place_check CHECK ((place > 0)),
    CONSTRAINT audits_verdicts_check CHECK ((jsonb_typeof(verdicts) = 'object'::text))
);

CREATE TABLE public.prompt_trials (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    purpose text NOT NULL,
    kind text NOT NULL,
    document_type text,
    series_id bigint,
    candidate_id bigint NOT NULL,
    incumbent_id bigint NOT NULL,
    number integer NOT NULL,
    seed text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    is_audited boolean,
    reason text,
    opened_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    closed_at timestamp with time zone,
    run_id text,
    next_attempt_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    waits integer DEFAULT 0 NOT NULL,
    is_blamed boolean DEFAULT false NOT NULL,
    failed_at timestamp with time zone,
    CONSTRAINT prompt_trials_check CHECK ((candidate_id <> incumbent_id)),
    CONSTRAINT prompt_trials_check1 CHECK (((state = 'open'::text) = (closed_at IS NULL))),
    CONSTRAINT prompt_trials_kind_check CHECK ((kind = ANY (ARRAY['classifier'::text, 'summarizer'::text, 'series_summarizer'::text]))),
    CONSTRAINT prompt_trials_number_check CHECK ((number > 0)),
    CONSTRAINT prompt_trials_purpose_check CHECK ((purpose = ANY (ARRAY['challenge'::text, 'return'::text]))),
    CONSTRAINT prompt_trials_state_check CHECK ((state = ANY (ARRAY['open'::text, 'promoted'::text, 'given_up'::text, 'refused'::text, 'failed'::text, 'withdrawn'::text, 'returned'::text, 'kept'::text, 'superseded'::text])))
);

CREATE VIEW public.audit_states AS
 SELECT a.document_id,
    a.place,
    a.shown_at,
    a.act_id,
    a.verdicts,
    a.engines,
    w.id AS draw_id,
    w.week,
    w.at AS drawn_at,
    c.at AS closed_at,
    c.person,
        CASE
            WHEN (a.act_id IS NOT NULL) THEN 'closed'::text
            WHEN (w.at < (now() - '28 days'::interval)) THEN 'retired'::text
            ELSE 'open'::text
        END AS state,
    w.is_for_trial,
    t.kind,
    t.document_type,
    t.series_id
   FROM (((public.audits a
     JOIN public.audit_draws w ON ((w.id = a.draw_id)))
     LEFT JOIN public.acts c ON ((c.id = a.act_id)))
     LEFT JOIN public.prompt_trials t ON ((t.id = w.trial_id)));

CREATE VIEW alfrd.audits AS
 SELECT a.document_id,
    d.document_type AS type,
    a.week,
    a.closed_at,
    a.person,
    a.is_for_trial,
    v.key AS field,
    COALESCE(((v.value -> 'right'::text) = 'true'::jsonb), false) AS is_right,
    (v.value ->> 'found'::text) AS found,
    (v.value ->> 'is'::text) AS value
   FROM ((public.audit_states a
     JOIN public.documents d ON ((d.id = a.document_id)))
     CROSS JOIN LATERAL jsonb_each(a.verdicts) v(key, value))
  WHERE (a.state = 'closed'::text);

CREATE TABLE public.calls (
    id bigint NOT NULL,
    run_id text,
    document_id uuid,
    file_id uuid,
    stage text NOT NULL,
    service text NOT NULL,
    operation text NOT NULL,
    model text,
    question_key text NOT NULL,
    attempt integer NOT NULL,
    outcome text DEFAULT 'open'::text NOT NULL,
    pages integer,
    input_tokens integer,
    output_tokens integer,
    seconds double precision,
    reserved_usd numeric(14,8),
    cost_usd numeric(14,8),
    called_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    trial_id uuid,
    tier text,
    proposal_id uuid,
    CONSTRAINT calls_attempt_check CHECK ((attempt > 0)),
    CONSTRAINT calls_check CHECK (((outcome = 'open'::text) = (seconds IS NULL))),
    CONSTRAINT calls_outcome_check CHECK ((outcome = ANY (ARRAY['open'::text, 'answered'::text, 'invalid'::text, 'throttled'::text, 'server_error'::text, 'timeout'::text, 'connection'::text, 'refused'::text]))),
    CONSTRAINT calls_question_key_check CHECK ((question_key ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT calls_tier_check CHECK ((tier = ANY (ARRAY['default'::text, 'flex'::text])))
);

CREATE VIEW alfrd.calls AS
 SELECT c.id,
    c.called_at,
    ((c.called_at AT TIME ZONE 'UTC'::text))::date AS day,
    c.run_id,
    c.document_id,
    d.document_type AS type,
    c.stage,
    c.service,
    c.operation,
    c.model,
    c.tier,
    c.outcome,
    c.pages,
    c.input_tokens,
    c.output_tokens,
    c.seconds,
    c.cost_usd AS usd,
    COALESCE(c.cost_usd, c.reserved_usd) AS at_most_usd,
    (num_nonnulls(c.trial_id, c.proposal_id) > 0) AS is_for_prompts
   FROM (public.calls c
     LEFT JOIN public.documents d ON ((d.id = c.document_id)));

CREATE TABLE public.corrections (
    id bigint NOT NULL,
    act_id bigint NOT NULL,
    document_id uuid NOT NULL,
    field text NOT NULL,
    kind text NOT NULL,
    before jsonb NOT NULL,
    value jsonb NOT NULL,
    place jsonb,
    undone_by bigint,
    CONSTRAINT corrections_field_check CHECK ((field <> ''::text)),
    CONSTRAINT corrections_kind_check CHECK ((kind = ANY (ARRAY['set'::text, 'approved'::text, 'unset'::text]))),
    CONSTRAINT corrections_place_check CHECK ((jsonb_typeof(place) = 'object'::text))
);

CREATE VIEW alfrd.corrections AS
 SELECT c.id,
    c.document_id,
    d.document_type AS type,
    c.field,
    c.kind,
    (c.before #>> '{}'::text[]) AS before,
    (c.value #>> '{}'::text[]) AS value,
    a.person,
    a.at,
    (c.undone_by IS NOT NULL) AS is_undone
   FROM ((public.corrections c
     JOIN public.acts a ON ((a.id = c.act_id)))
     JOIN public.documents d ON ((d.id = c.document_id)));

CREATE TABLE public.document_files (
    document_id uuid NOT NULL,
    "position" integer NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    media_type text NOT NULL,
    pages integer NOT NULL,
    CONSTRAINT document_files_pages_check CHECK ((pages > 0)),
    CONSTRAINT document_files_position_check CHECK (("position" > 0)),
    CONSTRAINT document_files_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT document_files_size_check CHECK ((size > 0))
);

CREATE TABLE public.document_tags (
    document_id uuid NOT NULL,
    tag text NOT NULL,
    origin text NOT NULL,
    CONSTRAINT document_tags_origin_check CHECK ((origin = ANY (ARRAY['person'::text, 'classify'::text, 'file'::text])))
);

CREATE TABLE public.document_types (
    name text NOT NULL,
    number integer NOT NULL,
    description text NOT NULL,
    fields_schema jsonb NOT NULL,
    shipped boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    retired_at timestamp with time zone,
    rules text NOT NULL,
    CONSTRAINT document_types_fields_schema_check CHECK ((jsonb_typeof(fields_schema) = 'object'::text)),
    CONSTRAINT document_types_name_check CHECK ((name ~ '^[a-z][a-z0-9_]{0,62}$'::text))
);

CREATE TABLE public.series (
    id bigint NOT NULL,
    entity text NOT NULL,
    entity_key text NOT NULL,
    series_type text NOT NULL,
    title text NOT NULL,
    frequency text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    account text DEFAULT ''::text NOT NULL,
    own_title text,
    merged_into bigint,
    by_hand boolean DEFAULT false NOT NULL,
    full_title text GENERATED ALWAYS AS (COALESCE(own_title,
CASE
    WHEN (account = ''::text) THEN title
    ELSE (((title || ' ('::text) || account) || ')'::text)
END)) STORED NOT NULL,
    CONSTRAINT series_account_check CHECK ((length(account) <= 100)),
    CONSTRAINT series_check CHECK ((merged_into <> id)),
    CONSTRAINT series_entity_key_check CHECK ((entity_key <> ''::text)),
    CONSTRAINT series_frequency_check CHECK ((frequency = ANY (ARRAY['weekly'::text, 'monthly'::text, 'quarterly'::text, 'semiannual'::text, 'annual'::text, 'irregular'::text]))),
    CONSTRAINT series_own_title_check CHECK ((own_title <> ''::text)),
    CONSTRAINT series_series_type_check CHECK ((series_type ~ '^[a-z][a-z0-9_]{0,62}$'::text))
);

CREATE VIEW public.words AS
 SELECT document_id,
    field,
    kind,
    value,
    place,
    act_id,
    person,
    at
   FROM ( SELECT DISTINCT ON (c.document_id, c.field) c.document_id,
            c.field,
            c.kind,
            c.value,
            c.place,
            c.act_id,
            a.person,
            a.at
           FROM (public.corrections c
             JOIN public.acts a ON ((a.id = c.act_id)))
          WHERE (c.undone_by IS NULL)
          ORDER BY c.document_id, c.field, c.id DESC) last
  WHERE (kind <> 'unset'::text);

CREATE VIEW alfrd.documents AS
 SELECT d.id,
    d.status,
    d.document_type AS type,
    d.entity,
    d.document_date AS date,
    COALESCE(d.title, f.first_name) AS title,
    d.summary,
    d.total_amount AS total,
    d.currency,
    COALESCE(public.has_balance(t.rules), false) AS is_balance,
    d.series_id,
    s.full_title AS series,
    NULLIF(s.account, ''::text) AS account,
    ARRAY( SELECT g.tag
           FROM public.document_tags g
          WHERE (g.document_id = d.id)
          ORDER BY g.tag) AS tags,
    (EXISTS ( SELECT
           FROM public.copies c
          WHERE (c.document_id = d.id))) AS is_copy,
    (d.uncertain <> '{}'::text[]) AS is_uncertain,
    d.uncertain,
    (EXISTS ( SELECT
           FROM public.words w
          WHERE (w.document_id = d.id))) AS is_reviewed,
    d.registered_at AS added_at,
    d.filed_at,
    d.source,
    f.first_name AS file_name,
    COALESCE(f.files, 0) AS files,
    COALESCE(f.pages, 0) AS pages,
    COALESCE(f.bytes, (0)::bigint) AS bytes,
    d.error_message AS error
   FROM (((public.documents d
     LEFT JOIN public.document_types t ON ((t.name = d.document_type)))
     LEFT JOIN public.series s ON ((s.id = d.series_id)))
     LEFT JOIN LATERAL ( SELECT (count(*))::integer AS files,
            (sum(e.pages))::integer AS pages,
            (sum(e.size))::bigint AS bytes,
            (array_agg(e.name ORDER BY e."position"))[1] AS first_name
           FROM public.document_files e
          WHERE (e.document_id = d.id)) f ON (true));

CREATE VIEW alfrd.dues AS
 SELECT d.id AS document_id,
    d.document_type AS type,
    d.entity,
    d.document_date AS date,
    d.series_id,
    v.due_date,
        CASE
            WHEN (v.due IS NULL) THEN v.owed
            ELSE public.due_amount(v.owed, d.total_amount, t.rules)
        END AS amount,
    d.currency,
    (d.structured_data ->> 'invoice_number'::text) AS invoice_number,
    (d.structured_data ->> 'payment_method'::text) AS payment_method,
    public.real_day(d.paid) AS paid_date,
    (NOT (d.paid IS DISTINCT FROM 'no'::text)) AS is_said_unpaid
   FROM ((public.documents d
     JOIN public.document_types t ON ((t.name = d.document_type)))
     CROSS JOIN LATERAL ( SELECT public.field_day(d.structured_data, 'due_date'::text) AS due,
            public.real_day(public.field_day(d.structured_data, 'due_date'::text)) AS due_date,
            public.field_owed(d.structured_data) AS owed) v)
  WHERE ((d.status = 'filed'::text) AND ((v.due IS NOT NULL) OR (v.owed > (0)::numeric)) AND (NOT (EXISTS ( SELECT
           FROM public.copies c
          WHERE (c.document_id = d.id)))));

CREATE VIEW alfrd.fields AS
 SELECT d.id AS document_id,
    d.document_type AS type,
    d.series_id,
    d.document_date AS date,
    f.key AS field,
    (f.value #>> '{}'::text[]) AS text,
        CASE jsonb_typeof(f.value)
            WHEN 'number'::text THEN ((f.value #>> '{}'::text[]))::numeric
            ELSE NULL::numeric
        END AS number,
    (d.structured_data ->> (f.key || '_unit'::text)) AS unit,
        CASE jsonb_typeof((d.confidences -> ('field.'::text || f.key)))
            WHEN 'number'::text THEN ((d.confidences ->> ('field.'::text || f.key)))::double precision
            ELSE NULL::double precision
        END AS confidence,
    (('field.'::text || f.key) = ANY (d.uncertain)) AS is_uncertain,
    (EXISTS ( SELECT
           FROM public.words w
          WHERE ((w.document_id = d.id) AND (w.field = ('field.'::text || f.key))))) AS is_reviewed
   FROM (public.documents d
     CROSS JOIN LATERAL jsonb_each(d.structured_data) f(key, value))
  WHERE ((d.status = 'filed'::text) AND (jsonb_typeof(f.value) = ANY (ARRAY['string'::text, 'number'::text, 'boolean'::text])) AND (NOT (EXISTS ( SELECT
           FROM public.copies c
          WHERE (c.document_id = d.id)))));

CREATE VIEW alfrd.line_items AS
 SELECT d.id AS document_id,
    d.document_type AS type,
    d.entity,
    d.document_date AS date,
    d.currency,
    f.key AS field,
    (i.place)::integer AS number,
    (i.item ->> 'description'::text) AS description,
        CASE jsonb_typeof((i.item -> 'quantity'::text))
            WHEN 'number'::text THEN ((i.item ->> 'quantity'::text))::numeric
            ELSE NULL::numeric
        END AS quantity,
        CASE jsonb_typeof((i.item -> 'amount'::text))
            WHEN 'number'::text THEN ((i.item ->> 'amount'::text))::numeric
            ELSE NULL::numeric
        END AS amount,
    i.item
   FROM ((public.documents d
     CROSS JOIN LATERAL jsonb_each(d.structured_data) f(key, value))
     CROSS JOIN LATERAL jsonb_array_elements(
        CASE jsonb_typeof(f.value)
            WHEN 'array'::text THEN f.value
            ELSE '[]'::jsonb
        END) WITH ORDINALITY i(item, place))
  WHERE ((d.status = 'filed'::text) AND (jsonb_typeof(i.item) = 'object'::text) AND (NOT (EXISTS ( SELECT
           FROM public.copies c
          WHERE (c.document_id = d.id)))));

CREATE TABLE public.runs (
    id text NOT NULL,
    number integer NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    claimed integer DEFAULT 0 NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    scanned_at timestamp with time zone,
    finished_at timestamp with time zone,
    stopped_by text,
    stop_message text,
    stop_hint text,
    seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    exit_code integer,
    CONSTRAINT runs_check CHECK (((stopped_by IS NULL) = (stop_message IS NULL))),
    CONSTRAINT runs_exit_code_check CHECK (((exit_code >= 0) AND (exit_code <= 255))),
    CONSTRAINT runs_stopped_by_check CHECK ((stopped_by = ANY (ARRAY['budget'::text, 'settings'::text, 'machine'::text, 'service'::text, 'held'::text, 'frozen'::text])))
);

CREATE VIEW alfrd.runs AS
 SELECT id,
    host,
    started_at,
    finished_at,
    (EXTRACT(epoch FROM (finished_at - started_at)))::double precision AS seconds,
    claimed,
    stopped_by,
    stop_message
   FROM public.runs r;

CREATE VIEW alfrd.series AS
 SELECT s.id,
    s.full_title AS title,
    s.entity,
    s.series_type AS kind,
    NULLIF(s.account, ''::text) AS account,
    s.frequency,
    s.created_at,
    m.documents,
    m.first_date,
    m.last_date
   FROM (public.series s
     CROSS JOIN LATERAL ( SELECT (count(*))::integer AS documents,
            min(d.document_date) AS first_date,
            max(d.document_date) AS last_date
           FROM public.documents d
          WHERE ((d.series_id = s.id) AND (d.status = 'filed'::text) AND (NOT (EXISTS ( SELECT
                   FROM public.copies c
                  WHERE (c.document_id = d.id)))))) m)
  WHERE (s.merged_into IS NULL);

CREATE VIEW alfrd.series_members AS
 SELECT d.series_id,
    s.full_title AS series,
    d.id AS document_id,
    (row_number() OVER (PARTITION BY d.series_id ORDER BY d.document_date, d.registered_at, d.id))::integer AS number,
    d.document_type AS type,
    d.document_date AS date,
    d.total_amount AS total,
    d.currency,
    COALESCE(public.has_balance(t.rules), false) AS is_balance
   FROM ((public.documents d
     JOIN public.series s ON ((s.id = d.series_id)))
     LEFT JOIN public.document_types t ON ((t.name = d.document_type)))
  WHERE ((d.status = 'filed'::text) AND (NOT (EXISTS ( SELECT
           FROM public.copies c
          WHERE (c.document_id = d.id)))));

CREATE VIEW alfrd.spend AS
 SELECT ((called_at AT TIME ZONE 'UTC'::text))::date AS day,
    service,
    model,
    stage,
    operation,
    count(*) AS calls,
    count(*) FILTER (WHERE (outcome = 'answered'::text)) AS answered,
    COALESCE(sum(pages), (0)::bigint) AS pages,
    COALESCE(sum(input_tokens), (0)::bigint) AS input_tokens,
    COALESCE(sum(output_tokens), (0)::bigint) AS output_tokens,
    COALESCE(sum(cost_usd), (0)::numeric) AS usd,
    COALESCE(sum(COALESCE(cost_usd, reserved_usd)), (0)::numeric) AS at_most_usd,
    count(*) FILTER (WHERE (reserved_usd IS NULL)) AS unpriced
   FROM public.calls c
  GROUP BY (((called_at AT TIME ZONE 'UTC'::text))::date), service, model, stage, operation;

CREATE TABLE public.stage_results (
    document_id uuid NOT NULL,
    stage text NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL,
    run_id text NOT NULL,
    engine text,
    model text,
    prompt_id bigint,
    answer jsonb,
    error text,
    seconds double precision NOT NULL,
    finished_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    omitted jsonb,
    waits integer DEFAULT 0 NOT NULL,
    is_blamed boolean DEFAULT false NOT NULL,
    CONSTRAINT stage_results_answer_check CHECK ((jsonb_typeof(answer) = 'object'::text)),
    CONSTRAINT stage_results_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT stage_results_check CHECK (((status = 'completed'::text) = (error IS NULL))),
    CONSTRAINT stage_results_omitted_check CHECK ((jsonb_typeof(omitted) = 'object'::text)),
    CONSTRAINT stage_results_seconds_check CHECK ((seconds >= (0)::double precision)),
    CONSTRAINT stage_results_status_check CHECK ((status = ANY (ARRAY['completed'::text, 'deferred'::text, 'failed'::text])))
);

CREATE VIEW alfrd.stages AS
 SELECT r.document_id,
    d.document_type AS type,
    r.stage,
    r.status,
    r.attempts,
    r.waits,
    r.engine,
    r.model,
    r.seconds,
    r.finished_at,
    r.run_id,
    r.error
   FROM (public.stage_results r
     JOIN public.documents d ON ((d.id = r.document_id)));

CREATE VIEW alfrd.tags AS
 SELECT document_id,
    tag,
    origin
   FROM public.document_tags t;

ALTER TABLE public.acts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.acts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.answers (
    question_key text NOT NULL,
    service text NOT NULL,
    operation text NOT NULL,
    answer jsonb NOT NULL,
    saved_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    answer_md5 text,
    CONSTRAINT answers_question_key_check CHECK ((question_key ~ '^[0-9a-f]{64}$'::text))
);

CREATE TABLE public.asked_anew (
    subject uuid NOT NULL,
    stage text NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE public.audit_draws ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_draws_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.calls ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.calls_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.corrections ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.corrections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.deletions (
    document_id uuid NOT NULL,
    content_hash text NOT NULL,
    deleted_at timestamp with time zone NOT NULL,
    act_id bigint,
    kept jsonb,
    files jsonb,
    pairs jsonb,
    series_id bigint,
    questions text[],
    acts bigint[],
    CONSTRAINT deletions_check CHECK (((kept IS NULL) OR (files IS NOT NULL))),
    CONSTRAINT deletions_check1 CHECK (((kept IS NULL) = (pairs IS NULL))),
    CONSTRAINT deletions_check2 CHECK (((kept IS NOT NULL) OR ((act_id IS NULL) AND (series_id IS NULL) AND (questions IS NULL) AND (acts IS NULL)))),
    CONSTRAINT deletions_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT deletions_files_check CHECK ((jsonb_typeof(files) = 'array'::text)),
    CONSTRAINT deletions_kept_check CHECK ((jsonb_typeof(kept) = 'object'::text)),
    CONSTRAINT deletions_pairs_check CHECK ((jsonb_typeof(pairs) = 'array'::text))
);

CREATE TABLE public.tag_corrections (
    id bigint NOT NULL,
    act_id bigint,
    document_id uuid NOT NULL,
    tag text NOT NULL,
    is_given boolean NOT NULL,
    undone_by bigint,
    CONSTRAINT tag_corrections_tag_check CHECK (((tag <> ''::text) AND (length(tag) <= 100)))
);

CREATE VIEW public.tag_words AS
 SELECT DISTINCT ON (document_id, (public.tag_name(tag))) document_id,
    public.tag_name(tag) AS tag,
    is_given
   FROM public.tag_corrections
  WHERE (undone_by IS NULL)
  ORDER BY document_id, (public.tag_name(tag)), id DESC;

CREATE VIEW public.derived_tags AS
 SELECT document_id,
    tag,
        CASE
            WHEN bool_or(is_word) THEN 'person'::text
            ELSE 'classify'::text
        END AS origin
   FROM ( SELECT r.document_id,
            public.tag_name(f.tag) AS tag,
            false AS is_word
           FROM (public.stage_results r
             CROSS JOIN LATERAL ( SELECT COALESCE(( SELECT (w.value #>> '{}'::text[])
                           FROM public.words w
                          WHERE ((w.document_id = r.document_id) AND (w.field = 'type'::text))), (r.answer ->> 'document_type'::text)) AS tag
                UNION ALL
                 SELECT t.tag
                   FROM jsonb_array_elements_text((r.answer -> 'tags'::text)) t(tag)) f)
          WHERE ((r.stage = 'classify'::text) AND (r.status = 'completed'::text) AND (f.tag <> ''::text) AND (NOT starts_with(f.tag, 'series:'::text)))
        UNION ALL
         SELECT tag_words.document_id,
            tag_words.tag,
            true
           FROM public.tag_words
          WHERE tag_words.is_given) given
  WHERE (NOT (EXISTS ( SELECT
           FROM public.tag_words w
          WHERE ((w.document_id = given.document_id) AND (w.tag = given.tag) AND (NOT w.is_given)))))
  GROUP BY document_id, tag;

CREATE VIEW public.findings AS
 SELECT d.id AS document_id,
    d.received_note,
    c.answer AS classification,
    r.record,
    f.found,
    w.words,
    w.pointed,
    ARRAY( SELECT jsonb_each.key
           FROM jsonb_each(w.words) jsonb_each(key, value)
          WHERE (jsonb_each.value IS DISTINCT FROM (f.found -> jsonb_each.key))) AS differing
   FROM ((((((public.documents d
     LEFT JOIN public.stage_results c ON (((c.document_id = d.id) AND (c.stage = 'classify'::text) AND (c.status = 'completed'::text))))
     LEFT JOIN public.stage_results s ON (((s.document_id = d.id) AND (s.stage = 'summarize'::text) AND (s.status = 'completed'::text))))
     LEFT JOIN public.stage_results x ON (((x.document_id = d.id) AND (x.stage = 'extract_series'::text) AND (x.status = 'completed'::text) AND ((x.answer ->> 'method'::text) = 'series'::text))))
     CROSS JOIN LATERAL ( SELECT COALESCE(x.answer, s.answer) AS record) r)
     CROSS JOIN LATERAL ( SELECT (jsonb_build_object('entity', (r.record -> 'entity'::text), 'date', (r.record -> 'document_date'::text), 'total', (r.record -> 'total_amount'::text), 'currency', (r.record -> 'currency'::text), 'summary', (r.record -> 'summary'::text)) || COALESCE(( SELECT jsonb_object_agg(('field.'::text || jsonb_each.key), jsonb_each.value) AS jsonb_object_agg
                   FROM jsonb_each((r.record -> 'structured_data'::text)) jsonb_each(key, value)), '{}'::jsonb)) AS found) f)
     CROSS JOIN LATERAL ( SELECT COALESCE(jsonb_object_agg(words.field, words.value), '{}'::jsonb) AS words,
            COALESCE(jsonb_object_agg(words.field, words.place) FILTER (WHERE (words.place IS NOT NULL)), '{}'::jsonb) AS pointed
           FROM public.words
          WHERE ((words.document_id = d.id) AND (words.field <> 'series'::text))) w);

CREATE VIEW public.derived_values AS
 SELECT findings.document_id,
    t.document_type,
        CASE
            WHEN (findings.words ? 'type'::text) THEN (1)::double precision
            ELSE ((findings.classification ->> 'confidence'::text))::double precision
        END AS confidence,
        CASE
            WHEN (findings.words ? 'type'::text) THEN 'a person says so'::text
            ELSE (findings.classification ->> 'reasoning'::text)
        END AS classification_reason,
    (v.value ->> 'entity'::text) AS entity,
    ((v.value ->> 'date'::text))::date AS document_date,
    ((v.value ->> 'total'::text))::numeric(16,2) AS total_amount,
    (v.value ->> 'currency'::text) AS currency,
    (v.value ->> 'summary'::text) AS summary,
    (findings.words ->> 'title'::text) AS title,
        CASE
            WHEN (findings.words ? 'note'::text) THEN (findings.words ->> 'note'::text)
            ELSE findings.received_note
        END AS note,
        CASE findings.words
            WHEN '{}'::jsonb THEN (findings.record -> 'structured_data'::text)
            ELSE COALESCE(( SELECT jsonb_object_agg(substr(jsonb_each.key, 7), jsonb_each.value) AS jsonb_object_agg
               FROM jsonb_each(v.value) jsonb_each(key, value)
              WHERE ((jsonb_each.key ~~ 'field.%'::text) AND ((findings.found ? jsonb_each.key) OR ((y.fields_schema -> 'properties'::text) ? substr(jsonb_each.key, 7))))), (findings.record -> 'structured_data'::text))
        END AS structured_data,
        CASE findings.words
            WHEN '{}'::jsonb THEN (findings.record -> 'evidence'::text)
            ELSE ( SELECT COALESCE(jsonb_object_agg(jsonb_each.key, jsonb_each.value), '{}'::jsonb) AS "coalesce"
               FROM jsonb_each((findings.record -> 'evidence'::text)) jsonb_each(key, value)
              WHERE (public.field_name(jsonb_each.key) <> ALL (findings.differing)))
        END AS evidence,
        CASE findings.words
            WHEN '{}'::jsonb THEN (findings.record -> 'places'::text)
            ELSE (( SELECT COALESCE(jsonb_object_agg(jsonb_each.key, jsonb_each.value), '{}'::jsonb) AS "coalesce"
               FROM jsonb_each((findings.record -> 'places'::text)) jsonb_each(key, value)
              WHERE (jsonb_each.key <> ALL (findings.differing))) || findings.pointed)
        END AS places,
        CASE findings.words
            WHEN '{}'::jsonb THEN (findings.record -> 'confidences'::text)
            ELSE ( SELECT COALESCE(jsonb_object_agg(jsonb_each.key,
                    CASE
                        WHEN (findings.words ? jsonb_each.key) THEN to_jsonb(1)
                        ELSE ((findings.record -> 'confidences'::text) -> jsonb_each.key)
                    END), '{}'::jsonb) AS "coalesce"
               FROM jsonb_each(v.value) jsonb_each(key, value)
              WHERE ((jsonb_each.value <> 'null'::jsonb) AND (jsonb_each.key <> ALL ('{type,summary,title,note,paid}'::text[])) AND ((findings.words ? jsonb_each.key) OR ((findings.record -> 'confidences'::text) ? jsonb_each.key))))
        END AS confidences,
    ARRAY( SELECT u.field
           FROM ( SELECT jsonb_array_elements_text((findings.classification -> 'uncertain'::text)) AS field
                UNION ALL
                 SELECT jsonb_array_elements_text((findings.record -> 'uncertain'::text)) AS jsonb_array_elements_text) u
          WHERE (NOT (findings.words ? u.field))) AS uncertain,
    (findings.words ->> 'paid'::text) AS paid
   FROM (((public.findings
     CROSS JOIN LATERAL ( SELECT (findings.found || findings.words) AS value) v)
     CROSS JOIN LATERAL ( SELECT COALESCE((findings.words ->> 'type'::text), (findings.classification ->> 'document_type'::text)) AS document_type) t)
     LEFT JOIN public.document_types y ON ((y.name = t.document_type)));

CREATE TABLE public.document_terms (
    document_id uuid NOT NULL,
    newest date NOT NULL,
    document_date date,
    total_amount numeric(16,2),
    terms tsvector NOT NULL
)
WITH (toast_tuple_target='128');
ALTER TABLE ONLY public.document_terms ALTER COLUMN terms SET STORAGE EXTERNAL;

ALTER TABLE public.document_types ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.document_types_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.events (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    run_id text,
    subject text NOT NULL,
    key text NOT NULL,
    event text NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    CONSTRAINT events_details_check CHECK ((jsonb_typeof(details) = 'object'::text)),
    CONSTRAINT events_subject_check CHECK ((subject = ANY (ARRAY['document'::text, 'file'::text, 'prompt'::text, 'type'::text, 'inbox'::text, 'run'::text, 'issuer'::text])))
);

ALTER TABLE public.events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.file_revisions (
    id bigint NOT NULL,
    file_id uuid NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    summary text NOT NULL,
    statistics jsonb,
    fingerprint text NOT NULL,
    prompt_id bigint,
    engine text,
    generated_at timestamp with time zone
);

ALTER TABLE public.file_revisions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.file_revisions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.files (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    series_id bigint NOT NULL,
    tags text[] NOT NULL,
    title text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    summary text,
    statistics jsonb,
    fingerprint text,
    prompt_id bigint,
    engine text,
    run_id text,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone,
    error text,
    generated_at timestamp with time zone,
    waits integer DEFAULT 0 NOT NULL,
    is_blamed boolean DEFAULT false NOT NULL,
    failed_at timestamp with time zone,
    summary_md5 text,
    CONSTRAINT files_check CHECK (((status <> 'generated'::text) OR ((summary IS NOT NULL) AND (fingerprint IS NOT NULL)))),
    CONSTRAINT files_statistics_check CHECK ((jsonb_typeof(statistics) = 'object'::text)),
    CONSTRAINT files_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'outdated'::text, 'generated'::text, 'failed'::text]))),
    CONSTRAINT files_tags_check CHECK ((cardinality(tags) > 0))
);

CREATE TABLE public.issuer_fields (
    document_id uuid NOT NULL,
    field text NOT NULL,
    kind text NOT NULL,
    found jsonb NOT NULL,
    found_label text,
    confidence double precision,
    value jsonb NOT NULL,
    places jsonb NOT NULL,
    CONSTRAINT issuer_fields_field_check CHECK ((field <> ''::text)),
    CONSTRAINT issuer_fields_kind_check CHECK ((kind = ANY (ARRAY['set'::text, 'approved'::text]))),
    CONSTRAINT issuer_fields_places_check CHECK ((jsonb_typeof(places) = 'array'::text))
);

CREATE TABLE public.issuer_lessons (
    document_id uuid NOT NULL,
    issuer_id uuid,
    learnt_at timestamp with time zone NOT NULL,
    forgotten_at timestamp with time zone,
    CONSTRAINT issuer_lessons_check CHECK (((forgotten_at IS NULL) OR (issuer_id IS NULL)))
);

CREATE TABLE public.issuer_marks (
    issuer_id uuid NOT NULL,
    document_id uuid,
    kind text NOT NULL,
    value text NOT NULL,
    shown text NOT NULL,
    key text GENERATED ALWAYS AS (md5(((((issuer_id)::text || COALESCE((document_id)::text, ''::text)) || kind) || value))) STORED NOT NULL,
    CONSTRAINT issuer_marks_kind_check CHECK ((kind = ANY (ARRAY['name'::text, 'alias'::text, 'mistaken name'::text, 'number'::text, 'phone'::text, 'domain'::text, 'address'::text, 'account'::text, 'heading'::text]))),
    CONSTRAINT issuer_marks_value_check CHECK ((value <> ''::text))
);

CREATE TABLE public.issuers (
    id uuid NOT NULL,
    name text,
    named_at timestamp with time zone,
    CONSTRAINT issuers_check CHECK (((name IS NULL) = (named_at IS NULL))),
    CONSTRAINT issuers_name_check CHECK ((name <> ''::text))
);

CREATE VIEW public.issuer_names AS
 SELECT i.id,
    COALESCE(n.name, ( SELECT m.shown
           FROM public.issuer_marks m
          WHERE ((m.issuer_id = i.id) AND (m.kind = 'name'::text))
          ORDER BY m.shown
         LIMIT 1)) AS name,
    (n.name IS NOT NULL) AS is_said
   FROM (public.issuers i
     LEFT JOIN LATERAL ( SELECT said.name
           FROM ( SELECT i.name,
                    i.named_at AS at
                  WHERE (i.name IS NOT NULL)
                UNION ALL
                 SELECT (f.value #>> '{}'::text[]),
                    l.learnt_at
                   FROM (public.issuer_lessons l
                     JOIN public.issuer_fields f USING (document_id))
                  WHERE ((l.issuer_id = i.id) AND (f.field = 'entity'::text) AND (f.value <> 'null'::jsonb))) said
          ORDER BY said.at DESC
         LIMIT 1) n ON (true));

CREATE TABLE public.last_run (
    is_the_one boolean DEFAULT true NOT NULL,
    run text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    outcome text NOT NULL,
    succeeded_at timestamp with time zone,
    CONSTRAINT last_run_is_the_one_check CHECK (is_the_one),
    CONSTRAINT last_run_outcome_check CHECK ((outcome = ANY (ARRAY['idle'::text, 'done'::text, 'troubled'::text, 'stopped'::text])))
);

CREATE VIEW public.memory_uses AS
 SELECT r.document_id,
    r.stage,
    r.finished_at AS at,
    u.issuer,
    u.lesson,
    u.field,
    u.proposed,
    u.instead,
    u.outcome
   FROM (public.stage_results r
     CROSS JOIN LATERAL jsonb_to_recordset((r.answer -> 'memory'::text)) u(issuer uuid, lesson uuid, field text, proposed jsonb, instead jsonb, outcome text))
  WHERE ((r.status = 'completed'::text) AND (r.answer ? 'memory'::text) AND (NOT public.is_replaced(r.document_id, r.stage)));

CREATE TABLE public.model_checks (
    service text NOT NULL,
    model text NOT NULL,
    month date NOT NULL,
    questions text NOT NULL,
    reported text,
    answers jsonb NOT NULL,
    digest text NOT NULL,
    than date,
    changed text[] DEFAULT '{}'::text[] NOT NULL,
    is_drift boolean NOT NULL,
    checked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT model_checks_answers_check CHECK ((jsonb_typeof(answers) = 'object'::text)),
    CONSTRAINT model_checks_check CHECK (((than IS NOT NULL) OR (NOT is_drift))),
    CONSTRAINT model_checks_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT model_checks_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT model_checks_questions_check CHECK ((questions ~ '^[0-9a-f]{64}$'::text))
);

CREATE TABLE public.notifications (
    kind text NOT NULL,
    told text[] DEFAULT '{}'::text[] NOT NULL,
    sent_at timestamp with time zone,
    claimed_until timestamp with time zone,
    looked_at timestamp with time zone,
    CONSTRAINT notifications_kind_check CHECK ((kind = ANY (ARRAY['failures'::text, 'outages'::text, 'budget'::text, 'due'::text, 'missing'::text, 'prompts'::text, 'digest'::text])))
);

CREATE TABLE public.outages (
    service text NOT NULL,
    since timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    reason text NOT NULL,
    run_id text NOT NULL,
    failures integer DEFAULT 1 NOT NULL
);

CREATE TABLE public.page_store (
    id uuid NOT NULL,
    registrations bigint DEFAULT 0 NOT NULL,
    is_only boolean DEFAULT true NOT NULL,
    CONSTRAINT page_store_is_only_check CHECK (is_only),
    CONSTRAINT page_store_registrations_check CHECK ((registrations >= 0))
);

CREATE TABLE public.pages (
    document_id uuid NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    words jsonb NOT NULL,
    confidence double precision,
    source text NOT NULL,
    unread double precision,
    turn text,
    CONSTRAINT pages_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT pages_number_check CHECK ((number > 0)),
    CONSTRAINT pages_source_check CHECK ((source = ANY (ARRAY['text_layer'::text, 'ocr'::text, 'text_layer_and_ocr'::text, 'plain_text'::text]))),
    CONSTRAINT pages_turn_check CHECK ((turn = ANY (ARRAY['upright'::text, 'down'::text, 'upside_down'::text, 'up'::text]))),
    CONSTRAINT pages_unread_check CHECK (((unread >= (0)::double precision) AND (unread <= (1)::double precision))),
    CONSTRAINT pages_words_check CHECK ((jsonb_typeof(words) = 'array'::text))
);

CREATE VIEW public.placements AS
 SELECT w.document_id,
    COALESCE(s.merged_into, s.id) AS series_id
   FROM (public.words w
     LEFT JOIN public.series s ON ((s.id =
        CASE w.field
            WHEN 'series'::text THEN ((w.value #>> '{}'::text[]))::bigint
            ELSE NULL::bigint
        END)))
  WHERE (w.field = 'series'::text);

CREATE TABLE public.prompt_answers (
    document_id uuid NOT NULL,
    prompt_id bigint NOT NULL,
    engine text NOT NULL,
    model text NOT NULL,
    hints jsonb NOT NULL,
    answer jsonb NOT NULL,
    answered_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT prompt_answers_answer_check CHECK ((jsonb_typeof(answer) = 'object'::text)),
    CONSTRAINT prompt_answers_hints_check CHECK ((jsonb_typeof(hints) = 'object'::text))
);

CREATE TABLE public.prompt_pairs (
    trial_id uuid NOT NULL,
    document_id uuid NOT NULL,
    part text NOT NULL,
    fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    gold double precision,
    gold_at timestamp with time zone,
    judged double precision,
    is_first boolean,
    reasoning text,
    judged_at timestamp with time zone,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT prompt_pairs_check CHECK (((gold IS NULL) = (gold_at IS NULL))),
    CONSTRAINT prompt_pairs_check1 CHECK (((judged IS NULL) = (judged_at IS NULL))),
    CONSTRAINT prompt_pairs_fields_check CHECK ((jsonb_typeof(fields) = 'object'::text)),
    CONSTRAINT prompt_pairs_gold_check CHECK (((gold >= ('-1'::integer)::double precision) AND (gold <= (1)::double precision))),
    CONSTRAINT prompt_pairs_judged_check CHECK (((judged >= ('-1'::integer)::double precision) AND (judged <= (1)::double precision))),
    CONSTRAINT prompt_pairs_part_check CHECK ((part = ANY (ARRAY['court'::text, 'corrections'::text])))
);

CREATE TABLE public.prompt_proposal_documents (
    proposal_id uuid NOT NULL,
    document_id uuid NOT NULL
);

CREATE TABLE public.prompt_proposals (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    incumbent_id bigint NOT NULL,
    cause text,
    state text DEFAULT 'open'::text NOT NULL,
    candidate_id bigint,
    reason text,
    opened_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    closed_at timestamp with time zone,
    run_id text,
    next_attempt_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    waits integer DEFAULT 0 NOT NULL,
    is_blamed boolean DEFAULT false NOT NULL,
    failed_at timestamp with time zone,
    CONSTRAINT prompt_proposals_cause_check CHECK ((cause <> ''::text)),
    CONSTRAINT prompt_proposals_check CHECK (((state = 'open'::text) = (closed_at IS NULL))),
    CONSTRAINT prompt_proposals_check1 CHECK (((cause IS NOT NULL) OR (state <> ALL (ARRAY['challenged'::text, 'refused'::text])))),
    CONSTRAINT prompt_proposals_check2 CHECK (((candidate_id IS NULL) OR (state = 'challenged'::text))),
    CONSTRAINT prompt_proposals_state_check CHECK ((state = ANY (ARRAY['open'::text, 'challenged'::text, 'refused'::text, 'failed'::text, 'exhausted'::text, 'superseded'::text])))
);

CREATE TABLE public.prompt_scores (
    prompt_id bigint NOT NULL,
    document_id uuid NOT NULL,
    score double precision NOT NULL,
    suggestion text,
    scored_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT prompt_scores_score_check CHECK (((score >= (0)::double precision) AND (score <= (1)::double precision)))
);

CREATE TABLE public.prompts (
    id bigint NOT NULL,
    kind text NOT NULL,
    document_type text,
    version integer NOT NULL,
    text text NOT NULL,
    origin text NOT NULL,
    incumbent_id bigint,
    is_active boolean NOT NULL,
    is_pinned boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    text_md5 text,
    series_id bigint,
    fields_schema jsonb,
    CONSTRAINT prompts_check CHECK (((document_type IS NULL) OR (kind = 'summarizer'::text))),
    CONSTRAINT prompts_fields_check CHECK (((fields_schema IS NOT NULL) = (series_id IS NOT NULL))),
    CONSTRAINT prompts_fields_schema_check CHECK ((jsonb_typeof(fields_schema) = 'object'::text)),
    CONSTRAINT prompts_kind_check CHECK ((kind = ANY (ARRAY['classifier'::text, 'summarizer'::text, 'classification_scorer'::text, 'summary_scorer'::text, 'series_detector'::text, 'file_summarizer'::text, 'series_summarizer'::text, 'series_designer'::text, 'answer_judge'::text, 'prompt_proposer'::text]))),
    CONSTRAINT prompts_origin_check CHECK ((origin = ANY (ARRAY['shipped'::text, 'suggested'::text, 'proposed'::text, 'derived'::text, 'person'::text]))),
    CONSTRAINT prompts_series_check CHECK (((kind = 'series_summarizer'::text) = (series_id IS NOT NULL))),
    CONSTRAINT prompts_static_check CHECK (((kind = ANY (ARRAY['classifier'::text, 'summarizer'::text, 'series_summarizer'::text])) OR (origin = ANY (ARRAY['shipped'::text, 'person'::text])))),
    CONSTRAINT prompts_text_check CHECK ((text <> ''::text)),
    CONSTRAINT prompts_version_check CHECK ((version > 0))
);

ALTER TABLE public.prompts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.prompts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.regeneration_failures (
    document_id uuid NOT NULL,
    prompt_id bigint NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    waits integer NOT NULL,
    is_blamed boolean NOT NULL,
    failed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    next_attempt_at timestamp with time zone
);

CREATE TABLE public.series_regenerations (
    series_id bigint NOT NULL,
    prompt_id bigint NOT NULL,
    reason text NOT NULL,
    requested_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    changed integer DEFAULT 0 NOT NULL,
    run_id text,
    tried_by text,
    CONSTRAINT series_regenerations_changed_check CHECK ((changed >= 0)),
    CONSTRAINT series_regenerations_reason_check CHECK ((reason <> ''::text))
);

CREATE VIEW public.regeneration_members AS
 SELECT g.series_id,
    g.prompt_id,
    d.id AS document_id,
    d.document_date,
    d.registered_at,
    d.run_id,
    f.error,
        CASE
            WHEN (r.prompt_id = g.prompt_id) THEN 'read'::text
            WHEN ((f.document_id IS NULL) OR ((f.next_attempt_at IS NOT NULL) AND public.is_due(f.next_attempt_at))) THEN 'left'::text
            WHEN (f.next_attempt_at IS NOT NULL) THEN 'deferred'::text
            ELSE 'failed'::text
        END AS state
   FROM (((public.series_regenerations g
     JOIN public.documents d ON (((d.series_id = g.series_id) AND (d.status = 'filed'::text) AND (NOT d.awaits_series))))
     LEFT JOIN public.stage_results r ON (((r.document_id = d.id) AND (r.stage = 'extract_series'::text) AND (r.status = 'completed'::text))))
     LEFT JOIN public.regeneration_failures f ON (((f.document_id = d.id) AND (f.prompt_id = g.prompt_id))))
  WHERE (NOT (EXISTS ( SELECT
           FROM public.copies c
          WHERE (c.document_id = d.id))));

CREATE TABLE public.rejections (
    id bigint NOT NULL,
    name text NOT NULL,
    reason text NOT NULL,
    hint text NOT NULL,
    run_id text,
    rejected_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    entry text
);

ALTER TABLE public.rejections ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rejections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.renamed_tags (
    name text NOT NULL,
    becomes text NOT NULL,
    CONSTRAINT renamed_tags_check CHECK (((becomes <> ''::text) AND (length(becomes) <= 100) AND (becomes <> name))),
    CONSTRAINT renamed_tags_name_check CHECK (((name <> ''::text) AND (length(name) <= 100)))
);

CREATE TABLE public.revisions (
    id bigint NOT NULL,
    document_id uuid NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    act_id bigint,
    run_id text,
    document jsonb NOT NULL,
    stages jsonb NOT NULL,
    tags jsonb NOT NULL,
    pages jsonb,
    undone_by bigint,
    CONSTRAINT revisions_check CHECK (((act_id IS NULL) <> (run_id IS NULL)))
);

ALTER TABLE public.revisions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.revisions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.runs ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.runs_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.said_tags AS
 SELECT w.document_id,
    w.tag,
    max(a.at) AS at
   FROM ((public.tag_words w
     JOIN public.tag_corrections c ON (((c.document_id = w.document_id) AND (public.tag_name(c.tag) = w.tag) AND c.is_given AND (c.undone_by IS NULL))))
     JOIN public.acts a ON ((a.id = c.act_id)))
  WHERE w.is_given
  GROUP BY w.document_id, w.tag;

CREATE TABLE public.schema_migrations (
    version integer NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.search_state (
    is_only boolean DEFAULT true NOT NULL,
    seen text NOT NULL,
    database text NOT NULL,
    version integer NOT NULL,
    is_whole boolean NOT NULL,
    CONSTRAINT search_state_is_only_check CHECK (is_only)
);

CREATE TABLE public.series_designs (
    series_id bigint NOT NULL,
    members integer NOT NULL,
    prompt_id bigint,
    fault text,
    designed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT series_designs_check CHECK (((prompt_id IS NULL) <> (fault IS NULL))),
    CONSTRAINT series_designs_members_check CHECK ((members > 0))
);

CREATE VIEW public.series_fields AS
 SELECT d.series_id,
    d.id AS document_id,
    d.document_date,
    f.key AS field,
    f.value,
    (f.value #>> '{}'::text[]) AS text,
        CASE jsonb_typeof(f.value)
            WHEN 'number'::text THEN ((f.value #>> '{}'::text[]))::numeric
            ELSE NULL::numeric
        END AS number,
        CASE
            WHEN (('field.'::text || f.key) = ANY (w.fields)) THEN 'person'::text
            WHEN (r.document_id IS NOT NULL) THEN 'series'::text
            ELSE 'type'::text
        END AS extraction
   FROM (((public.documents d
     LEFT JOIN public.stage_results r ON (((r.document_id = d.id) AND (r.stage = 'extract_series'::text) AND (r.status = 'completed'::text) AND ((r.answer ->> 'method'::text) = 'series'::text))))
     LEFT JOIN LATERAL ( SELECT array_agg(words.field) AS fields
           FROM public.words
          WHERE (words.document_id = d.id)) w ON (true))
     CROSS JOIN LATERAL jsonb_each(d.structured_data) f(key, value))
  WHERE ((d.series_id IS NOT NULL) AND (d.status = 'filed'::text) AND (jsonb_typeof(f.value) = ANY (ARRAY['string'::text, 'number'::text, 'boolean'::text])) AND (NOT (EXISTS ( SELECT
           FROM public.copies c
          WHERE (c.document_id = d.id)))));

ALTER TABLE public.series ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.series_titles (
    series_id bigint NOT NULL,
    title text NOT NULL
);

CREATE TABLE public.stages (
    stage text NOT NULL,
    "position" smallint NOT NULL,
    leaves text,
    scores text,
    CONSTRAINT stages_check CHECK (((leaves IS NULL) OR (scores IS NULL)))
);

CREATE TABLE public.statuses (
    status text NOT NULL,
    "position" smallint NOT NULL
);

CREATE VIEW public.stored_files AS
 SELECT f.document_id,
    f."position",
    f.key,
    f.name,
    f.sha256,
    f.size,
    f.media_type,
    f.pages,
    d.created_at,
    d.registered_at
   FROM (public.document_files f
     LEFT JOIN public.documents d ON ((d.id = f.document_id)))
UNION ALL
 SELECT f.document_id,
    f."position",
    f.key,
    f.name,
    f.sha256,
    f.size,
    f.media_type,
    f.pages,
    ((d.kept #>> '{documents,0,created_at}'::text[]))::timestamp with time zone AS created_at,
    ((d.kept #>> '{documents,0,registered_at}'::text[]))::timestamp with time zone AS registered_at
   FROM public.deletions d,
    LATERAL jsonb_populate_recordset(NULL::public.document_files, d.files) f(document_id, "position", key, name, sha256, size, media_type, pages)
  WHERE (d.kept IS NOT NULL);

ALTER TABLE public.tag_corrections ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tag_corrections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tags (
    name text NOT NULL,
    CONSTRAINT tags_name_check CHECK (((name <> ''::text) AND (length(name) <= 100)))
);

CREATE VIEW public.trial_audits AS
 SELECT t.id AS trial_id,
    a.document_id,
    a.state,
    a.closed_at,
    a.draw_id,
    a.place,
    a.verdicts
   FROM (public.prompt_trials t
     JOIN public.audit_states a ON (((a.state = 'open'::text) OR ((a.state = 'closed'::text) AND (a.shown_at < a.closed_at) AND ((t.purpose = 'challenge'::text) OR (a.closed_at > t.opened_at))))))
  WHERE ((NOT a.is_for_trial) OR (a.kind = 'classifier'::text) OR ((a.kind = t.kind) AND (NOT (a.document_type IS DISTINCT FROM t.document_type)) AND (NOT (a.series_id IS DISTINCT FROM t.series_id))));

CREATE VIEW public.trial_versions AS
 SELECT t.id AS trial_id,
    p.id AS prompt_id
   FROM (public.prompt_trials t
     JOIN public.prompts p ON (((p.kind = t.kind) AND (NOT (p.document_type IS DISTINCT FROM t.document_type)) AND (NOT (p.series_id IS DISTINCT FROM t.series_id)))));

CREATE VIEW public.trial_documents AS
 SELECT v.trial_id,
    d.id AS document_id
   FROM ((public.trial_versions v
     JOIN public.stage_results s ON (((s.prompt_id = v.prompt_id) AND (s.status = 'completed'::text))))
     JOIN public.documents d ON (((d.id = s.document_id) AND (d.status = 'filed'::text))));

CREATE VIEW public.trial_candidates AS
 SELECT trial_id,
    document_id
   FROM public.trial_documents c
  WHERE (public.is_of_court(document_id) AND (NOT (EXISTS ( SELECT
           FROM public.audits
          WHERE (audits.document_id = c.document_id)))) AND (NOT (EXISTS ( SELECT
           FROM public.copies
          WHERE (copies.document_id = c.document_id)))));

CREATE TABLE public.type_proposals (
    name text NOT NULL,
    description text NOT NULL,
    status text DEFAULT 'proposed'::text NOT NULL,
    document_id uuid,
    times integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT type_proposals_name_check CHECK ((name ~ '^[a-z][a-z0-9_]{0,62}$'::text)),
    CONSTRAINT type_proposals_status_check CHECK ((status = ANY (ARRAY['proposed'::text, 'accepted'::text, 'refused'::text])))
);

CREATE TABLE public.vocabulary (
    word text NOT NULL COLLATE pg_catalog."C",
    grams text[] NOT NULL
);

CREATE TABLE public.word_stems (
    word text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL,
    stem text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY public.acts
    ADD CONSTRAINT acts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.answers
    ADD CONSTRAINT answers_pkey PRIMARY KEY (question_key);

ALTER TABLE ONLY public.asked_anew
    ADD CONSTRAINT asked_anew_pkey PRIMARY KEY (subject, stage);

ALTER TABLE ONLY public.audit_draws
    ADD CONSTRAINT audit_draws_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audits
    ADD CONSTRAINT audits_draw_id_place_key UNIQUE (draw_id, place);

ALTER TABLE ONLY public.audits
    ADD CONSTRAINT audits_pkey PRIMARY KEY (document_id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.deletions
    ADD CONSTRAINT deletions_pkey PRIMARY KEY (document_id);

ALTER TABLE ONLY public.document_files
    ADD CONSTRAINT document_files_key_key UNIQUE (key);

ALTER TABLE ONLY public.document_files
    ADD CONSTRAINT document_files_pkey PRIMARY KEY (document_id, "position");

ALTER TABLE ONLY public.document_pairs
    ADD CONSTRAINT document_pairs_pkey PRIMARY KEY (one, other);

ALTER TABLE ONLY public.document_tags
    ADD CONSTRAINT document_tags_pkey PRIMARY KEY (document_id, tag);

ALTER TABLE ONLY public.document_terms
    ADD CONSTRAINT document_terms_pkey PRIMARY KEY (document_id);

ALTER TABLE ONLY public.document_types
    ADD CONSTRAINT document_types_number_key UNIQUE (number);

ALTER TABLE ONLY public.document_types
    ADD CONSTRAINT document_types_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.document_types
    ADD CONSTRAINT document_types_rules_key UNIQUE (rules);

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_content_hash_key UNIQUE (content_hash);

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.file_revisions
    ADD CONSTRAINT file_revisions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_series_id_key UNIQUE (series_id);

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_tags_key UNIQUE (tags);

ALTER TABLE ONLY public.issuer_fields
    ADD CONSTRAINT issuer_fields_pkey PRIMARY KEY (document_id, field);

ALTER TABLE ONLY public.issuer_lessons
    ADD CONSTRAINT issuer_lessons_pkey PRIMARY KEY (document_id);

ALTER TABLE ONLY public.issuer_marks
    ADD CONSTRAINT issuer_marks_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.issuers
    ADD CONSTRAINT issuers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.last_run
    ADD CONSTRAINT last_run_pkey PRIMARY KEY (is_the_one);

ALTER TABLE ONLY public.ledger_rules
    ADD CONSTRAINT ledger_rules_pkey PRIMARY KEY (document_type);

ALTER TABLE ONLY public.model_checks
    ADD CONSTRAINT model_checks_pkey PRIMARY KEY (service, model, month);

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (kind);

ALTER TABLE ONLY public.outages
    ADD CONSTRAINT outages_pkey PRIMARY KEY (service);

ALTER TABLE ONLY public.page_store
    ADD CONSTRAINT page_store_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY public.pages
    ADD CONSTRAINT pages_pkey PRIMARY KEY (document_id, number);

ALTER TABLE ONLY public.prompt_answers
    ADD CONSTRAINT prompt_answers_pkey PRIMARY KEY (document_id, prompt_id);

ALTER TABLE ONLY public.prompt_pairs
    ADD CONSTRAINT prompt_pairs_pkey PRIMARY KEY (trial_id, document_id, part);

ALTER TABLE ONLY public.prompt_proposal_documents
    ADD CONSTRAINT prompt_proposal_documents_pkey PRIMARY KEY (proposal_id, document_id);

ALTER TABLE ONLY public.prompt_proposals
    ADD CONSTRAINT prompt_proposals_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.prompt_scores
    ADD CONSTRAINT prompt_scores_pkey PRIMARY KEY (prompt_id, document_id);

ALTER TABLE ONLY public.prompt_trials
    ADD CONSTRAINT prompt_trials_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.prompts
    ADD CONSTRAINT prompts_key_version UNIQUE NULLS NOT DISTINCT (kind, document_type, series_id, version);

ALTER TABLE ONLY public.prompts
    ADD CONSTRAINT prompts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.regeneration_failures
    ADD CONSTRAINT regeneration_failures_pkey PRIMARY KEY (document_id);

ALTER TABLE ONLY public.rejections
    ADD CONSTRAINT rejections_entry_key UNIQUE (entry);

ALTER TABLE ONLY public.rejections
    ADD CONSTRAINT rejections_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.renamed_tags
    ADD CONSTRAINT renamed_tags_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT revisions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_number_key UNIQUE (number);

ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.search_state
    ADD CONSTRAINT search_state_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY public.series_designs
    ADD CONSTRAINT series_designs_pkey PRIMARY KEY (series_id, members);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.series_regenerations
    ADD CONSTRAINT series_regenerations_pkey PRIMARY KEY (series_id);

ALTER TABLE ONLY public.series_titles
    ADD CONSTRAINT series_titles_pkey PRIMARY KEY (series_id);

ALTER TABLE ONLY public.stage_results
    ADD CONSTRAINT stage_results_pkey PRIMARY KEY (document_id, stage);

ALTER TABLE ONLY public.stages
    ADD CONSTRAINT stages_pkey PRIMARY KEY (stage);

ALTER TABLE ONLY public.stages
    ADD CONSTRAINT stages_position_key UNIQUE ("position");

ALTER TABLE ONLY public.statuses
    ADD CONSTRAINT statuses_pkey PRIMARY KEY (status);

ALTER TABLE ONLY public.statuses
    ADD CONSTRAINT statuses_position_key UNIQUE ("position");

ALTER TABLE ONLY public.tag_corrections
    ADD CONSTRAINT tag_corrections_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.type_proposals
    ADD CONSTRAINT type_proposals_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.vocabulary
    ADD CONSTRAINT vocabulary_pkey PRIMARY KEY (word);

ALTER TABLE ONLY public.word_stems
    ADD CONSTRAINT word_stems_pkey PRIMARY KEY (word, language);

CREATE INDEX audit_draws_week ON public.audit_draws USING btree (week);

CREATE INDEX audits_act ON public.audits USING btree (act_id) WHERE (act_id IS NOT NULL);

CREATE INDEX audits_unclosed ON public.audits USING btree (draw_id, place) WHERE (act_id IS NULL);

CREATE INDEX calls_called_at ON public.calls USING btree (called_at);

CREATE INDEX calls_document ON public.calls USING btree (document_id, stage);

CREATE INDEX calls_proposal ON public.calls USING btree (proposal_id) WHERE (proposal_id IS NOT NULL);

CREATE INDEX calls_run ON public.calls USING btree (run_id);

CREATE INDEX calls_trial ON public.calls USING btree (trial_id) WHERE (trial_id IS NOT NULL);

CREATE INDEX corrections_act ON public.corrections USING btree (act_id);

CREATE INDEX corrections_document ON public.corrections USING btree (document_id, field, id);

CREATE INDEX corrections_series ON public.corrections USING btree (document_id) WHERE (field = 'series'::text);

CREATE INDEX deletions_acts ON public.deletions USING gin (acts);

CREATE INDEX deletions_content ON public.deletions USING btree (content_hash);

CREATE INDEX deletions_due ON public.deletions USING btree (deleted_at) WHERE (kept IS NOT NULL);

CREATE INDEX deletions_files ON public.deletions USING gin (files jsonb_path_ops);

CREATE INDEX deletions_questions ON public.deletions USING gin (questions);

CREATE INDEX deletions_unfinished ON public.deletions USING btree (document_id) WHERE ((files IS NOT NULL) AND (kept IS NULL));

CREATE INDEX document_pairs_other ON public.document_pairs USING btree (other, one);

CREATE INDEX document_tags_tag ON public.document_tags USING btree (tag);

CREATE INDEX document_terms_terms ON public.document_terms USING gin (terms);

CREATE INDEX documents_date ON public.documents USING btree (document_date, total_amount);

CREATE INDEX documents_due ON public.documents USING btree (public.field_day(structured_data, 'due_date'::text) DESC, id) WHERE (public.field_day(structured_data, 'due_date'::text) IS NOT NULL);

CREATE INDEX documents_due_by_terms ON public.documents USING btree (document_date DESC, id, document_type) WHERE ((public.field_day(structured_data, 'due_date'::text) IS NULL) AND (public.field_owed(structured_data) IS NULL) AND (total_amount > (0)::numeric));

CREATE INDEX documents_due_undated ON public.documents USING btree (document_date DESC, id) WHERE ((public.field_day(structured_data, 'due_date'::text) IS NULL) AND (public.field_owed(structured_data) > (0)::numeric));

CREATE INDEX documents_filed ON public.documents USING btree (filed_at DESC) WHERE (filed_at IS NOT NULL);

CREATE INDEX documents_registered ON public.documents USING btree (registered_at DESC, id);

CREATE INDEX documents_run ON public.documents USING btree (run_id) WHERE (run_id IS NOT NULL);

CREATE INDEX documents_series ON public.documents USING btree (series_id, registered_at) WHERE (series_id IS NOT NULL);

CREATE INDEX documents_sketch ON public.documents USING gin (sketch) WHERE (sketch IS NOT NULL);

CREATE INDEX documents_status ON public.documents USING btree (status, next_attempt_at);

CREATE INDEX documents_structured_data ON public.documents USING gin (structured_data jsonb_path_ops);

CREATE INDEX documents_uncertain ON public.documents USING btree (registered_at DESC) WHERE (uncertain <> '{}'::text[]);

CREATE INDEX documents_unsettled ON public.documents USING btree (registered_at) WHERE ((status <> ALL (ARRAY['filed'::text, 'failed'::text])) OR awaits_series);

CREATE INDEX events_at ON public.events USING brin (at);

CREATE INDEX events_duplicates ON public.events USING btree (((details ->> 'document'::text))) WHERE ((subject = 'inbox'::text) AND (event = 'duplicate'::text));

CREATE INDEX events_event ON public.events USING btree (event, id);

CREATE INDEX events_run ON public.events USING btree (run_id, subject) WHERE (run_id IS NOT NULL);

CREATE INDEX events_subject ON public.events USING btree (subject, key);

CREATE INDEX events_xact ON public.events USING btree (xact);

CREATE INDEX file_revisions_file ON public.file_revisions USING btree (file_id, fingerprint);

CREATE INDEX files_due ON public.files USING btree (id) WHERE (status = ANY (ARRAY['pending'::text, 'outdated'::text]));

CREATE INDEX files_run ON public.files USING btree (run_id) WHERE (run_id IS NOT NULL);

CREATE INDEX issuer_lessons_issuer ON public.issuer_lessons USING btree (issuer_id, learnt_at);

CREATE INDEX issuer_marks_document ON public.issuer_marks USING btree (document_id);

CREATE INDEX issuer_marks_issuer ON public.issuer_marks USING btree (issuer_id);

CREATE INDEX issuer_marks_value ON public.issuer_marks USING btree (md5(value), kind);

CREATE INDEX prompt_answers_prompt ON public.prompt_answers USING btree (prompt_id);

CREATE INDEX prompt_pairs_document ON public.prompt_pairs USING btree (document_id);

CREATE INDEX prompt_proposal_documents_document ON public.prompt_proposal_documents USING btree (document_id);

CREATE INDEX prompt_proposals_candidate ON public.prompt_proposals USING btree (candidate_id);

CREATE INDEX prompt_proposals_incumbent ON public.prompt_proposals USING btree (incumbent_id, closed_at);

CREATE UNIQUE INDEX prompt_proposals_one_open ON public.prompt_proposals USING btree (incumbent_id) WHERE (state = 'open'::text);

CREATE INDEX prompt_scores_newest ON public.prompt_scores USING btree (prompt_id, scored_at DESC);

CREATE INDEX prompt_trials_candidate ON public.prompt_trials USING btree (candidate_id);

CREATE INDEX prompt_trials_incumbent ON public.prompt_trials USING btree (incumbent_id);

CREATE UNIQUE INDEX prompt_trials_one_open ON public.prompt_trials USING btree (purpose, kind, document_type, series_id) NULLS NOT DISTINCT WHERE (state = 'open'::text);

CREATE UNIQUE INDEX prompts_one_active ON public.prompts USING btree (kind, document_type, series_id) NULLS NOT DISTINCT WHERE is_active;

CREATE INDEX regeneration_failures_prompt ON public.regeneration_failures USING btree (prompt_id);

CREATE INDEX rejections_name ON public.rejections USING hash (name);

CREATE INDEX rejections_run ON public.rejections USING btree (run_id);

CREATE INDEX revisions_act ON public.revisions USING btree (act_id);

CREATE INDEX revisions_document ON public.revisions USING btree (document_id, id);

CREATE INDEX revisions_run ON public.revisions USING btree (run_id);

CREATE INDEX revisions_series ON public.revisions USING btree (((document -> 'series_id'::text))) WHERE (undone_by IS NULL);

CREATE INDEX series_designs_prompt ON public.series_designs USING btree (prompt_id);

CREATE UNIQUE INDEX series_key ON public.series USING btree (entity_key, series_type, account) WHERE (NOT by_hand);

CREATE INDEX series_merged ON public.series USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX series_type ON public.series USING btree (series_type);

CREATE INDEX stage_results_memory ON public.stage_results USING gin (((answer -> 'memory'::text)) jsonb_path_ops) WHERE (answer ? 'memory'::text);

CREATE INDEX stage_results_prompt ON public.stage_results USING btree (prompt_id, finished_at DESC) WHERE (prompt_id IS NOT NULL);

CREATE INDEX stage_results_run ON public.stage_results USING btree (run_id);

CREATE INDEX stage_results_waiting ON public.stage_results USING btree (finished_at) WHERE ((waits > 0) AND (status <> 'completed'::text));

CREATE INDEX tag_corrections_act ON public.tag_corrections USING btree (act_id);

CREATE INDEX tag_corrections_document ON public.tag_corrections USING btree (document_id, id);

CREATE INDEX vocabulary_grams ON public.vocabulary USING gin (grams);

CREATE INDEX word_stems_stem ON public.word_stems USING btree (stem, language);

ALTER TABLE ONLY public.acts
    ADD CONSTRAINT acts_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES public.acts(id);

ALTER TABLE ONLY public.audit_draws
    ADD CONSTRAINT audit_draws_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES public.prompt_trials(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.audits
    ADD CONSTRAINT audits_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.acts(id);

ALTER TABLE ONLY public.audits
    ADD CONSTRAINT audits_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.audits
    ADD CONSTRAINT audits_draw_id_fkey FOREIGN KEY (draw_id) REFERENCES public.audit_draws(id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.files(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.prompt_proposals(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES public.prompt_trials(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.acts(id);

ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES public.acts(id);

ALTER TABLE ONLY public.deletions
    ADD CONSTRAINT deletions_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.acts(id);

ALTER TABLE ONLY public.document_files
    ADD CONSTRAINT document_files_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.document_pairs
    ADD CONSTRAINT document_pairs_one_fkey FOREIGN KEY (one) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.document_pairs
    ADD CONSTRAINT document_pairs_other_fkey FOREIGN KEY (other) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.document_tags
    ADD CONSTRAINT document_tags_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.document_tags
    ADD CONSTRAINT document_tags_tag_fkey FOREIGN KEY (tag) REFERENCES public.tags(name);

ALTER TABLE ONLY public.document_terms
    ADD CONSTRAINT document_terms_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_document_type_fkey FOREIGN KEY (document_type) REFERENCES public.document_types(name) ON UPDATE CASCADE;

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.series(id);

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_status_fkey FOREIGN KEY (status) REFERENCES public.statuses(status);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.file_revisions
    ADD CONSTRAINT file_revisions_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.files(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.file_revisions
    ADD CONSTRAINT file_revisions_prompt_id_fkey FOREIGN KEY (prompt_id) REFERENCES public.prompts(id);

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_prompt_id_fkey FOREIGN KEY (prompt_id) REFERENCES public.prompts(id);

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.series(id);

ALTER TABLE ONLY public.issuer_fields
    ADD CONSTRAINT issuer_fields_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.issuer_lessons
    ADD CONSTRAINT issuer_lessons_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.issuer_lessons
    ADD CONSTRAINT issuer_lessons_issuer_id_fkey FOREIGN KEY (issuer_id) REFERENCES public.issuers(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.issuer_marks
    ADD CONSTRAINT issuer_marks_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.issuer_marks
    ADD CONSTRAINT issuer_marks_issuer_id_fkey FOREIGN KEY (issuer_id) REFERENCES public.issuers(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.ledger_rules
    ADD CONSTRAINT ledger_rules_document_type_fkey FOREIGN KEY (document_type) REFERENCES public.document_types(name) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY public.outages
    ADD CONSTRAINT outages_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.pages
    ADD CONSTRAINT pages_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_answers
    ADD CONSTRAINT prompt_answers_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_answers
    ADD CONSTRAINT prompt_answers_prompt_id_fkey FOREIGN KEY (prompt_id) REFERENCES public.prompts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_pairs
    ADD CONSTRAINT prompt_pairs_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_pairs
    ADD CONSTRAINT prompt_pairs_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES public.prompt_trials(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_proposal_documents
    ADD CONSTRAINT prompt_proposal_documents_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_proposal_documents
    ADD CONSTRAINT prompt_proposal_documents_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.prompt_proposals(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_proposals
    ADD CONSTRAINT prompt_proposals_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES public.prompts(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.prompt_proposals
    ADD CONSTRAINT prompt_proposals_incumbent_id_fkey FOREIGN KEY (incumbent_id) REFERENCES public.prompts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_proposals
    ADD CONSTRAINT prompt_proposals_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.prompt_scores
    ADD CONSTRAINT prompt_scores_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_scores
    ADD CONSTRAINT prompt_scores_prompt_id_fkey FOREIGN KEY (prompt_id) REFERENCES public.prompts(id);

ALTER TABLE ONLY public.prompt_trials
    ADD CONSTRAINT prompt_trials_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES public.prompts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_trials
    ADD CONSTRAINT prompt_trials_document_type_fkey FOREIGN KEY (document_type) REFERENCES public.document_types(name) ON UPDATE CASCADE;

ALTER TABLE ONLY public.prompt_trials
    ADD CONSTRAINT prompt_trials_incumbent_id_fkey FOREIGN KEY (incumbent_id) REFERENCES public.prompts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompt_trials
    ADD CONSTRAINT prompt_trials_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.prompt_trials
    ADD CONSTRAINT prompt_trials_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.series(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.prompts
    ADD CONSTRAINT prompts_document_type_fkey FOREIGN KEY (document_type) REFERENCES public.document_types(name) ON UPDATE CASCADE;

ALTER TABLE ONLY public.prompts
    ADD CONSTRAINT prompts_incumbent_id_fkey FOREIGN KEY (incumbent_id) REFERENCES public.prompts(id);

ALTER TABLE ONLY public.prompts
    ADD CONSTRAINT prompts_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.series(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.regeneration_failures
    ADD CONSTRAINT regeneration_failures_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.regeneration_failures
    ADD CONSTRAINT regeneration_failures_prompt_id_fkey FOREIGN KEY (prompt_id) REFERENCES public.prompts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.rejections
    ADD CONSTRAINT rejections_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT revisions_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.acts(id);

ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT revisions_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT revisions_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT revisions_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES public.acts(id);

ALTER TABLE ONLY public.series_designs
    ADD CONSTRAINT series_designs_prompt_id_fkey FOREIGN KEY (prompt_id) REFERENCES public.prompts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.series_designs
    ADD CONSTRAINT series_designs_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.series(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES public.series(id);

ALTER TABLE ONLY public.series_regenerations
    ADD CONSTRAINT series_regenerations_prompt_id_fkey FOREIGN KEY (prompt_id) REFERENCES public.prompts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.series_regenerations
    ADD CONSTRAINT series_regenerations_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.series_regenerations
    ADD CONSTRAINT series_regenerations_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.series(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.series_regenerations
    ADD CONSTRAINT series_regenerations_tried_by_fkey FOREIGN KEY (tried_by) REFERENCES public.runs(id);

ALTER TABLE ONLY public.series_titles
    ADD CONSTRAINT series_titles_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.series(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.stage_results
    ADD CONSTRAINT stage_results_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.stage_results
    ADD CONSTRAINT stage_results_prompt_id_fkey FOREIGN KEY (prompt_id) REFERENCES public.prompts(id);

ALTER TABLE ONLY public.stage_results
    ADD CONSTRAINT stage_results_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);

ALTER TABLE ONLY public.stage_results
    ADD CONSTRAINT stage_results_stage_fkey FOREIGN KEY (stage) REFERENCES public.stages(stage);

ALTER TABLE ONLY public.stages
    ADD CONSTRAINT stages_leaves_fkey FOREIGN KEY (leaves) REFERENCES public.statuses(status);

ALTER TABLE ONLY public.stages
    ADD CONSTRAINT stages_scores_fkey FOREIGN KEY (scores) REFERENCES public.stages(stage);

ALTER TABLE ONLY public.tag_corrections
    ADD CONSTRAINT tag_corrections_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.acts(id);

ALTER TABLE ONLY public.tag_corrections
    ADD CONSTRAINT tag_corrections_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.tag_corrections
    ADD CONSTRAINT tag_corrections_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES public.acts(id);

ALTER TABLE ONLY public.type_proposals
    ADD CONSTRAINT type_proposals_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE SET NULL;
