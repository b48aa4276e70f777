-- A search in folded words of our own. The words of a document are made from its rows when something happened to it, and not by
-- PostgreSQL whenever a column is set. All of these tables are derived: they are in no export.

ALTER TABLE documents DROP COLUMN search;
DROP FUNCTION searchable(text);

-- The words of each document. Those of a long one are stored apart from its row, so that a search reads fewer pages.
CREATE TABLE document_terms (
    document_id uuid PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    newest date NOT NULL,
    document_date date,
    total_amount numeric(16, 2),
    terms tsvector NOT NULL
) WITH (toast_tuple_target = 128);
ALTER TABLE document_terms ALTER COLUMN terms SET STORAGE EXTERNAL;
CREATE INDEX document_terms_terms ON document_terms USING gin (terms);

-- Every word of letters that a document has, one in the bin included, with the groups of three letters in it; `<` and `>` are its ends.
CREATE TABLE vocabulary (
    word text COLLATE "C" PRIMARY KEY,
    grams text[] NOT NULL
);
CREATE INDEX vocabulary_grams ON vocabulary USING gin (grams);

-- The stem of a word in each language of documents that have it.
CREATE TABLE word_stems (
    word text COLLATE "C",
    language text,
    stem text COLLATE "C" NOT NULL,
    PRIMARY KEY (word, language)
);
CREATE INDEX word_stems_stem ON word_stems (stem, language);

-- The title of each series as the words of its documents have it.
CREATE TABLE series_titles (
    series_id bigint PRIMARY KEY REFERENCES series ON DELETE CASCADE,
    title text NOT NULL
);

-- Up to which snapshot of the database the words are those of the documents, and the version of the program's rules for words.
-- While `is_whole` is false, documents may lack words.
CREATE TABLE search_state (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    seen text NOT NULL,
    database text NOT NULL,
    version integer NOT NULL,
    is_whole boolean NOT NULL
);
