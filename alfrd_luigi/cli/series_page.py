"""The pages of `alfrd series`: what is known of a series, its documents, and their fields over time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len
from rich.text import Text

from alfrd_luigi.cli import rendering
from alfrd_luigi.cli.columns import Column, placed, short
from alfrd_luigi.cli.output import one_line
from alfrd_luigi.plurals import counted
from alfrd_luigi.views.formats.plain import plain

if TYPE_CHECKING:
    from alfrd_luigi.database.file_rows import File
    from alfrd_luigi.database.regenerations import Standing
    from alfrd_luigi.database.series_fields import FieldValue
    from alfrd_luigi.database.series_rows import Listed, Member
    from alfrd_luigi.views.series import SeriesView
    from alfrd_luigi.views.series_fields import Field, FieldsOverTime, Paper
    from alfrd_luigi.views.series_readings import Reading

# What stands before the entity of a document.
_BEFORE = 46
# A longer name or value is cut. A date and an amount fit.
_NAME, _VALUE = 20, 14
_GAP = 2
_SHAPES = (
    Column("field", lambda shape: shape.name, room="cut"),
    Column("kind", lambda shape: shape.kind),
    Column("on each", lambda shape: "yes" if shape.is_required else ""),
    Column("as printed", lambda shape: shape.label, room="cut"),
)


def print_title(each: Listed, again: Standing | None) -> None:
    """Print the title of a series above its documents."""
    flag = f"  (read again: {again.read} of {again.members})" if again else ""
    number, count = f"{each.id}  ", f": {counted(each.documents, 'document')}{flag}"
    title = _cut(each.title, max(rendering.console().width - cell_len(number + count), _NAME))
    rendering.print_line(Text(f"{number}{title}{count}", "bold"))


def facts(found: SeriesView) -> list[tuple[str, object]]:
    """What is known of a series, as names and values."""
    head = found.head
    return [
        ("id", str(head.id)),
        ("title", f"{head.title} (a person's name for it)" if head.is_named else head.title),
        ("entity", head.entity),
        ("type", head.series_type),
        ("account", head.account),
        ("frequency", head.frequency),
        ("next expected", found.next and plain.date(found.next.day)),
        ("missing", ", ".join(map(plain.date, found.missing))),
        ("usual amount", _usual(found)),
        ("price rose", _rise(found)),
        ("unusual", ", ".join(short(member.id) or "" for member in found.by_date if member.id in found.unusual)),
        ("merged", ", ".join(f"{each['id']} {each['title']}" for each in head.merged)),
        ("summary", found.file and found.file.summary),
        ("summary is", found.file and _staleness(found.file)),
    ]


def _staleness(file: File) -> str | None:
    """That the documents are others than those that the summary is about."""
    if file.is_fresh or file.summary is None or file.generated_at is None:
        return None
    return f"outdated: the documents have changed since {plain.moment(file.generated_at)}; the next run writes it anew"


def _rise(found: SeriesView) -> str | None:
    rise = found.rise
    return rise and f"from {plain.money(rise.before, None)} to {plain.money(rise.after, None)}"


def _usual(found: SeriesView) -> str | None:
    usual = found.usual
    if usual is None:
        return None
    low, middle, high = (plain.money(amount, found.amounts[0].currency) for amount in usual)
    return middle if low == high else f"{middle}, from {low} to {high}"


def reading_facts(reading: Reading) -> list[tuple[str, object]]:
    """How the documents of a series are read, as names and values."""
    prompt, again = reading.prompt, reading.regeneration
    if again is None:
        return [("prompt", prompt and f"version {prompt.version}")]
    told = f"{again.read} of {again.members} with version {again.version}: {again.reason}"
    failed = f"{again.failed} failed, {again.deferred} deferred: {again.error}" if again.error else None
    return [("prompt", prompt and f"version {prompt.version}"), ("read again", told), ("could not read", failed)]


def print_shapes(reading: Reading) -> None:
    """Print the fields of a series."""
    if reading.fields:
        click.echo()
        rendering.print_table(_SHAPES, reading.fields)


def print_members(members: Sequence[Member]) -> None:
    """Print documents, one a line."""
    for member in members:
        click.echo(_line(member))


def _line(member: Member) -> str:
    """A document as a line that fits in the screen."""
    day = "" if member.document_date is None else plain.date(member.document_date)
    total = "" if member.total_amount is None else plain.money(member.total_amount, None)
    columns = f"{short(member.id)}  {day:10}  {total:>14} {member.currency or '':3}"
    return f"    {columns}  {_cut(member.entity or '', rendering.console().width - _BEFORE)}".rstrip()


def print_fields(found: FieldsOverTime) -> None:
    """Print the fields that are the same on all papers, then a table of the others with a column for each paper."""
    if found.same:
        rendering.print_facts([(field.name, _same(field)) for field in found.same])
    if found.changing:
        if found.same:
            click.echo()
        _print_table(found)
    if not found.fields:
        click.echo("no document of this series has fields", err=True)


def _same(field: Field) -> str:
    return _written(next(iter(field.values.values())))


def _print_table(found: FieldsOverTime) -> None:
    papers = [paper for paper in found.papers if any(paper.id in field.values for field in found.changing)]
    names = [_cut(field.name, _NAME) for field in found.changing]
    room = rendering.console().width - max(map(cell_len, names))
    most = max(_VALUE, room // len(papers) - _GAP)
    columns = [_column(paper, found.changing, most) for paper in papers]
    fitting = _fitting(columns, room)
    shown = columns[len(columns) - fitting :]
    rows = zip(names, *(column[1:] for column in shown), strict=True)
    rendering.print_table(placed("field", *(f"{column[0]}>" for column in shown)), rows)
    if older := len(papers) - fitting:
        click.echo(f"{counted(older, 'older document')} did not fit: see all with --json", err=True)


def _column(paper: Paper, fields: Sequence[Field], most: int) -> list[str]:
    """The date of a paper, and its values, each of at most so many letters."""
    found = (field.values.get(paper.id) for field in fields)
    return [
        plain.date(paper.day) if paper.day else "no date",
        *(_cut(_written(value), most) if value else "" for value in found),
    ]


def _fitting(columns: Sequence[Sequence[str]], room: int) -> int:
    """How many of the last columns fit in the room; at least one."""
    ends = accumulate(max(map(cell_len, column)) + _GAP for column in reversed(columns))
    return max(1, sum(end <= room for end in ends))


def _written(value: FieldValue) -> str:
    return plain.number(value.number) if value.number is not None else str(value.value)


def _cut(text: str, most: int) -> str:
    """The text on one line, cut with an ellipsis if it is longer."""
    return rendering.cut(Text(one_line(text)), most).plain
