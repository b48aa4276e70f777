"""Tables and texts for people. Untrusted text is shown as text: never as markup or as control characters."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Literal, NamedTuple

import click
from rich.console import Console
from rich.text import Text

from alfrd_luigi.cli import columns as declared
from alfrd_luigi.cli.columns import Column
from alfrd_luigi.cli.layout import GAP, Need, fitted
from alfrd_luigi.cli.output import one_line, printable
from alfrd_luigi.views.formats.plain import plain

# Rich would treat a pipe as a terminal of 80 columns and truncate the cells.
_PIPE_WIDTH = 300
_ELLIPSIS = "\u2026"
_UNSURE = " ?"
_INDENT = 4
_NARROWEST = 20
# A text is cut between two words, unless this would leave less than this share of the room.
_LEAST_SHARE = 0.5


def console() -> Console:
    """A console that writes data to stdout. COLUMNS is its width, or else that of the terminal."""
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal() else _PIPE_WIDTH
    colours: Literal["auto"] | None = None if _is_plain() else "auto"
    return Console(width=width, color_system=colours, highlight=False, markup=False, emoji=False)


def _is_plain() -> bool:
    """Whether the command has the option --plain."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.params.get("plain"))


def cell(value: object, style: str = "") -> Text:
    """Any value as one line of a table."""
    if value is None:
        return Text("")
    if isinstance(value, Text):
        return value
    if isinstance(value, datetime):
        return Text(plain.moment(value), style)
    if isinstance(value, float):
        return Text(plain.measured(value), style)
    if isinstance(value, Decimal):
        return Text(plain.number(value), style)
    return Text(one_line(value), style)


def status(name: str) -> Text:
    """The name of a status in its colour."""
    return Text(name, declared.colour(name))


def short(id: object) -> Text:
    """The first characters of an id, enough to identify it."""
    return Text(declared.short(id) or "", "cyan")


class _Cell(NamedTuple):
    """A text, and the mark that follows it even if the text is cut."""

    text: Text
    mark: Text

    @property
    def width(self) -> int:
        return max((line.cell_len for line in self.text.split("\n")), default=0) + self.mark.cell_len


def print_table(columns: Sequence[Column], rows: Iterable[Any], title: str = "", *, is_chosen: bool = False) -> None:
    """Print a table, or nothing if it has no rows. A column that is empty in every row is omitted.

    A screen that is too narrow has less columns, and shorter texts. If a person has chosen the columns, all are there.
    """
    made = list(rows)
    if not made:
        return
    cells = [[_cell(column, row) for row in made] for column in columns]
    shown = [place for place in range(len(columns)) if is_chosen or any(each.text for each in cells[place])]
    below = [place for place in shown if columns[place].room == "below"]
    beside = [place for place in shown if place not in below]
    printer = console()
    widths = _widths(columns, cells, beside, printer.width, is_chosen=is_chosen)
    if title:
        _print(printer, Text(title, "bold"))
    _print_line(printer, [_head(columns[place], width) for place, width in widths.items()])
    for number in range(len(made)):
        _print_row(printer, [(columns[place], cells[place][number], width) for place, width in widths.items()])
        for place in below:
            _print_below(printer, cells[place][number].text)


def _print_row(printer: Console, row: Sequence[tuple[Column, _Cell, int]]) -> None:
    """Print as many lines as the cell with the most lines has."""
    for line in zip_longest(*(_lines(*cell) for cell in row)):
        _print_line(printer, [part or Text(" " * width) for part, (_, _, width) in zip(line, row, strict=True)])


def _widths(
    columns: Sequence[Column], cells: Sequence[list[_Cell]], places: list[int], room: int, *, is_chosen: bool
) -> dict[int, int]:
    """The widths of the columns that there is room for. Texts of the others stand in the empty cells that they fill."""
    needs = [_need(columns[place], cells[place], is_chosen=is_chosen) for place in places]
    widths = {places[number]: width for number, width in fitted(needs, room).items()}
    by_name = {columns[place].name: place for place in widths}
    filled = False
    for place in set(places) - set(widths):
        if (target := by_name.get(columns[place].fills)) is not None:
            cells[target][:] = [
                mine if mine.text else other for mine, other in zip(cells[target], cells[place], strict=True)
            ]
            filled = True
    return _widths(columns, cells, list(widths), room, is_chosen=is_chosen) if filled else widths


def _cell(column: Column, row: Any) -> _Cell:
    value = column.on_screen(row)
    text = value.copy() if isinstance(value, Text) else cell(value, column.style_of(row))
    is_sure = not text or column.is_sure is None or column.is_sure(row)
    return _Cell(text, Text("") if is_sure else Text(_UNSURE, "yellow"))


def _need(column: Column, cells: Sequence[_Cell], *, is_chosen: bool) -> Need:
    width = max(Text(column.name).cell_len, *(each.width for each in cells))
    return Need(width, column.room, 0 if is_chosen else column.rank)


def _head(column: Column, width: int) -> Text:
    head = Text(column.name, "bold")
    _align(head, width, is_right=column.is_right)
    return head


def _lines(column: Column, found: _Cell, width: int) -> list[Text]:
    """The lines of a cell, each as wide as the column."""
    if column.room == "wrap":
        lines = list((found.text + found.mark).wrap(console(), width)) or [Text("")]
    else:
        lines = [cut(found.text, width - found.mark.cell_len) + found.mark]
    for line in lines:
        line.rstrip()
        _align(line, width, is_right=column.is_right)
    return lines


def _align(line: Text, width: int, *, is_right: bool) -> None:
    missing = width - line.cell_len
    if missing > 0:
        line.pad_left(missing) if is_right else line.pad_right(missing)


def cut(text: Text, width: int) -> Text:
    """The text, cut to the width with an ellipsis if it is longer: between two words if possible."""
    if text.cell_len <= width:
        return text.copy()
    whole, shortened = text.plain, text.copy()
    shortened.truncate(max(width - 1, 0))
    kept = len(shortened.plain)
    if whole[kept : kept + 1] != " ":
        space = shortened.plain.rfind(" ")
        kept = space if space >= kept * _LEAST_SHARE else kept
    shortened = shortened[: len(whole[:kept].rstrip(" ,;:"))]
    return shortened.append(_ELLIPSIS)


def print_hanging(text: Text, indent: int = 0) -> None:
    """Print a text on as many lines as it needs, broken between words; all but the first are indented further."""
    printer = console()
    head, *rest = text.wrap(printer, max(printer.width - indent, _NARROWEST)) or [Text("")]
    _print(printer, Text(" " * indent) + head)
    for line in Text(" ").join(rest).wrap(printer, max(printer.width - indent - _INDENT, _NARROWEST)) if rest else ():
        _print(printer, Text(" " * (indent + _INDENT)) + line)


def print_wrapped(text: str) -> None:
    """Print prose, broken between words."""
    printer = console()
    for line in Text(text).wrap(printer, printer.width):
        _print(printer, line)


def print_line(line: Text) -> None:
    """Print one line, cut if it is longer than the screen is wide."""
    printer = console()
    _print(printer, cut(line, printer.width))


def _print_line(printer: Console, parts: Sequence[Text]) -> None:
    _print(printer, Text(" " * GAP).join(parts))


def _print_below(printer: Console, text: Text) -> None:
    for line in text.wrap(printer, max(printer.width - _INDENT, _INDENT)) if text else ():
        _print(printer, Text(" " * _INDENT) + line)


def _print(printer: Console, line: Text) -> None:
    line.rstrip()
    printer.print(line, no_wrap=True, overflow="ignore", crop=False)


def excerpt(parts: Iterable[tuple[str, bool]]) -> Text:
    """A part of a text in which words are lit."""
    made = Text()
    for text, is_lit in parts:
        made.append(" ".join(printable(text).split("\n")), "bold" if is_lit else "dim")
    return made


def print_facts(pairs: Iterable[tuple[str, object]], *, most: int | None = None) -> None:
    """Print names and values, one pair a line of at most `most` columns. Pairs without a value are omitted."""
    found = [(Text(name, "bold"), cell(value)) for name, value in pairs if value not in (None, "", [], {})]
    printer = console()
    names = max((name.cell_len for name, _ in found), default=0)
    room = max(min(printer.width, most or printer.width) - names - GAP, _NARROWEST)
    for name, value in found:
        for number, line in enumerate(value.wrap(printer, room)):
            head = name.copy() if number == 0 else Text("")
            head.pad_right(names - head.cell_len)
            _print_line(printer, [head, line])
