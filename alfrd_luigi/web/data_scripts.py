"""Rows as scripts: a page from disk can load a script, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from alfrd_luigi.database.listings import DocumentRow, Page
from alfrd_luigi.database.series_rows import Member
from alfrd_luigi.views.formats import Formats
from alfrd_luigi.views.series import by_date

# What would end the script or begin a comment in HTML, and line ends that JavaScript once did not allow in texts.
_ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


_PARTS = 10_000


def documents(name: str, rows: Iterable[DocumentRow], formats: Formats) -> str:
    """Documents of a list. See static/rows.js for the order of the columns."""
    return f"alfrdRows({_json(name)},{_json([_row(row, formats) for row in rows])});\n"


def words(id: UUID, pages: Iterable[Page]) -> str:
    """The words of a document by page. Each is the word and its left, top, width and height, in parts of 10,000."""
    return f"alfrdWords({_json(str(id))},{_json([[page.number, list(map(_word, page.words))] for page in pages])});\n"


def _word(word: list[Any]) -> list[Any]:
    text, left, top, right, bottom = word[0], *(round(edge * _PARTS) for edge in word[1:5])
    return [text, left, top, right - left, bottom - top]


def _row(row: DocumentRow, formats: Formats) -> list[Any]:
    return [
        str(row.id),
        row.document_date.isoformat() if row.document_date else "",
        row.document_type or "",
        row.entity or "",
        row.title or ("" if row.entity else formats.called(row)),
        float(row.total_amount) if row.total_amount is not None else None,
        row.currency or "",
        row.series_id,
        row.series or "",
        row.tags,
        row.status,
        row.uncertain,
        row.registered_at.astimezone(UTC).date().isoformat(),
    ]


def series(id: int, members: Sequence[Member], formats: Formats) -> str:
    """The documents of a series in the order of their dates, for its neighbours on the page of each.

    Each is id, date, what it is called, total, currency. Those without a date come last, with an empty one.
    """
    return f"alfrdSeries({id}, {_json([_member(member, formats) for member in by_date(members)])});\n"


def _member(member: Member, formats: Formats) -> list[Any]:
    return [
        str(member.id),
        member.document_date.isoformat() if member.document_date else "",
        formats.called(member),
        float(member.total_amount) if member.total_amount is not None else None,
        member.currency or "",
    ]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
