-- The entries of the inbox that had the bytes of a document, by document: they are shown with it.
CREATE INDEX events_duplicates ON events ((details ->> 'document')) WHERE subject = 'inbox' AND event = 'duplicate';
