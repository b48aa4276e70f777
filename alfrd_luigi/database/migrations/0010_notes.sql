-- A note is what came with a document, such as the text of the mail to which it was attached.
ALTER TABLE documents ADD COLUMN note text CHECK (note <> '');
