"""The rows of lists and tables, whose dates are those of their entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from alfrd_luigi.extraction.dates.mention import AMOUNT, TABLE_COLUMNS, DateMention
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import fold, skeleton

_LIST_ROWS = 3
_ROW_LETTERS = 3
_ROW_LINES = 8
"""Lines from one row of a list to the next, at most: an entry may have several lines."""


def find_rows(mentions: Sequence[DateMention]) -> set[int]:
    """The numbers of the lines that are rows of a list or of a table of entries."""
    return _list_rows(mentions) | _table_rows(mentions) | _column_rows(mentions)


def _list_rows(mentions: Sequence[DateMention]) -> set[int]:
    """The numbers of the lines that are rows of a list: each begins with a date of the same form, close to the next."""
    rows: dict[str, list[int]] = {}
    for mention in mentions:
        if _begins_row(mention):
            rows.setdefault(_form(mention), []).append(mention.line.number)
    return {number for numbers in rows.values() for run in _runs(numbers) if len(run) >= _LIST_ROWS for number in run}


def _table_rows(mentions: Sequence[DateMention]) -> set[int]:
    """The numbers of the lines of a table: a date without a label is in the same column as one in the next line."""
    places = {(each.line.number, each.column): len(each.line.cells) for each in mentions if not each.kind}
    return {
        row
        for (number, column), width in places.items()
        if width >= TABLE_COLUMNS and places.get((number + 1, column)) == width
        for row in (number, number + 1)
    }


def _column_rows(mentions: Sequence[DateMention]) -> set[int]:
    """The numbers of the lines that have dates without labels in one column: "Interest   01/06/2024   +25.00"."""
    columns: dict[tuple[int, int], list[int]] = {}
    for mention in mentions:
        if mention.alone and not mention.kind and mention.column:
            columns.setdefault((mention.column, len(mention.line.cells)), []).append(mention.line.number)
    runs = (run for numbers in columns.values() for run in _runs(numbers))
    return {number for run in runs if len(run) >= _LIST_ROWS for number in run}


def closes_account(mention: DateMention) -> bool:
    """Whether a row that begins with the date has the label of a closing balance: "31.10.2025   Kontostand"."""
    after = fold(mention.line.text[mention.printed.end :]).strip()
    return _begins_row(mention) and bool(_closing().match(after))


@cache
def _closing() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, phrases("amounts", "closing")))
    return re.compile(rf"(?:{labels})\W*(?:[a-z]{{3}}\W*)?[\d.,' ]*$")


def _form(mention: DateMention) -> str:
    """The form of a date as printed: "03-06-2024" has "9-9-9"."""
    printed = mention.line.text[mention.printed.start : mention.printed.end]
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", printed))


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """The numbers in sequences without a large gap."""
    run = list(numbers[:1])
    for before, number in pairwise(numbers):
        if number - before > _ROW_LINES:
            yield run
            run = []
        run.append(number)
    yield run


def _begins_row(mention: DateMention) -> bool:
    """Whether the date begins its line, and words or an amount follow."""
    before, after = mention.line.text[: mention.printed.start], mention.line.text[mention.printed.end :]
    follows = len(skeleton(after)) >= _ROW_LETTERS or bool(AMOUNT.search(after))
    return not before.strip(" |*-\t") and follows
