"""Tables and texts for people. Untrusted text is shown as text: never as markup or as control characters."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from alfrd_luigi.cli.output import one_line
from alfrd_luigi.views.formats.plain import plain

# Rich would treat a pipe as a terminal of 80 columns and truncate the cells.
_PIPE_WIDTH = 300
_SHORT_ID = 8
# Dates, amounts and states are short, and would be unreadable if they were truncated.
_SHORT_COLUMN = 14
_NARROWEST = 4
# Spaces between two columns.
_GAP = 2
_COLOURS = {
    "filed": "green",
    "generated": "green",
    "completed": "green",
    "failed": "red",
    "rejected": "red",
    "deferred": "yellow",
    "outdated": "yellow",
}


def console() -> Console:
    """A console that writes data to stdout."""
    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False, markup=False, emoji=False)


def cell(value: object, style: str = "") -> Text:
    """Any value as one line of a table."""
    if value is None:
        return Text("")
    if isinstance(value, datetime):
        return Text(plain.moment(value), style)
    if isinstance(value, float):
        return Text(plain.measured(value), style)
    return Text(one_line(value), style)


def finding(value: object, *, is_sure: bool) -> Text:
    """A value that was found in a document; a question mark follows one that is not sure."""
    found = cell(value)
    return found if is_sure or not found else found.append(" ?", "yellow")


def status(name: str) -> Text:
    """The name of a status in its colour."""
    return Text(name, _COLOURS.get(name, ""))


def short(id: object) -> Text:
    """The first characters of an id, enough to identify it."""
    return Text(str(id)[:_SHORT_ID], "cyan")


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, one_line_each: bool = False
) -> Table:
    """A table. A column whose name ends with `>` is aligned right. A column that is empty in every row is omitted.

    With `one_line_each`, a row that is too wide is truncated in its long columns and never wrapped.
    """
    made = _borderless(title=title or None, title_justify="left", title_style="bold")
    cells = [[value if isinstance(value, Text) else cell(value) for value in row] for row in rows]
    shown = [number for number in range(len(columns)) if any(row[number] for row in cells)]
    widths = [max(len(columns[number].rstrip(">")), *(row[number].cell_len for row in cells)) for number in shown]
    for number, width in zip(shown, _narrowed(widths, console().width), strict=True):
        justify: Literal["left", "right"] = "right" if columns[number].endswith(">") else "left"
        made.add_column(
            columns[number].rstrip(">"),
            justify=justify,
            header_style="bold",
            overflow="ellipsis" if one_line_each else "fold",
            no_wrap=one_line_each,
            max_width=width if one_line_each else None,
        )
    for row in cells:
        made.add_row(*(row[number] for number in shown))
    return made


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """The widths of columns that fit in the room: the long ones, the widest first, share what the short ones leave."""
    narrowed = list(widths)
    long = [number for number, width in enumerate(widths) if width > _SHORT_COLUMN]
    for _ in range(sum(widths) + _GAP * len(widths) - room):
        widest = max(long, key=lambda number: narrowed[number], default=None)
        if widest is None or narrowed[widest] <= _NARROWEST:
            break
        narrowed[widest] -= 1
    return narrowed


def facts(pairs: Iterable[tuple[str, object]]) -> Table:
    """Names and values, one pair a line. Pairs without a value are omitted."""
    made = _borderless(show_header=False)
    made.add_column(style="bold", no_wrap=True)
    for name, value in pairs:
        if value not in (None, "", [], {}):
            made.add_row(name, value if isinstance(value, Text) else cell(value))
    return made


def _borderless(**options: Any) -> Table:
    return Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), **options)
