-- Indexes for what every run and every look at the archive asks, so that it costs the same with 100,000 documents.

CREATE INDEX documents_registered ON documents (registered_at DESC, id);  -- the newest, for a list
CREATE INDEX documents_filed ON documents (filed_at DESC) WHERE filed_at IS NOT NULL;  -- the newest, for the tags in use
CREATE INDEX documents_status ON documents (status, next_attempt_at);  -- counts, and what is in trouble
CREATE INDEX documents_run ON documents (run_id) WHERE run_id IS NOT NULL;  -- what a run has

DROP INDEX documents_series;
CREATE INDEX documents_series ON documents (series_id, registered_at) WHERE series_id IS NOT NULL;

CREATE INDEX files_due ON files (id) WHERE status IN ('pending', 'outdated');
CREATE INDEX events_run ON events (run_id, subject) WHERE run_id IS NOT NULL;
CREATE INDEX rejections_run ON rejections (run_id);
CREATE INDEX prompt_scores_newest ON prompt_scores (prompt_id, scored_at DESC);
