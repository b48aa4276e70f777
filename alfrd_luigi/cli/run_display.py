"""How far a run is: on a terminal one display that changes in place, elsewhere a line now and then, both on stderr."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import click

from alfrd_luigi import current_work
from alfrd_luigi.cli.columns import short
from alfrd_luigi.cli.output import one_line
from alfrd_luigi.current_work import Work
from alfrd_luigi.database import outcomes
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.stages.graph import FILE_SUMMARY
from alfrd_luigi.views.formats.plain import plain

_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_BETWEEN_LINES = 10.0
# Before as many documents are done, nobody knows how long the others take.
_ENOUGH = 2
_LAST_STAGE = "file"
_STEPS = {"ocr": "read", "classify": "classified", "summarize": "summarised", _LAST_STAGE: "filed"}
_VERBS = {
    "ocr": "reading",
    "classify": "classifying",
    "score_classification": "scoring the type of",
    "summarize": "summarising",
    "score_summary": "scoring the summary of",
    _LAST_STAGE: "filing",
    "extract_series": "reading for its series",
    FILE_SUMMARY: "summarising the file",
}


class State(NamedTuple):
    """How far a run is after so many seconds.

    `stages` has for each stage the documents that have passed it, and those that come to it; `summaries` the made ones,
    and those that wait.
    """

    stages: dict[str, tuple[int, int]]
    summaries: tuple[int, int]
    usd: Decimal
    failed: int
    deferred: int
    seconds: float
    names: dict[UUID, str]

    @property
    def done(self) -> int:
        """The documents that are over."""
        return self.stages.get(_LAST_STAGE, (0, 0))[0]

    @property
    def documents(self) -> int:
        """All documents of the run, as far as it knows them."""
        return self.stages.get(_LAST_STAGE, (0, 0))[1]

    @property
    def left(self) -> float | None:
        """The seconds that the other documents take if they take as long; None if that is not known."""
        if self.done < _ENOUGH:
            return None
        return self.seconds / self.done * (self.documents - self.done)

    def parts(self) -> Iterator[str]:
        """What a person wants to know, in short parts."""
        yield f"{self.done} of {self.documents} documents"
        if self.left is not None and self.documents > self.done:
            yield f"{plain.number(round(self.done / self.seconds * 60, 1))} a minute"
            yield f"{duration(self.left)} left"
        if self.failed:
            yield f"{self.failed} failed"
        if self.deferred:
            yield f"{self.deferred} deferred"
        if self.usd:
            yield plain.dollars(self.usd)

    def told(self, work: Work) -> str:
        """What a thread is at: `reading 052-gas.jpg, page 1 of 1`."""
        if work.subject is None:
            return f"waiting: {one_line(work.waits_for)}"
        name = one_line(self.names.get(work.subject, short(work.subject)))
        page = f", page {work.page} of {max(work.pages, work.page)}" if work.page else ""
        if work.waits_for:
            return f"waiting: {name}{page} ({work.waits_for})"
        return f"{_VERBS.get(work.stage, work.stage)} {name}{page}"

    def steps(self) -> str:
        """How many documents have passed each step, and the summaries of files if it has come to them."""
        found = [f"{self.stages.get(stage, (0, 0))[0]} {word}" for stage, word in _STEPS.items()]
        if self.documents == self.done and any(self.summaries):
            found.append(f"{self.summaries[0]} of {sum(self.summaries)} summaries of files")
        return ", ".join(found)


def duration(seconds: float) -> str:
    """A time as people say it: `8 s`, `4 min`, `2 h 5 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


@contextmanager
def watching(run: str, *, is_plain: bool) -> Iterator[None]:
    """Show how far a run is until the block ends. A thread looks at the database once a second."""
    if is_plain:
        with _looking(run, _Lines().show):
            yield
        return
    from alfrd_luigi.cli.live_display import LiveDisplay

    with LiveDisplay() as display, _looking(run, display.show):
        yield


@contextmanager
def _looking(run: str, show: Callable[[State], None]) -> Iterator[None]:
    over = threading.Event()
    watcher = threading.Thread(target=_look_until, args=(over, run, show), name="progress")
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _look_until(over: threading.Event, run: str, show: Callable[[State], None]) -> None:
    began, names = time.monotonic(), dict[UUID, str]()
    try:
        is_over = False
        while not is_over:  # the last look is after the end
            is_over = over.wait(_SECONDS_BETWEEN_LOOKS)
            show(_state(database().session(), run, time.monotonic() - began, names))
    except AlfrdError:
        return  # the run meets the same error and reports it
    finally:
        database().close()


def _state(session: Session, run: str, seconds: float, names: dict[UUID, str]) -> State:
    """How far a run is. A name is read once."""
    stages = {row.stage: (row.done, row.documents) for row in outcomes.progress(session, run)}
    files, spent = outcomes.file_progress(session, run), outcomes.spending(session, run)
    unknown = {work.subject for work in current_work.now() if work.subject is not None} - set(names)
    names.update(outcomes.names(session, list(unknown)) if unknown else {})
    return State(stages, (files.done, files.waiting), *spent, seconds, names)


class _Lines:
    """A line now and then, if something has changed."""

    def __init__(self) -> None:
        self._said, self._at = "", time.monotonic()

    def show(self, state: State) -> None:
        """Say how far the run is, if it is time to."""
        line = f"{', '.join(state.parts())}; {state.steps()}"
        if time.monotonic() - self._at < _SECONDS_BETWEEN_LINES or not (state.documents or any(state.summaries)):
            return
        at_work = "; ".join(state.told(work) for work in current_work.now()[:1])
        line = f"{line}; {at_work}" if at_work else line
        if line != self._said:
            click.echo(line, err=True)
        self._said, self._at = line, time.monotonic()


def is_terminal() -> bool:
    """Whether stderr can show a display that changes in place."""
    return sys.stderr.isatty() and os.environ.get("TERM", "") not in ("", "dumb", "unknown")
