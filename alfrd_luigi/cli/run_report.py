"""The report of a run, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from alfrd_luigi.cli import rendering
from alfrd_luigi.database.outcomes import DocumentOutcome, EntryOutcome, FileOutcome


def print_report(
    documents: Sequence[DocumentOutcome], inbox: Sequence[EntryOutcome], files: Sequence[FileOutcome]
) -> None:
    """Print the outcomes of the documents, inbox entries and files of a run."""
    console = rendering.console()
    for title, columns, rows in (
        ("Documents", ("id", "outcome", "type", "entity", "file", "reason"), map(_document, documents)),
        ("Inbox", ("entry", "outcome", "reason"), map(_entry, inbox)),
        ("Files", ("file", "outcome", "reason"), map(_file, files)),
    ):
        made = rendering.table(title, columns, rows)
        if made.row_count:
            console.print(made)
    console.print(_totals(documents, inbox, files) or "Nothing to do.")


def _document(row: DocumentOutcome) -> tuple[object, ...]:
    reason = f"{row.stage}: {row.reason}" if row.reason else None
    outcome = rendering.status(row.outcome)
    return rendering.short(row.id), outcome, row.document_type, row.entity, row.name, reason


def _entry(row: EntryOutcome) -> tuple[object, ...]:
    return (
        row.name,
        rendering.status(row.outcome),
        f"{row.reason}. {row.hint}" if row.hint else row.reason,
    )


def _file(row: FileOutcome) -> tuple[object, ...]:
    return row.title, rendering.status(row.outcome), row.reason


def _totals(documents: Sequence[DocumentOutcome], inbox: Sequence[EntryOutcome], files: Sequence[FileOutcome]) -> str:
    counted = Counter([row.outcome for row in documents] + [row.outcome for row in inbox])
    said = [f"{count} {outcome}" for outcome, count in sorted(counted.items())]
    if files:
        said.append(f"{len(files)} file summar{'y' if len(files) == 1 else 'ies'}")
    return ", ".join(said)
