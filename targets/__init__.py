"""Rows of PostgreSQL as Luigi targets: what exists is decided by the database alone."""
