-- What somebody who watches the archive asks: how each run ended, when a run last ended well, and what was told already.
-- The exit code of a run that worked, as its process left it; NULL while it works, and if it was killed.
ALTER TABLE runs ADD COLUMN exit_code integer CHECK (exit_code BETWEEN 0 AND 255);

ALTER TABLE last_run ADD COLUMN succeeded_at timestamptz;
UPDATE last_run SET succeeded_at = ended_at WHERE outcome IN ('idle', 'done');

-- The messages about the archive, a kind a row. `told` are the keys of what was told and is still the case. A message is sent outside
-- any transaction: until `claimed_until`, no other process sends one of this kind; it is later if the message could not be sent.
-- `looked_at` is when it was last determined whether there is anything to tell.
CREATE TABLE notifications (
    kind          text PRIMARY KEY CHECK (kind IN ('failures', 'outages', 'budget', 'due', 'missing', 'prompts', 'digest')),
    told          text[] NOT NULL DEFAULT '{}',
    sent_at       timestamptz,
    claimed_until timestamptz,
    looked_at     timestamptz
);

COMMENT ON COLUMN runs.exit_code IS 'Exit code of its process. NULL: it is alive, was killed, or is from before this column.';
COMMENT ON COLUMN last_run.succeeded_at IS 'When a run last ended well, with work or without. NULL: none has.';
COMMENT ON TABLE notifications IS 'The messages about the archive (`notify`): what a person was told of, a kind of message a row.';
COMMENT ON COLUMN notifications.kind IS 'Kind of message: `failures`, `outages`, `budget`, `due`, `missing`, `prompts` or `digest`.';
COMMENT ON COLUMN notifications.told IS 'Keys of what was told and is still the case.';
COMMENT ON COLUMN notifications.sent_at IS 'When a message of this kind was last sent. NULL: never.';
COMMENT ON COLUMN notifications.claimed_until IS 'Until then, no other process sends a message of this kind. NULL: any may.';
COMMENT ON COLUMN notifications.looked_at IS 'When it was last determined whether there is anything to tell. NULL: never.';
