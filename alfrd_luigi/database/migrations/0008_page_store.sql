-- Its marker holds the same id (pages/marker.py). `registrations` counts the documents ever registered: a marker that
-- counts more belongs to a newer database. No row: no store has been marked yet.
CREATE TABLE page_store (
    id            uuid NOT NULL,
    registrations bigint NOT NULL DEFAULT 0 CHECK (registrations >= 0),
    is_only       boolean PRIMARY KEY DEFAULT true CHECK (is_only)
);
