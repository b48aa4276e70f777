-- The archive: documents, what the stages found in them, the series and files they form, and the prompts that evolve.

CREATE TABLE runs (
    id          text PRIMARY KEY,
    number      integer GENERATED ALWAYS AS IDENTITY UNIQUE,  -- the key of the run's advisory lock
    host        text NOT NULL,
    pid         integer NOT NULL,
    claimed     integer NOT NULL DEFAULT 0,
    started_at  timestamptz NOT NULL DEFAULT now(),
    scanned_at  timestamptz,
    finished_at timestamptz
);

CREATE TABLE document_types (
    name          text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{0,62}$'),
    number        integer GENERATED ALWAYS AS IDENTITY UNIQUE,  -- the key of the type's advisory lock
    description   text NOT NULL,
    fields_schema jsonb NOT NULL CHECK (jsonb_typeof(fields_schema) = 'object'),
    shipped       boolean NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE prompts (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind          text NOT NULL CHECK (kind IN ('classifier', 'summarizer', 'classification_scorer', 'summary_scorer',
                                                'series_detector', 'file_summarizer')),
    document_type text REFERENCES document_types,
    version       integer NOT NULL CHECK (version > 0),
    text          text NOT NULL CHECK (text <> ''),
    origin        text NOT NULL CHECK (origin IN ('shipped', 'suggested', 'person')),
    incumbent_id  bigint REFERENCES prompts,  -- the version that comes back if this one loses its trial
    is_active     boolean NOT NULL,
    on_trial      boolean NOT NULL DEFAULT false,
    is_pinned     boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (kind, document_type, version),
    CHECK (document_type IS NULL OR kind = 'summarizer'),  -- NULL: serves every type, or types added later
    CHECK (is_active OR NOT on_trial),
    CHECK (NOT on_trial OR incumbent_id IS NOT NULL)
);
CREATE UNIQUE INDEX prompts_one_active ON prompts (kind, document_type) NULLS NOT DISTINCT WHERE is_active;

CREATE TABLE series (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity      text NOT NULL,
    entity_key  text NOT NULL CHECK (entity_key <> ''),
    series_type text NOT NULL CHECK (series_type ~ '^[a-z][a-z0-9_]{0,62}$'),
    title       text NOT NULL,
    frequency   text CHECK (frequency IN ('weekly', 'monthly', 'quarterly', 'semiannual', 'annual', 'irregular')),
    created_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (entity_key, series_type)
);

CREATE TABLE documents (
    id                    uuid PRIMARY KEY,
    status                text NOT NULL DEFAULT 'pending'
                          CHECK (status IN ('pending', 'ocr_completed', 'classified', 'summarized', 'filed', 'failed')),
    created_at            timestamptz NOT NULL,
    registered_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    source                text NOT NULL DEFAULT '',
    content_hash          text NOT NULL UNIQUE CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    text                  text,
    document_type         text REFERENCES document_types,
    confidence            double precision CHECK (confidence BETWEEN 0 AND 1),
    classification_reason text,
    entity                text,
    document_date         date,
    total_amount          numeric(16, 2),
    currency              text CHECK (currency ~ '^[A-Z]{3}$'),
    summary               text,
    structured_data       jsonb CHECK (jsonb_typeof(structured_data) = 'object'),
    evidence              jsonb CHECK (jsonb_typeof(evidence) = 'object'),
    series_id             bigint REFERENCES series,
    filed_at              timestamptz,
    run_id                text REFERENCES runs,       -- the run that has claimed it
    next_attempt_at       timestamptz,                -- not before then
    error_stage           text,
    error_message         text,
    error_hint            text,
    -- A tsvector holds at most 1 MB, so the index stops at a quarter of a million characters of a long text.
    search                tsvector GENERATED ALWAYS AS (
                              setweight(to_tsvector('simple', coalesce(entity, '')), 'A')
                              || setweight(to_tsvector('simple', coalesce(summary, '')), 'B')
                              || to_tsvector('simple', left(coalesce(text, ''), 250000))) STORED,
    CHECK ((status = 'failed') = (error_stage IS NOT NULL AND next_attempt_at IS NULL))
);
CREATE INDEX documents_unsettled ON documents (registered_at) WHERE status NOT IN ('filed', 'failed');
CREATE INDEX documents_series ON documents (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX documents_date ON documents (document_date);
CREATE INDEX documents_search ON documents USING gin (search);
CREATE INDEX documents_structured_data ON documents USING gin (structured_data jsonb_path_ops);

CREATE TABLE document_files (
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    position    integer NOT NULL CHECK (position > 0),
    key         text NOT NULL UNIQUE,  -- where the page store has it
    name        text NOT NULL,         -- as its owner called it
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size        bigint NOT NULL CHECK (size > 0),
    media_type  text NOT NULL,
    pages       integer NOT NULL CHECK (pages > 0),
    PRIMARY KEY (document_id, position)
);

CREATE TABLE pages (
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    number      integer NOT NULL CHECK (number > 0),
    text        text NOT NULL,
    words       jsonb NOT NULL CHECK (jsonb_typeof(words) = 'array'),  -- [[text, left, top, right, bottom, confidence], ...]
    confidence  double precision CHECK (confidence BETWEEN 0 AND 1),
    source      text NOT NULL CHECK (source IN ('text_layer', 'ocr', 'plain_text')),
    PRIMARY KEY (document_id, number)
);

CREATE TABLE stage_results (
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    stage       text NOT NULL CHECK (stage IN ('ocr', 'classify', 'score_classification', 'summarize', 'score_summary', 'file')),
    status      text NOT NULL CHECK (status IN ('completed', 'deferred', 'failed')),
    attempts    integer NOT NULL CHECK (attempts > 0),
    run_id      text NOT NULL REFERENCES runs,
    engine      text,
    model       text,
    prompt_id   bigint REFERENCES prompts,
    answer      jsonb CHECK (jsonb_typeof(answer) = 'object'),
    error       text,
    seconds     double precision NOT NULL CHECK (seconds >= 0),
    finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (document_id, stage),
    CHECK ((status = 'completed') = (error IS NULL))
);
CREATE INDEX stage_results_run ON stage_results (run_id);

-- What a version's results were found to be worth; the score of a version is the mean of its rows.
CREATE TABLE prompt_scores (
    prompt_id   bigint NOT NULL REFERENCES prompts,
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    score       double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    suggestion  text,
    scored_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (prompt_id, document_id)
);

CREATE TABLE type_proposals (
    name        text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{0,62}$'),
    description text NOT NULL,
    status      text NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'accepted')),
    document_id uuid REFERENCES documents ON DELETE SET NULL,  -- the first document that suggested it
    times       integer NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tags (
    name text PRIMARY KEY CHECK (name <> '' AND length(name) <= 100)
);

CREATE TABLE document_tags (
    document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    tag         text NOT NULL REFERENCES tags,
    origin      text NOT NULL CHECK (origin IN ('person', 'classify', 'file')),
    PRIMARY KEY (document_id, tag)
);
CREATE INDEX document_tags_tag ON document_tags (tag);

CREATE TABLE files (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    series_id       bigint NOT NULL UNIQUE REFERENCES series,
    tags            text[] NOT NULL UNIQUE CHECK (cardinality(tags) > 0),  -- sorted: the canonical tag set
    title           text NOT NULL,
    status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'outdated', 'generated', 'failed')),
    summary         text,
    statistics      jsonb CHECK (jsonb_typeof(statistics) = 'object'),
    fingerprint     text,  -- of the inputs that the summary was made from
    prompt_id       bigint REFERENCES prompts,
    engine          text,
    run_id          text REFERENCES runs,
    attempts        integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    error           text,
    generated_at    timestamptz,
    CHECK (status <> 'generated' OR (summary IS NOT NULL AND fingerprint IS NOT NULL))
);

CREATE TABLE rejections (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL,
    reason      text NOT NULL,
    hint        text NOT NULL,
    run_id      text REFERENCES runs,
    rejected_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Every call to a service outside this machine.
CREATE TABLE calls (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id   uuid REFERENCES documents ON DELETE SET NULL,
    file_id       uuid REFERENCES files ON DELETE SET NULL,
    run_id        text REFERENCES runs,
    stage         text NOT NULL,
    service       text NOT NULL,
    operation     text NOT NULL,
    model         text,
    pages         integer,
    input_tokens  integer,
    output_tokens integer,
    seconds       double precision NOT NULL,
    outcome       text NOT NULL,
    cost_usd      numeric(12, 6),
    called_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE events (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    run_id  text REFERENCES runs,
    subject text NOT NULL CHECK (subject IN ('document', 'file', 'prompt', 'type', 'inbox', 'run')),
    key     text NOT NULL,
    event   text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object')
);
CREATE INDEX events_subject ON events (subject, key);

-- A run lives as long as the session that holds its advisory lock: no lease, no clock. Class 1 is the class of runs.
CREATE FUNCTION run_is_alive(run text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM pg_locks, runs
        WHERE runs.id = run AND locktype = 'advisory' AND granted AND objsubid = 2
          AND classid = 1 AND objid = runs.number
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
$$;

-- What a file's summary depends on; equal fingerprints mean that the summary is fresh.
CREATE FUNCTION file_inputs(series bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT md5(coalesce(string_agg(concat_ws('|', d.id, d.entity, d.document_date, d.total_amount, d.currency,
                                             md5(d.summary), md5(d.structured_data::text)), E'\n' ORDER BY d.id), ''))
    FROM documents d WHERE d.series_id = series AND d.status = 'filed'
$$;
