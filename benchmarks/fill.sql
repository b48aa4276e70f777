-- An archive as it is after years: %(documents)s documents filed, in %(series)s series, with all that the stages leave.

INSERT INTO runs (id, host, pid, finished_at) VALUES ('20200101T000000-fill', 'host', 1, now());

INSERT INTO series (entity, entity_key, series_type, title)
SELECT 'Sender ' || n, 'sender ' || n, 'monthly_invoice', 'Sender ' || n || ' invoices' FROM generate_series(1, %(series)s) n;

INSERT INTO documents (id, status, created_at, registered_at, filed_at, source, content_hash, text, document_type, confidence,
                       classification_reason, entity, document_date, total_amount, currency, summary, structured_data, evidence,
                       series_id)
SELECT md5('document ' || n)::uuid, 'filed', moment, moment, moment, 'scanner', md5(n::text) || md5('b' || n),
       'Invoice ' || n || ' of sender ' || s.id || ', for services rendered, to be paid within thirty days',
       (ARRAY['invoice', 'utility_bill', 'receipt', 'bank_statement', 'insurance'])[1 + n %% 5],
       0.9, 'it says so', s.entity, moment::date, (n %% 1000) + 0.5, 'USD',
       s.entity || ' bills ' || (n %% 1000) || ' USD.', jsonb_build_object('number', n), '{}', s.id
FROM (SELECT n, now() - (%(documents)s - n + 10) * interval '1 hour' AS moment FROM generate_series(1, %(documents)s) n) d
JOIN (SELECT id, entity, row_number() OVER (ORDER BY id) AS place FROM series) s ON s.place = 1 + d.n %% %(series)s;

-- Ten bands of a sketch: those of similar texts, such as the bills of one sender, have some in common.
UPDATE documents SET sketch = ARRAY(SELECT hashtext(CASE WHEN band < 3 THEN series_id::text ELSE id::text END || ' ' || band)
                                    FROM generate_series(1, 10) band);

-- Every fourth document came twice, more than usual.
INSERT INTO document_pairs (one, other, verdict, origin, evidence)
SELECT least(a, b), greatest(a, b), CASE WHEN n %% 8 = 0 THEN 'alike' ELSE 'same' END, 'machine', 'date, total'
FROM (SELECT n, md5('document ' || n)::uuid AS a, md5('document ' || n + 1)::uuid AS b
      FROM generate_series(4, %(documents)s - 1, 4) n) p;

INSERT INTO document_files (document_id, position, key, name, sha256, size, media_type, pages)
SELECT id, 1, '2020/01/' || id || '/001.png', 'scan.png', content_hash, 1000, 'image/png', 1 FROM documents;

INSERT INTO pages (document_id, number, text, words, confidence, source)
SELECT id, 1, text, '[]', 0.9, 'ocr' FROM documents;

INSERT INTO tags (name) SELECT 'tag ' || n FROM generate_series(1, 500) n
UNION SELECT DISTINCT document_type FROM documents;
INSERT INTO document_tags (document_id, tag, origin) SELECT id, document_type, 'classify' FROM documents;
INSERT INTO document_tags (document_id, tag, origin)
SELECT id, 'tag ' || 1 + row_number() OVER () %% 500, 'classify' FROM documents;

INSERT INTO stage_results (document_id, stage, status, attempts, run_id, engine, prompt_id, answer, seconds)
SELECT d.id, stage, 'completed', 1, '20200101T000000-fill', 'offline', NULL,
       CASE stage WHEN 'classify' THEN jsonb_build_object(
                'document_type', d.document_type, 'confidence', d.confidence, 'reasoning', d.classification_reason,
                'tags', (SELECT jsonb_agg(tag) FROM document_tags WHERE document_id = d.id AND tag <> d.document_type))
            WHEN 'summarize' THEN jsonb_build_object(
                'entity', d.entity, 'document_date', d.document_date, 'total_amount', d.total_amount, 'currency', d.currency,
                'summary', d.summary, 'structured_data', d.structured_data, 'evidence', d.evidence)
            ELSE '{"score": 0.97}' END, 0.2
FROM documents d, unnest('{ocr,classify,score_classification,summarize,score_summary,file}'::text[]) AS stage;

INSERT INTO prompt_scores (prompt_id, document_id, score, scored_at)
SELECT p.id, d.id, 0.97, d.filed_at FROM documents d
JOIN prompts p ON p.is_active AND (p.kind = 'classifier' OR (p.kind = 'summarizer' AND p.document_type = d.document_type));

INSERT INTO calls (run_id, document_id, stage, service, operation, model, question_key, attempt, outcome, pages, input_tokens,
                   output_tokens, seconds, cost_usd, called_at)
SELECT '20200101T000000-fill', document_id, stage, 'bedrock', stage, 'model', md5(document_id || stage) || md5(stage), 1, 'answered',
       0, 1000, 200, 0.2, 0.001, d.filed_at
FROM stage_results r JOIN documents d ON d.id = r.document_id;

INSERT INTO answers (question_key, service, operation, answer, answer_md5)
SELECT question_key, service, operation, a.answer, md5(a.answer::text)
FROM calls, (VALUES ('{"score": 0.97}'::jsonb)) AS a (answer);

INSERT INTO events (run_id, subject, key, event, at)
SELECT '20200101T000000-fill', 'document', document_id, stage || ' completed', finished_at FROM stage_results;

INSERT INTO files (series_id, tags, title, status, summary, statistics, fingerprint, engine, generated_at)
SELECT id, ARRAY['tag of ' || id], title, 'generated', 'Many invoices.', '{"count": 1}', file_inputs(id), 'offline', now() FROM series;
