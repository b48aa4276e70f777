"""Progress on a terminal: one bar for each active stage of a run, or for each step of a long command."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from alfrd_luigi.backup.progress import Track
from alfrd_luigi.database import outcomes
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError

_SECONDS_BETWEEN_LOOKS = 0.3
_FILES = "file summaries"
_Item = TypeVar("_Item")


@contextmanager
def progress(run: str) -> Iterator[None]:
    """Show the progress of a run on stderr until the block ends. A thread reads it from the database."""
    over = threading.Event()
    with _shown() as bars:
        watcher = threading.Thread(target=_watch, args=(run, _Bars(bars), over), name="progress")
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()


@contextmanager
def tracking() -> Iterator[Track]:
    """A callback that shows the progress of the block on stderr, if stderr is a terminal."""
    with _shown(is_silent=not sys.stderr.isatty()) as bars:

        def track(items: Iterable[_Item], what: str, total: int) -> Iterable[_Item]:
            return bars.track(items, total=total, description=what)

        yield track


def _shown(*, is_silent: bool = False) -> Progress:
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), disable=is_silent)


class _Bars:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def show(self, name: str, done: int, total: int) -> None:
        """Update the bar of this name. A bar appears with its first work."""
        if name not in self._tasks and not total:
            return
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(name.replace("_", " "), total=total)
        self._bars.update(self._tasks[name], completed=done, total=total)


def _watch(run: str, bars: _Bars, over: threading.Event) -> None:
    try:
        while not over.wait(_SECONDS_BETWEEN_LOOKS):
            _look(database().session(), run, bars)
        _look(database().session(), run, bars)
    except AlfrdError:
        return  # the run meets the same error and reports it
    finally:
        database().close()


def _look(session: Session, run: str, bars: _Bars) -> None:
    for row in outcomes.progress(session, run):
        bars.show(row.stage, row.done, row.documents)
    files = outcomes.file_progress(session, run)
    bars.show(_FILES, files.done, files.done + files.waiting)
