"""Untrusted files -> pages. Whatever opens a file runs in a child process with a memory and a time limit.

Nothing is imported here: the child would load with it what only its parent needs.
"""
