"""Errors that say why a file cannot be used, from the place that detects it to the place that reports it."""

from __future__ import annotations


class OverdueError(Exception):
    """A file took longer than its caller allowed. With more time it may become a document."""


class RefusalError(Exception):
    """`predicate` completes a sentence that begins with the name of the file; `hint` says what to do."""

    def __init__(self, predicate: str, hint: str = "") -> None:
        super().__init__(predicate)
        self.predicate = predicate
        self.hint = hint
