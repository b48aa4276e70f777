-- Bills that say what they cost, and neither what is to be paid nor by when: their terms of payment may say that.

-- Documents with a total, no amount to pay and no due date, the newest first, by type.
CREATE INDEX documents_due_by_terms ON documents (document_date DESC, id, document_type)
WHERE field_day(structured_data, 'due_date') IS NULL AND field_owed(structured_data) IS NULL AND total_amount > 0;
