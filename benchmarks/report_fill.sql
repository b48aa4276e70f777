-- What fill.sql leaves out and a report shows: issuers with lessons and uses of their memory, uncertain values, the newest runs,
-- and versions of prompts with their trials.

-- Every tenth sender is an issuer, with ten lessons of two values each.
INSERT INTO issuers (id) SELECT md5('issuer ' || id)::uuid FROM series WHERE id %% 10 = 0;
INSERT INTO issuer_lessons (document_id, issuer_id, learnt_at)
SELECT id, md5('issuer ' || series_id)::uuid, registered_at
FROM (SELECT id, series_id, registered_at, row_number() OVER (PARTITION BY series_id ORDER BY registered_at DESC) AS place
      FROM documents WHERE series_id %% 10 = 0) d
WHERE place <= 10;
INSERT INTO issuer_marks (issuer_id, document_id, kind, value, shown)
SELECT l.issuer_id, l.document_id, kind, lower(d.entity || kind), d.entity || CASE kind WHEN 'name' THEN '' ELSE ' ' || kind END
FROM issuer_lessons l JOIN documents d ON d.id = l.document_id, unnest('{name,number}'::text[]) AS kind;
INSERT INTO issuer_fields (document_id, field, kind, found, confidence, value, places)
SELECT l.document_id, field, 'set', '"9.50"', 0.6, '"10.50"', '[{"printed": "Total due"}]'
FROM issuer_lessons l, unnest('{total_amount,account}'::text[]) AS field;
UPDATE stage_results r
SET answer = r.answer || jsonb_build_object('memory', jsonb_build_array(jsonb_build_object(
        'issuer', l.issuer_id, 'lesson', l.document_id, 'field', 'total_amount', 'proposed', '10.50'::text, 'instead', NULL, 'instead_words', NULL, 'instead_confidence', NULL,
        'outcome', 'taken')))
FROM issuer_lessons l WHERE l.document_id = r.document_id AND r.stage = 'summarize';

UPDATE documents SET uncertain = '{total_amount}' WHERE (structured_data ->> 'number')::integer %% 20 = 0;

UPDATE runs SET started_at = '2020-01-01', seen_at = '2020-01-02', finished_at = '2020-01-02';

-- The newest documents came in runs of a hundred, which asked five models at a time.
CREATE TEMPORARY TABLE newest ON COMMIT DROP AS
SELECT id, (row_number() OVER (ORDER BY registered_at DESC, id) - 1) / 100 AS run, (row_number() OVER (ORDER BY registered_at DESC, id) - 1) %% 100 AS place
FROM documents ORDER BY registered_at DESC, id LIMIT 3000;
CREATE INDEX ON newest (id);
CREATE INDEX ON newest ((id::text));
ANALYZE newest;
INSERT INTO runs (id, host, pid, started_at, seen_at, finished_at)
SELECT '20250101T0000' || lpad((30 - run)::text, 2, '0') || '-fill', 'host', 1, at, at + interval '1 minute', at + interval '1 minute'
FROM (SELECT DISTINCT run, now() - (run + 1) * interval '1 hour' AS at FROM newest) n ORDER BY run DESC;
CREATE TEMPORARY TABLE moments ON COMMIT DROP AS
SELECT n.id, r.id AS run_id, r.started_at + (n.place * 0.5 + position) * interval '1 second' AS at, s.stage
FROM newest n JOIN runs r ON r.id = '20250101T0000' || lpad((30 - n.run)::text, 2, '0') || '-fill', stages s;
CREATE INDEX ON moments (id, stage);
ANALYZE moments;
UPDATE stage_results s SET run_id = m.run_id, finished_at = m.at FROM moments m WHERE s.document_id = m.id AND s.stage = m.stage;
UPDATE calls c SET run_id = m.run_id, called_at = m.at - interval '0.2 seconds' FROM moments m WHERE c.document_id = m.id AND c.stage = m.stage;
UPDATE events e SET run_id = m.run_id, at = m.at FROM moments m WHERE e.subject = 'document' AND e.key = m.id::text AND e.event = m.stage || ' completed';
INSERT INTO events (run_id, subject, key, event, at)
SELECT DISTINCT ON (id) run_id, 'document', id::text, 'registered', at FROM moments ORDER BY id, at;

-- Each prompt that evolves has eight versions, seven of which were tried in vain on 20 documents.
INSERT INTO prompts (kind, document_type, version, text, origin, is_active, created_at)
SELECT kind, document_type, version + n, text || repeat(' Look at the table.', n), 'suggested', false, now() - n * interval '1 day'
FROM prompts, generate_series(1, 7) n WHERE is_active AND kind IN ('classifier', 'summarizer');
INSERT INTO prompt_trials (purpose, kind, document_type, candidate_id, incumbent_id, number, seed, state, reason, opened_at, closed_at)
SELECT 'challenge', c.kind, c.document_type, c.id, a.id, c.version - 1, 'seed', 'given_up', 'not ahead after 20 documents, by the judge',
       c.created_at, now()
FROM prompts c JOIN prompts a ON (a.kind, a.document_type) IS NOT DISTINCT FROM (c.kind, c.document_type) AND a.is_active
WHERE NOT c.is_active;
INSERT INTO prompt_pairs (trial_id, document_id, part, judged, judged_at, is_first, reasoning)
SELECT t.id, d.id, 'court', d.place %% 3 - 1, now(), true, 'It has the date of the purchase.'
FROM prompt_trials t, (SELECT id, row_number() OVER (ORDER BY id) AS place FROM documents ORDER BY id LIMIT 20) d;
