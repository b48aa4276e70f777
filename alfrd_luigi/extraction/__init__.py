"""Extraction by rules from a document's text: type, issuer, dates, amounts, fields, summary and series."""
