-- Pages that are read from their text layer and by recognition, or that are written in a script that OCR does not know; and
-- a search that finds a word however the text writes it.

ALTER TABLE pages
    DROP CONSTRAINT pages_source_check,
    ADD CONSTRAINT pages_source_check CHECK (source IN ('text_layer', 'ocr', 'text_layer_and_ocr', 'plain_text')),
    -- The share of the page's lines that the engine found and could not read; NULL: not known.
    ADD COLUMN unread double precision CHECK (unread BETWEEN 0 AND 1);

-- The words of a text: composed (NFC), without soft hyphens, and a word that is hyphenated at the end of a line as one word. The
-- same word with its hyphen comes last, because the hyphen may belong to it ("e-mail").
CREATE FUNCTION searchable(content text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    WITH composed AS (
        SELECT regexp_replace(normalize(replace(content, E'\u00ad\n', E'-\n'), NFC), E'\u00ad', '', 'g') AS written
    )
    SELECT to_tsvector('simple', regexp_replace(
               written, E'([^[:space:][:digit:][:punct:]])[-\u2010]\\n\\s*([^[:space:][:digit:][:punct:]])', '\1\2', 'g'))
        || to_tsvector('simple', left(coalesce((
               SELECT string_agg(parts[1] || '-' || parts[2], ' ')
               FROM regexp_matches(written, E'([^[:space:][:digit:][:punct:]]+)[-\u2010]\\n\\s*([^[:space:][:digit:][:punct:]]+)', 'g')
                   AS parts), ''), 20000))
    FROM composed
$$;

-- A tsvector holds at most 1 MB, so the index stops at a quarter of a million characters of a long text.
ALTER TABLE documents DROP COLUMN search;
ALTER TABLE documents ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(searchable(coalesce(entity, '')), 'A')
    || setweight(searchable(coalesce(summary, '')), 'B')
    || searchable(left(coalesce(text, ''), 250000))) STORED;
CREATE INDEX documents_search ON documents USING gin (search);
