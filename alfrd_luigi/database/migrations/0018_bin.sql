-- Deleted documents: in the bin with all their rows, or gone for good but for the digest of their content.

-- A deleted document. In the bin, `kept` has its rows by table, `files` those of document_files, and `pairs` those of
-- document_pairs; `series_id` is the series that was deleted with it, whose rows `kept` has, too. `questions` are the keys of the
-- saved answers that it needs, `acts` the acts that its rows name. Gone for good, all of these are NULL, but for the keys in
-- `files` while page files remain to be removed.
CREATE TABLE deletions (
    document_id  uuid PRIMARY KEY,
    content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    deleted_at   timestamptz NOT NULL,
    act_id       bigint REFERENCES acts,
    kept         jsonb CHECK (jsonb_typeof(kept) = 'object'),
    files        jsonb CHECK (jsonb_typeof(files) = 'array'),
    pairs        jsonb CHECK (jsonb_typeof(pairs) = 'array'),
    series_id    bigint,
    questions    text[],
    acts         bigint[],
    CHECK (kept IS NULL OR files IS NOT NULL),
    CHECK ((kept IS NULL) = (pairs IS NULL)),
    CHECK (kept IS NOT NULL OR (act_id IS NULL AND series_id IS NULL AND questions IS NULL AND acts IS NULL))
);
CREATE INDEX deletions_content ON deletions (content_hash);
CREATE INDEX deletions_due ON deletions (deleted_at) WHERE kept IS NOT NULL;
CREATE INDEX deletions_unfinished ON deletions (document_id) WHERE files IS NOT NULL AND kept IS NULL;
CREATE INDEX deletions_files ON deletions USING gin (files jsonb_path_ops);
CREATE INDEX deletions_questions ON deletions USING gin (questions);
CREATE INDEX deletions_acts ON deletions USING gin (acts);

-- The documents of such an act are gone for good: it cannot be undone.
ALTER TABLE acts ADD is_purged boolean NOT NULL DEFAULT false;

-- The page files of documents, those in the bin included.
CREATE VIEW stored_files AS
SELECT f.document_id, f.position, f.key, f.name, f.sha256, f.size, f.media_type, f.pages, d.created_at, d.registered_at
FROM document_files f JOIN documents d ON d.id = f.document_id
UNION ALL
SELECT f.document_id, f.position, f.key, f.name, f.sha256, f.size, f.media_type, f.pages,
       (d.kept #>> '{documents,0,created_at}')::timestamptz, (d.kept #>> '{documents,0,registered_at}')::timestamptz
FROM deletions d, jsonb_populate_recordset(NULL::document_files, d.files) f
WHERE d.kept IS NOT NULL;

-- Insert rows that to_jsonb made of this table. Columns that were added since have their defaults. A JSON null is NULL, except in
-- a column that cannot be NULL.
CREATE FUNCTION insert_rows(target regclass, rows jsonb) RETURNS void LANGUAGE plpgsql AS $$
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
$$;
