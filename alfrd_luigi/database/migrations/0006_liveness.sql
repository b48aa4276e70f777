-- Which run is at work and lives, and when one last ended: an idle run leaves no row of its own.

ALTER TABLE runs ADD COLUMN seen_at timestamptz NOT NULL DEFAULT clock_timestamp();  -- its last sign of life
ALTER TABLE runs DROP CONSTRAINT runs_stopped_by_check;
ALTER TABLE runs ADD CONSTRAINT runs_stopped_by_check CHECK (stopped_by IN ('budget', 'settings', 'machine', 'service',
                                                                               'held', 'frozen'));

CREATE TABLE last_run (
    is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one),
    run        text NOT NULL,
    host       text NOT NULL,
    pid        integer NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz NOT NULL,
    outcome    text NOT NULL CHECK (outcome IN ('idle', 'done', 'troubled', 'stopped'))
);

CREATE INDEX files_run ON files (run_id) WHERE run_id IS NOT NULL;  -- what a run has
