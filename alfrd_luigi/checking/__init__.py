"""Verifies the archive: rows against each other, rows against page files, and the permissions of its files."""
