-- name: known
-- The series, those with the newest documents first.
SELECT entity, series_type, title, frequency FROM series s
ORDER BY (SELECT max(registered_at) FROM documents d WHERE d.series_id = s.id) DESC NULLS LAST, id LIMIT %(limit)s

-- name: find_or_create
-- Find or create the series of this key. An existing series keeps its title, and gets a frequency if it has none.
INSERT INTO series (entity, entity_key, series_type, title, frequency)
VALUES (%(entity)s, %(entity_key)s, %(series_type)s, %(title)s, %(frequency)s)
ON CONFLICT (entity_key, series_type) DO UPDATE SET frequency = coalesce(series.frequency, excluded.frequency)
RETURNING id, entity, entity_key, title

-- name: of_type
-- The series of one type, the oldest first.
SELECT id, entity, entity_key, title FROM series WHERE series_type = %(series_type)s ORDER BY id

-- name: take_common_name
-- Name a series after the entity name that most of its documents have: the first one may have been misread.
WITH names AS (
    SELECT entity, count(*) AS times FROM documents WHERE series_id = %(id)s AND entity IS NOT NULL GROUP BY entity
), common AS (
    SELECT entity, times FROM names ORDER BY times DESC, entity LIMIT 1
), renamed AS (
    UPDATE series s SET entity = common.entity, title = replace(s.title, s.entity, common.entity)
    FROM common
    WHERE s.id = %(id)s AND common.times > coalesce((SELECT times FROM names WHERE entity = s.entity), 0)
    RETURNING s.title
)
UPDATE files SET title = renamed.title FROM renamed WHERE series_id = %(id)s
