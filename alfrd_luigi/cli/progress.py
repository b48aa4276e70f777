"""Progress on a terminal: a bar for each step of a long command."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from alfrd_luigi.backup.progress import Track

_Item = TypeVar("_Item")


@contextmanager
def tracking() -> Iterator[Track]:
    """A callback that shows the progress of the block on stderr, if stderr is a terminal."""
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bars:

        def track(items: Iterable[_Item], what: str, total: int) -> Iterable[_Item]:
            return bars.track(items, total=total, description=what)

        yield track
