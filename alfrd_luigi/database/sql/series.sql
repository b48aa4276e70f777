-- name: known
-- The series, those with the newest documents first. Of those that differ only by their account, the oldest stands for all.
-- A merged series is known by its own name, too.
SELECT entity, series_type, title, frequency FROM (
    SELECT DISTINCT ON (entity_key, series_type) id, entity, series_type, title, frequency,
           max(newest) OVER (PARTITION BY entity_key, series_type) AS newest
    FROM (SELECT s.*, (SELECT max(registered_at) FROM documents d WHERE d.series_id = coalesce(s.merged_into, s.id)) AS newest
          FROM series s WHERE NOT by_hand) s
    ORDER BY entity_key, series_type, id) one
ORDER BY newest DESC NULLS LAST, id LIMIT %(limit)s

-- name: find_or_create
-- Find or create the series of this key. An existing series keeps its title, and gets a frequency if it has none.
INSERT INTO series (entity, entity_key, series_type, account, title, frequency)
VALUES (%(entity)s, %(entity_key)s, %(series_type)s, %(account)s, %(title)s, %(frequency)s)
ON CONFLICT (entity_key, series_type, account) WHERE NOT by_hand
DO UPDATE SET frequency = coalesce(series.frequency, excluded.frequency)
RETURNING id, entity, entity_key, account, full_title AS title, merged_into

-- name: of_type
-- The series of one type that filing may choose, the oldest first; those that were merged, too.
SELECT id, entity, entity_key, account, full_title AS title, merged_into FROM series
WHERE series_type = %(series_type)s AND NOT by_hand ORDER BY id

-- name: of_same_paper
-- The series of this type in which the first copy of a document is filed.
SELECT s.id, s.entity, s.entity_key, s.account, s.full_title AS title, s.merged_into
FROM pairs_of_documents p
JOIN documents d ON d.id = p.paired_id AND d.status = 'filed'
JOIN series s ON s.id = d.series_id AND s.series_type = %(series_type)s
WHERE p.document_id = %(id)s AND p.verdict = 'same'
ORDER BY d.registered_at, d.id LIMIT 1

-- name: fields_of_members
-- The fields of the newest documents that filing put in a series. Those that a person put there, or that came by another name,
-- say nothing of the others.
SELECT structured_data FROM documents d
WHERE series_id = %(id)s AND status = 'filed' AND NOT EXISTS (SELECT FROM placements p WHERE p.document_id = d.id)
  AND NOT EXISTS (SELECT FROM series WHERE merged_into = %(id)s)
ORDER BY registered_at DESC LIMIT %(limit)s

-- name: has_documents
-- Whether a document belongs to a series.
SELECT EXISTS (SELECT FROM documents WHERE series_id = %(id)s)

-- name: delete_empty
-- Delete a series without documents, with its file and its prompt, unless a person named it or said something that still names it.
-- The calls for its summaries stay in the books. Documents elsewhere that its prompt read forget by which prompt they were read.
WITH empty AS (
    SELECT id FROM series s
    WHERE id = %(id)s AND own_title IS NULL AND merged_into IS NULL
      AND NOT EXISTS (SELECT FROM documents WHERE series_id = s.id)
      AND NOT EXISTS (SELECT FROM series m WHERE m.merged_into = s.id)
      AND NOT EXISTS (SELECT FROM corrections WHERE field = 'series' AND value = to_jsonb(s.id) AND undone_by IS NULL)
      AND NOT EXISTS (SELECT FROM revisions r LEFT JOIN acts a ON a.id = r.act_id
                      WHERE r.undone_by IS NULL AND r.document -> 'series_id' = to_jsonb(s.id) AND a.act IS DISTINCT FROM 'undo')
), file AS (
    DELETE FROM files USING empty WHERE files.series_id = empty.id
), unscored AS (
    DELETE FROM prompt_scores USING prompts p, empty WHERE p.series_id = empty.id AND prompt_id = p.id
), unnamed AS (
    UPDATE stage_results SET prompt_id = NULL FROM prompts p, empty WHERE p.series_id = empty.id AND prompt_id = p.id
)
DELETE FROM series USING empty WHERE series.id = empty.id

-- name: set_account
-- Give a series an account, and name its file after it.
WITH named AS (
    UPDATE series SET account = %(account)s WHERE id = %(id)s
    RETURNING id, entity, entity_key, account, full_title AS title, merged_into
), renamed AS (
    UPDATE files SET title = named.title FROM named WHERE series_id = named.id
)
SELECT id, entity, entity_key, account, title, merged_into FROM named

-- name: take_common_name
-- Name a series after the entity name that most of its documents have: the first one may have been misread. A person who put a
-- document there, or merged another series into it, knew its name.
WITH names AS (
    SELECT entity, count(*) AS times FROM documents d
    WHERE series_id = %(id)s AND entity IS NOT NULL AND NOT EXISTS (SELECT FROM placements p WHERE p.document_id = d.id)
    GROUP BY entity
), common AS (
    SELECT entity, times FROM names ORDER BY times DESC, entity LIMIT 1
), renamed AS (
    UPDATE series s SET entity = common.entity, title = replace(s.title, s.entity, common.entity)
    FROM common
    WHERE s.id = %(id)s AND common.times > coalesce((SELECT times FROM names WHERE entity = s.entity), 0)
      AND NOT EXISTS (SELECT FROM series m WHERE m.merged_into = s.id)
    RETURNING s.full_title
)
UPDATE files SET title = renamed.full_title FROM renamed WHERE series_id = %(id)s

-- name: by_id
-- A series.
SELECT id, entity, entity_key, account, full_title AS title, merged_into FROM series WHERE id = %(id)s

-- name: placement
-- Where a person wants a document.
SELECT series_id FROM placements WHERE document_id = %(document_id)s

-- name: kind
-- What a series that is split off takes over.
SELECT entity, series_type, title, frequency FROM series WHERE id = %(id)s

-- name: own_title
-- The name that a person gave.
SELECT own_title FROM series WHERE id = %(id)s

-- name: titled
-- The series with documents whose titles contain a text.
SELECT id, entity, entity_key, account, full_title AS title, merged_into FROM series s
WHERE merged_into IS NULL AND EXISTS (SELECT FROM documents WHERE series_id = s.id)
  AND strpos(lower(full_title), lower(%(part)s)) > 0
ORDER BY full_title, id

-- name: titles
-- The titles of series.
SELECT id, full_title AS title FROM series WHERE id = ANY(%(ids)s)

-- name: members
-- The documents of some series, by id.
SELECT id FROM documents WHERE series_id = ANY(%(ids)s) ORDER BY id

-- name: filed_since
-- The documents that filing put in a series since a time, where no person wants them, and that no run holds, locked until the
-- transaction ends. Those that are locked are being filed again.
SELECT id FROM documents d
WHERE series_id = %(id)s AND filed_at > %(at)s AND (run_id IS NULL OR NOT run_is_alive(run_id))
  AND NOT EXISTS (SELECT FROM placements p WHERE p.document_id = d.id AND p.series_id = d.series_id)
ORDER BY id FOR UPDATE SKIP LOCKED

-- name: set_own_title
-- Give a series a name of a person's own, or none, and name its file after it.
WITH named AS (
    UPDATE series SET own_title = %(title)s WHERE id = %(id)s RETURNING id, full_title
)
UPDATE files SET title = full_title FROM named WHERE series_id = named.id

-- name: merge
-- Merge series into another, and what was merged into them. Returns what each was merged into before, by id.
WITH before AS (
    SELECT id, merged_into FROM series WHERE id = ANY(%(ids)s) OR merged_into = ANY(%(ids)s)
), merged AS (
    UPDATE series SET merged_into = %(into)s FROM before WHERE series.id = before.id
)
SELECT coalesce(jsonb_object_agg(id, merged_into), '{}') FROM before

-- name: unmerge
-- Merge a series into what it was merged into before, if it is still merged into another one.
UPDATE series SET merged_into = %(before)s WHERE id = %(id)s AND merged_into = %(into)s

-- name: insert
-- A new series of a person's. It is made by hand if filing could not tell its documents from those of another.
INSERT INTO series (entity, entity_key, series_type, account, title, frequency, by_hand)
SELECT %(entity)s, %(entity_key)s, %(series_type)s, %(account)s, %(title)s, %(frequency)s,
       %(is_mixed)s OR EXISTS (SELECT FROM series WHERE entity_key = %(entity_key)s AND series_type = %(series_type)s
                                                   AND account = %(account)s AND NOT by_hand)
RETURNING id, entity, entity_key, account, full_title AS title, merged_into

-- name: vacant
-- The series of this key, if no document is in it and it was not merged.
SELECT id, entity, entity_key, account, full_title AS title, merged_into FROM series s
WHERE entity_key = %(entity_key)s AND series_type = %(series_type)s AND account = %(account)s AND NOT by_hand
  AND merged_into IS NULL AND NOT EXISTS (SELECT FROM documents WHERE series_id = s.id)

-- name: is_by_hand
-- Whether filing never chooses the series.
SELECT by_hand FROM series WHERE id = %(id)s

-- name: listing
-- The series with documents, or one series, with their documents and the series that were merged into them.
SELECT s.id, s.full_title AS title, s.entity, s.series_type, s.account, s.frequency, s.own_title IS NOT NULL AS is_named,
       (SELECT coalesce(json_agg(json_build_object('id', m.id, 'title', m.full_title, 'entity', m.entity, 'account', m.account)
                                 ORDER BY m.id), '[]') FROM series m WHERE m.merged_into = s.id) AS merged,
       f.id AS file_id, f.status AS file_status, f.summary, coalesce(d.documents, '[]') AS documents
FROM series s LEFT JOIN files f ON f.series_id = s.id
CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('id', o.id, 'date', o.document_date, 'total', o.total_amount, 'currency', o.currency,
                                      'entity', o.entity) ORDER BY o.document_date NULLS LAST, o.registered_at, o.id) AS documents
    FROM documents o WHERE o.series_id = s.id) d
WHERE CASE WHEN %(id)s::bigint IS NULL THEN d.documents IS NOT NULL ELSE s.id = %(id)s END
ORDER BY s.full_title, s.id
