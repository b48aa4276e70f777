-- The page store of this archive, and digests by which `alfrd check` sees that a value is the one that was stored.

-- Its marker holds the same id (document_files/marker.py). `registrations` counts the documents ever registered: a marker
-- that counts more belongs to a newer database. No row: no store has been marked yet.
CREATE TABLE page_store (
    id            uuid NOT NULL,
    registrations bigint NOT NULL DEFAULT 0 CHECK (registrations >= 0),
    is_only       boolean PRIMARY KEY DEFAULT true CHECK (is_only)
);

-- The program writes the digest of a value with it; rows that are here already are taken as they are. NULL: nothing is known.
ALTER TABLE prompts ADD COLUMN text_md5 text;
UPDATE prompts SET text_md5 = md5(text);
ALTER TABLE answers ADD COLUMN answer_md5 text;
UPDATE answers SET answer_md5 = md5(answer::text);
ALTER TABLE files ADD COLUMN summary_md5 text;
UPDATE files SET summary_md5 = md5(summary);
