"""The display of a run on a terminal: a bar with counts, and what each slot is at."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import TracebackType

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from alfrd_luigi import current_work
from alfrd_luigi.cli.rendering import cut
from alfrd_luigi.cli.run_display import State, duration
from alfrd_luigi.current_work import Work

_REFRESHES_PER_SECOND = 4
_MOST_WORKS = 8
_TIME = 8


class LiveDisplay:
    """One display that changes in place until the run ends. Then nothing of it stays."""

    def __init__(self) -> None:
        self._state: State | None = None
        self._console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self._live = Live(
            console=self._console,
            get_renderable=self._drawn,
            refresh_per_second=_REFRESHES_PER_SECOND,
            transient=True,
        )

    def __enter__(self) -> LiveDisplay:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def show(self, state: State) -> None:
        """Show this from now on."""
        self._state = state

    def _drawn(self) -> Group:
        if self._state is None:
            return Group(Text("Looking at the inbox\u2026"))
        state, width = self._state, self._console.width
        lines = [Text(", ".join(state.parts()), "bold"), Text(state.steps(), "dim")]
        done = bar(state.done, state.documents, width, is_ascii=self._console.options.ascii_only)
        return Group(done, *(cut(line, width) for line in lines), *_works(state, width))


def bar(done: int, documents: int, width: int, *, is_ascii: bool) -> Text:
    """How much is done, as a line of two signs, which differ without colours, too."""
    full_sign, rest_sign = "#-" if is_ascii else "\u2501\u2500"
    full = round(width * done / max(documents, 1))
    return Text.assemble((full_sign * full, "green"), (rest_sign * (width - full), "bright_black"))


def _works(state: State, width: int) -> Iterator[Text]:
    works = current_work.now()
    for work in works[:_MOST_WORKS]:
        yield _work(state, work, width)
    if (more := len(works) - _MOST_WORKS) > 0:
        yield Text(f"  and {more} more", "dim")


def _work(state: State, work: Work, width: int) -> Text:
    told = cut(Text(state.told(work), "dim" if work.waits_for else ""), width - _TIME - 2)
    told.pad_right(max(width - _TIME - 2 - told.cell_len, 0))
    lasted = duration(time.monotonic() - work.since)
    return Text.assemble("  ", told, (f"{lasted:>{_TIME}}", "dim"))
