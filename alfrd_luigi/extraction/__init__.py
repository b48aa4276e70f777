"""What the text of a document says, by rules: type, issuer, dates, amounts, fields, summary and series."""
