-- What documents had before: a column of the words of their values, made anew whenever one of these was set.

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
CREATE TABLE before (entity text, summary text, text text, search tsvector GENERATED ALWAYS AS (
    setweight(searchable(coalesce(entity, '')), 'A') || setweight(searchable(coalesce(summary, '')), 'B')
    || searchable(left(coalesce(text, ''), 250000))) STORED);
CREATE INDEX before_search ON before USING gin (search);
