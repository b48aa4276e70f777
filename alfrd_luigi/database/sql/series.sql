-- name: known
-- The series there are, those with the newest documents first.
SELECT entity, series_type, title, frequency FROM series s
ORDER BY (SELECT max(registered_at) FROM documents d WHERE d.series_id = s.id) DESC NULLS LAST, id LIMIT %(limit)s

-- name: find_or_create
-- The series of this key; an existing one keeps its title and learns a frequency it lacked.
INSERT INTO series (entity, entity_key, series_type, title, frequency)
VALUES (%(entity)s, %(entity_key)s, %(series_type)s, %(title)s, %(frequency)s)
ON CONFLICT (entity_key, series_type) DO UPDATE SET frequency = coalesce(series.frequency, excluded.frequency)
RETURNING id, title

-- name: list
-- Every series with its file.
SELECT s.id, s.entity, s.series_type, s.title, s.frequency, f.id AS file_id, f.status AS file_status, f.summary,
       (SELECT count(*) FROM documents d WHERE d.series_id = s.id AND d.status = 'filed') AS documents
FROM series s LEFT JOIN files f ON f.series_id = s.id ORDER BY s.entity, s.series_type

-- name: of_type
-- The series of one type, the oldest first.
SELECT entity, title FROM series WHERE series_type = %(series_type)s ORDER BY id
