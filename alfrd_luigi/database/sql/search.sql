-- name: state
-- Up to when the words are those of the documents, in which database, by which rules, and whether every document has words.
SELECT seen, database, version, is_whole FROM search_state

-- name: set_state
-- Record that.
INSERT INTO search_state (seen, database, version, is_whole) VALUES (%(seen)s, %(database)s, %(version)s, %(is_whole)s)
ON CONFLICT (is_only) DO UPDATE
SET seen = excluded.seen, database = excluded.database, version = excluded.version, is_whole = excluded.is_whole

-- name: clear
-- Remove all words.
TRUNCATE document_terms, vocabulary, word_stems, series_titles

-- name: without_terms
-- Documents that have no words.
SELECT id FROM documents d WHERE NOT EXISTS (SELECT FROM document_terms t WHERE t.document_id = d.id) ORDER BY id

-- name: of_series
-- The documents of these series.
SELECT id FROM documents WHERE series_id = ANY(%(ids)s::bigint[])

-- name: retitled
-- The series of these documents and files that have another title than in the words.
SELECT s.id, s.full_title AS title FROM series s LEFT JOIN series_titles t ON t.series_id = s.id
WHERE s.id IN (SELECT series_id FROM documents WHERE id = ANY(%(documents)s::uuid[])
               UNION SELECT series_id FROM files WHERE id = ANY(%(files)s::uuid[]))
  AND s.full_title IS DISTINCT FROM t.title

-- name: retitled_among
-- Those of these series that have another title than in the words.
SELECT s.id, s.full_title AS title FROM series s JOIN series_titles t ON t.series_id = s.id
WHERE s.id = ANY(%(ids)s::bigint[]) AND s.full_title <> t.title

-- name: set_titles
-- Record the titles of these series in the words.
INSERT INTO series_titles (series_id, title)
SELECT id, given.title FROM unnest(%(ids)s::bigint[], %(titles)s::text[]) AS given (id, title) JOIN series USING (id)
ON CONFLICT (series_id) DO UPDATE SET title = excluded.title

-- name: set_all_titles
-- Record the titles of all series.
INSERT INTO series_titles (series_id, title) SELECT id, full_title FROM series

-- name: contents
-- What the words of these documents are made from.
SELECT d.id, coalesce(d.document_date, (d.registered_at AT TIME ZONE 'UTC')::date) AS newest, d.document_date, d.total_amount,
       d.entity, d.title, d.document_type, d.series_id, s.full_title AS series, d.summary, d.note, d.structured_data,
       ARRAY(SELECT tag FROM document_tags t WHERE t.document_id = d.id AND t.origin <> 'file' ORDER BY tag) AS tags,
       ARRAY(SELECT name FROM document_files f WHERE f.document_id = d.id ORDER BY position) AS files,
       left(d.text, %(letters)s) AS text
FROM documents d LEFT JOIN series s ON s.id = d.series_id WHERE d.id = ANY(%(ids)s::uuid[]) ORDER BY d.id

-- name: terms_of
-- The terms of these documents.
SELECT tsvector_to_array(terms) FROM document_terms WHERE document_id = ANY(%(ids)s::uuid[])

-- name: write
-- Store the words of documents.
INSERT INTO document_terms (document_id, newest, document_date, total_amount, terms)
SELECT id, newest, document_date, total_amount, terms::tsvector
FROM unnest(%(ids)s::uuid[], %(newest)s::date[], %(dates)s::date[], %(totals)s::numeric[], %(terms)s::text[])
    AS given (id, newest, document_date, total_amount, terms)
ON CONFLICT (document_id) DO UPDATE
SET newest = excluded.newest, document_date = excluded.document_date, total_amount = excluded.total_amount, terms = excluded.terms

-- name: unstemmed
-- Of these words with their languages, those that were not stemmed.
SELECT word, language FROM unnest(%(words)s::text[], %(languages)s::text[]) AS given (word, language)
EXCEPT SELECT word, language FROM word_stems WHERE word = ANY(%(words)s::text[])

-- name: add_stems
-- Store the stems of words.
INSERT INTO word_stems (word, language, stem)
SELECT word, language, stem FROM unnest(%(words)s::text[], %(languages)s::text[], %(stems)s::text[]) AS given (word, language, stem)
ORDER BY word COLLATE "C", language ON CONFLICT DO NOTHING

-- name: add_words
-- Add words to the vocabulary.
INSERT INTO vocabulary (word, grams)
SELECT word, ARRAY(SELECT DISTINCT substr('<' || word || '>', place, 3) FROM generate_series(1, length(word)) place)
FROM (SELECT word FROM unnest(%(words)s::text[]) AS given (word) EXCEPT SELECT word FROM vocabulary WHERE word = ANY(%(words)s::text[])) new
ORDER BY word COLLATE "C" ON CONFLICT DO NOTHING

-- name: forget_words
-- Remove these words from the vocabulary if no document has them.
WITH gone AS (
    DELETE FROM vocabulary v
    WHERE word = ANY(%(words)s::text[])
      AND NOT EXISTS (SELECT FROM document_terms t WHERE t.terms @@ quote_literal(v.word)::tsquery)
    RETURNING word)
DELETE FROM word_stems USING gone WHERE word_stems.word = gone.word

-- name: settle
-- Move what was added to the indexes to its place, so that searches do not read it one by one.
SELECT gin_clean_pending_list('document_terms_terms'::regclass), gin_clean_pending_list('vocabulary_grams'::regclass)

-- name: known
-- Those of these words that documents have.
SELECT word FROM vocabulary WHERE word = ANY(%(words)s::text[])

-- name: of_stems
-- The words with one of these stems in its language.
SELECT given.stem, w.word, w.language FROM unnest(%(stems)s::text[], %(languages)s::text[]) AS given (stem, language)
JOIN word_stems w ON w.stem = given.stem AND w.language = given.language ORDER BY length(w.word), w.word

-- name: beginning
-- The shortest words that begin with each of these.
SELECT given.word AS asked, v.word FROM unnest(%(words)s::text[]) AS given (word)
CROSS JOIN LATERAL (
    SELECT word FROM vocabulary WHERE word > given.word COLLATE "C" AND word < (given.word || U&'\+10FFFF') COLLATE "C"
    ORDER BY length(word), word LIMIT %(limit)s) v

-- name: containing
-- The shortest words that hold this one, and do not begin with it.
SELECT word FROM vocabulary WHERE grams @> %(grams)s::text[] AND strpos(word, %(word)s) > 1 ORDER BY length(word), word LIMIT %(limit)s

-- name: resembling
-- Words of such a length that share a piece with another: all groups of three letters of one of these pieces.
SELECT word FROM vocabulary
WHERE (grams @> %(first)s::text[] OR grams @> %(middle)s::text[] OR grams @> %(last)s::text[]) AND length(word) BETWEEN %(shortest)s AND %(longest)s
LIMIT %(limit)s

-- name: prefer_index
-- Let the transaction read the words of no document that the index does not find: the planner does not know what this costs.
SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)

-- name: matches
-- The best of the newest documents that match, and how many these are: one more than `among` if there are others. `near` is the part of the words that counts most.
WITH found AS MATERIALIZED (
    SELECT document_id, newest FROM document_terms
    WHERE (%(terms)s::text IS NULL OR terms @@ %(terms)s::tsquery)
      AND (%(days)s::text IS NULL OR document_date <@ %(days)s::datemultirange)
      AND (%(not_days)s::text IS NULL OR (document_date <@ %(not_days)s::datemultirange) IS NOT TRUE)
      AND (%(totals)s::text IS NULL OR total_amount <@ %(totals)s::nummultirange)
      AND (%(not_totals)s::text IS NULL OR (total_amount <@ %(not_totals)s::nummultirange) IS NOT TRUE)
    ORDER BY newest DESC, document_id LIMIT %(among)s + 1)
SELECT t.document_id AS id,
       coalesce(ts_rank(t.terms, %(near)s::tsquery), 0)::float8 + coalesce(ts_rank(t.terms, %(wide)s::tsquery), 0)::float8 / 4 AS rank,
       (SELECT count(*) FROM found) AS found
FROM (SELECT document_id FROM found ORDER BY newest DESC, document_id LIMIT %(among)s) newest
JOIN document_terms t USING (document_id) ORDER BY 2 DESC, t.newest DESC, t.document_id LIMIT %(limit)s

-- name: ids
-- All documents that match.
SELECT document_id FROM document_terms
WHERE (%(terms)s::text IS NULL OR terms @@ %(terms)s::tsquery)
  AND (%(days)s::text IS NULL OR document_date <@ %(days)s::datemultirange)
      AND (%(not_days)s::text IS NULL OR (document_date <@ %(not_days)s::datemultirange) IS NOT TRUE)
  AND (%(totals)s::text IS NULL OR total_amount <@ %(totals)s::nummultirange)
      AND (%(not_totals)s::text IS NULL OR (total_amount <@ %(not_totals)s::nummultirange) IS NOT TRUE)

-- name: texts
-- What snippets of these documents are taken from.
SELECT id, left(text, %(letters)s) AS text, summary, note FROM documents WHERE id = ANY(%(ids)s::uuid[])
