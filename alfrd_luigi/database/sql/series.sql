-- name: known
-- The series, those with the newest documents first. Of those that differ only by their account, the oldest stands for all.
SELECT entity, series_type, title, frequency FROM (
    SELECT DISTINCT ON (entity_key, series_type) id, entity, series_type, title, frequency,
           max(newest) OVER (PARTITION BY entity_key, series_type) AS newest
    FROM (SELECT s.*, (SELECT max(registered_at) FROM documents d WHERE d.series_id = s.id) AS newest FROM series s) s
    ORDER BY entity_key, series_type, id) one
ORDER BY newest DESC NULLS LAST, id LIMIT %(limit)s

-- name: find_or_create
-- Find or create the series of this key. An existing series keeps its title, and gets a frequency if it has none.
INSERT INTO series (entity, entity_key, series_type, account, title, frequency)
VALUES (%(entity)s, %(entity_key)s, %(series_type)s, %(account)s, %(title)s, %(frequency)s)
ON CONFLICT (entity_key, series_type, account) DO UPDATE SET frequency = coalesce(series.frequency, excluded.frequency)
RETURNING id, entity, entity_key, account, full_title AS title

-- name: of_type
-- The series of one type, the oldest first.
SELECT id, entity, entity_key, account, full_title AS title FROM series WHERE series_type = %(series_type)s ORDER BY id

-- name: of_same_paper
-- The series of this type in which the first copy of a document is filed.
SELECT s.id, s.entity, s.entity_key, s.account, s.full_title AS title
FROM pairs_of_documents p
JOIN documents d ON d.id = p.paired_id AND d.status = 'filed'
JOIN series s ON s.id = d.series_id AND s.series_type = %(series_type)s
WHERE p.document_id = %(id)s AND p.verdict = 'same'
ORDER BY d.registered_at, d.id LIMIT 1

-- name: fields_of_members
-- The fields of the newest documents of a series.
SELECT structured_data FROM documents WHERE series_id = %(id)s AND status = 'filed' ORDER BY registered_at DESC LIMIT %(limit)s

-- name: has_documents
-- Whether a document belongs to a series.
SELECT EXISTS (SELECT FROM documents WHERE series_id = %(id)s)

-- name: delete_empty
-- Delete a series without documents, with its file. The calls for its summaries stay in the books.
WITH empty AS (
    SELECT id FROM series WHERE id = %(id)s AND NOT EXISTS (SELECT FROM documents WHERE series_id = %(id)s)
), file AS (
    DELETE FROM files USING empty WHERE files.series_id = empty.id
)
DELETE FROM series USING empty WHERE series.id = empty.id

-- name: set_account
-- Give a series an account, and name its file after it.
WITH named AS (
    UPDATE series SET account = %(account)s WHERE id = %(id)s RETURNING id, entity, entity_key, account, full_title AS title
), renamed AS (
    UPDATE files SET title = named.title FROM named WHERE series_id = named.id
)
SELECT id, entity, entity_key, account, title FROM named

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
    RETURNING s.full_title
)
UPDATE files SET title = renamed.full_title FROM renamed WHERE series_id = %(id)s
