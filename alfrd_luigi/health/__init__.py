"""Checks whether everything that the archive needs is present and works, and how to fix what does not."""
