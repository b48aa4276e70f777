"""What happened in a run, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from alfrd_luigi.cli import rendering
from alfrd_luigi.database.session import Row


def print_report(documents: Sequence[Row], files: Sequence[Row], inbox: Sequence[Row]) -> None:
    """Print how the documents, files and inbox entries of a run ended (rows of `views.run_*`)."""
    console = rendering.console()
    for title, columns, rows in (
        ("Documents", ("id", "outcome", "type", "entity", "file", "reason"), map(_document, documents)),
        ("Inbox", ("entry", "outcome", "reason"), map(_entry, inbox)),
        ("Files", ("file", "outcome", "reason"), map(_file, files)),
    ):
        made = rendering.table(title, columns, rows)
        if made.row_count:
            console.print(made)
    console.print(_totals(documents, files, inbox) or "Nothing to do.")


def _document(row: Row) -> tuple[object, ...]:
    reason = f"{row['stage']}: {row['reason']}" if row["reason"] else None
    outcome = rendering.status(row["outcome"])
    return rendering.short(row["id"]), outcome, row["document_type"], row["entity"], row["name"], reason


def _entry(row: Row) -> tuple[object, ...]:
    return (
        row["name"],
        rendering.status(row["outcome"]),
        f"{row['reason']}. {row['hint']}" if row["hint"] else row["reason"],
    )


def _file(row: Row) -> tuple[object, ...]:
    return row["title"], rendering.status(row["outcome"]), row["reason"]


def _totals(documents: Sequence[Row], files: Sequence[Row], inbox: Sequence[Row]) -> str:
    counted = Counter(row["outcome"] for row in (*documents, *inbox))
    said = [f"{count} {outcome}" for outcome, count in sorted(counted.items())]
    if files:
        said.append(f"{len(files)} file summar{'y' if len(files) == 1 else 'ies'}")
    return ", ".join(said)
