"""Why a file cannot be used, from where it is found out to where it is told."""

from __future__ import annotations


class OverdueError(Exception):
    """A file took longer than its caller gave it; with more time it may turn out to be a document."""


class RefusalError(Exception):
    """`predicate` completes a sentence that begins with the name of the file; `hint` says what to do."""

    def __init__(self, predicate: str, hint: str = "") -> None:
        super().__init__(predicate)
        self.predicate = predicate
        self.hint = hint
