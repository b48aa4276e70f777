-- The invoice that a file of the document holds as data. `values` are those that it gives, and `page` what the pages say instead
-- where they differ. `problem` says why it cannot be used.
ALTER TABLE documents ADD COLUMN embedded jsonb CHECK (jsonb_typeof(embedded) = 'object');
