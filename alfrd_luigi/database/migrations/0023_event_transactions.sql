-- The transaction of each event. What changed since a snapshot is what the snapshot does not see, also if it was begun before.
ALTER TABLE events ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX events_xact ON events (xact);
