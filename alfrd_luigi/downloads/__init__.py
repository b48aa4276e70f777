"""Documents as files for people: the originals, searchable PDFs, and ZIP files of several."""
