"""The targets: a stage's result, a document, a file's summary, a run's scan, a run's end, a free type."""

from __future__ import annotations

from collections.abc import Callable

import luigi

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session


class RowTarget(luigi.Target):
    """Exists if its check returns true. Luigi prints the name."""

    def __init__(self, name: str, check: Callable[[Session], bool]) -> None:
        self._name = name
        self._check = check

    def exists(self) -> bool:
        """Query the database, on this thread's connection."""
        return self._check(database().session())

    def __repr__(self) -> str:
        return self._name
