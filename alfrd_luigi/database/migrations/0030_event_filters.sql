-- Events are found by what happened and by when, and a rejected entry of the inbox by its name.
CREATE INDEX events_event ON events (event, id);
CREATE INDEX events_at ON events USING brin (at);
CREATE INDEX rejections_name ON rejections USING hash (name);
