-- In these queries, {table}, {column}, {columns} and {tables} are quoted names from the catalogue.

-- name: all
-- Every table with its stored columns in their order, and the other tables that it refers to. The number of a transaction means
-- nothing in another database.
SELECT c.relname::text AS name,
       ARRAY(SELECT attname::text FROM pg_attribute
             WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND atttypid <> 'xid8'::regtype
             ORDER BY attnum) AS columns,
       ARRAY(SELECT DISTINCT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
             WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS refers_to
FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
ORDER BY c.relname

-- name: references
-- Every foreign key: the referring column and the column that it refers to.
SELECT c.relname::text AS "table", a.attname::text AS "column", f.relname::text AS target, b.attname::text AS target_column
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
JOIN pg_class f ON f.oid = k.confrelid JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = k.confkey[1]
WHERE k.contype = 'f' AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
ORDER BY c.relname, a.attname

-- name: canonical
-- Write and read values in one format until the transaction ends, whatever the server's settings.
SELECT set_config('datestyle', 'ISO, YMD', true), set_config('timezone', 'UTC', true),
       set_config('extra_float_digits', '1', true)

-- name: copy_out
-- Copy the rows of a table out, one a line, after a line with the column names.
COPY {table} ({columns}) TO STDOUT WITH (FORMAT text, HEADER true, ENCODING 'UTF8')

-- name: copy_in
-- Copy such rows in. The column names must match.
COPY {table} ({columns}) FROM STDIN WITH (FORMAT text, HEADER match, ENCODING 'UTF8')

-- name: lock
-- Lock these tables against every other access until the transaction ends.
LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE

-- name: clear
-- Empty these tables.
TRUNCATE {tables}

-- name: has_rows
-- Whether a table has rows.
SELECT EXISTS (SELECT FROM {table})

-- name: is_changed
-- Whether a person or a run has changed the shipped types or prompts.
SELECT EXISTS (SELECT FROM prompts WHERE version > 1 OR is_pinned) OR EXISTS (SELECT FROM document_types WHERE NOT shipped)

-- name: living_run
-- An active run.
SELECT id FROM runs WHERE finished_at IS NULL AND run_is_alive(id) LIMIT 1

-- name: schema_version
-- The last migration that changed this schema.
SELECT max(version) FROM schema_migrations

-- name: counters
-- The last number given out in each numbering column; NULL where none was given.
SELECT c.relname::text AS "table", a.attname::text AS "column",
       pg_sequence_last_value(pg_get_serial_sequence(quote_ident(c.relname), a.attname)::regclass) AS last
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> ''
WHERE c.relkind = 'r' AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
ORDER BY c.relname, a.attname

-- name: set_counter
-- Set the next number above `last` and above every number in the column.
SELECT setval(pg_get_serial_sequence(quote_ident(%(of)s), %(column_name)s)::regclass,
              greatest(%(last)s::bigint, (SELECT max({column}) FROM {table})))

-- name: page_sums
-- The lines of SHA256SUMS for the page files, in byte order.
SELECT concat(sha256, '  documents/', key) AS line FROM stored_files ORDER BY key COLLATE "C"

-- name: page_sums_without_bin
-- The same, of a schema that has no bin.
SELECT concat(sha256, '  documents/', key) AS line FROM document_files ORDER BY key COLLATE "C"

-- name: has_bin
-- Whether this schema has a bin.
SELECT to_regclass('stored_files') IS NOT NULL

-- name: stored_documents
-- Every document with all its files, those in the bin included, as the page store needs them.
SELECT document_id AS id, created_at, json_agg(json_build_object('key', key, 'sha256', sha256, 'size', size, 'name', name,
                                                              'media_type', media_type, 'pages', pages) ORDER BY position) AS files
FROM stored_files GROUP BY document_id, created_at, registered_at ORDER BY registered_at, document_id
