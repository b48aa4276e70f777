"""Decodes untrusted files to pages. All code that opens a file runs in a child process with memory and time limits.

Nothing is imported here: otherwise the child would also load modules that only its parent needs.
"""
