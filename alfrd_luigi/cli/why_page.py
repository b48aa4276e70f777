"""Why a document is what it is, printed for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alfrd_luigi.cli import rendering
from alfrd_luigi.cli.output import one_line
from alfrd_luigi.database.events import Rejection
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.holdups import Holdup
from alfrd_luigi.views.why import Ground, SeriesGround, Why
from alfrd_luigi.web.explanation import Explanation

Fact = tuple[str, str]
# Of the values that lost, the best two: the whole answer stays on one screen. --json has them all.
_MOST_LINES = 3
# These are sentences: wider ones are hard to read.
_WIDTH = 80

_explanation = Explanation(plain)


def print_why(why: Why, holdup: Holdup | None, currency: str | None) -> None:
    """Print the grounds of a document, and why it is not filed."""
    console = rendering.console()
    console.print(rendering.short(why.id), one_line(why.name), rendering.status(why.status))
    facts = [*_holdup(holdup), *(fact for ground in why.grounds for fact in _ground(ground, currency))]
    facts += [*_series(why.series), *_row("stages", list(_explanation.work(why)) if why.stages else [])]
    rendering.print_facts(facts, most=_WIDTH)


def print_waiting(entry: str, because: str, what_to_do: str) -> None:
    """Print why an entry of the inbox is no document yet."""
    facts = [
        ("entry", entry),
        ("status", "waiting in the inbox"),
        ("because", because),
        ("what to do", what_to_do),
    ]
    rendering.print_facts(facts, most=_WIDTH)


def print_rejection(rejected: Rejection, folder: str) -> None:
    """Print why an entry of the inbox became no document."""
    facts = [
        ("entry", rejected.name),
        ("status", rendering.status("rejected")),
        ("because", rejected.reason),
        ("what to do", rejected.hint),
        ("rejected", rejected.rejected_at),
        ("it is in", folder),
    ]
    rendering.print_facts(facts, most=_WIDTH)


def _holdup(found: Holdup | None) -> Iterator[Fact]:
    yield from _row("not filed", list(_explanation.holdup(found)) if found else [])


def _ground(ground: Ground, currency: str | None) -> Iterator[Fact]:
    value, lines = _explanation.value(ground, currency), list(_explanation.ground(ground, currency))
    if value is None and not lines:
        return
    shown = f"{value or 'nothing'}{' ?' if ground.is_uncertain else ''}"
    yield from _row(ground.name, [" · ".join([shown, *lines[:1]]), *lines[1:_MOST_LINES]])


def _series(found: SeriesGround | None) -> Iterator[Fact]:
    if found is not None:
        first, *rest = [*_explanation.series(found)] or [""]
        yield from _row("series", [" · ".join(filter(None, [found.title or "none", first])), *rest])


def _row(name: str, lines: Sequence[str]) -> Iterator[Fact]:
    """Lines beside a name, which stands at the first."""
    yield from ((name if number == 0 else "", line) for number, line in enumerate(lines))
