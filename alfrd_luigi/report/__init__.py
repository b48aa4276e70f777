"""The report: the archive as static pages, which open from disk without a server."""
