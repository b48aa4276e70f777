"""The stages of a document and the summary of a file: what each one asks, and what it changes in the archive."""
