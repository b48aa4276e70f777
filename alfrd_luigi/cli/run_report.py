"""The report of a run, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from rich.text import Text

from alfrd_luigi.cli import rendering
from alfrd_luigi.cli.columns import Column, key, state
from alfrd_luigi.cli.run_display import duration
from alfrd_luigi.database.outcomes import DocumentOutcome, EntryOutcome, FileOutcome
from alfrd_luigi.plurals import counted
from alfrd_luigi.views.formats.plain import plain

_DOCUMENTS = (
    key(lambda row: row.id),
    state(lambda row: row.outcome, "outcome"),
    Column("entity", lambda row: row.entity, room="cut"),
    Column("type", lambda row: row.document_type, rank=1),
    Column("file", lambda row: row.name, room="cut"),
    Column("reason", lambda row: row.cause, room="below"),
)
ENTRIES = (
    Column("entry", lambda row: row.name, room="cut"),
    state(lambda row: row.outcome, "outcome"),
    Column("reason", lambda row: f"{row.reason}. {row.hint}" if row.hint else row.reason, room="below"),
)
FILES = (
    Column("file", lambda row: row.title, room="cut"),
    state(lambda row: row.outcome, "outcome"),
    Column("reason", lambda row: row.reason, room="below"),
)


def print_report(
    documents: Sequence[DocumentOutcome],
    inbox: Sequence[EntryOutcome],
    files: Sequence[FileOutcome],
    seconds: float,
    usd: Decimal,
) -> None:
    """Print the outcomes of the documents, inbox entries and files of a run, how long it took and what it cost."""
    parts = (("Documents", _DOCUMENTS, documents), ("Inbox", ENTRIES, inbox), ("Files", FILES, files))
    for title, columns, rows in parts:
        if rows:
            rendering.print_table(columns, rows, title)
            rendering.print_line(Text(""))
    totals = _totals(documents, inbox, files)
    cost = f", for {plain.dollars(usd)}" if usd else ""
    rendering.print_line(Text(f"{totals} in {duration(seconds)}{cost}" if totals else "Nothing to do."))


def _of(outcome: str, count: int) -> str:
    """The number of entries or documents with an outcome: `2 filed`, `2 duplicates`."""
    return counted(count, outcome) if outcome == "duplicate" else f"{count} {outcome}"


def _totals(documents: Sequence[DocumentOutcome], inbox: Sequence[EntryOutcome], files: Sequence[FileOutcome]) -> str:
    found = Counter([row.outcome for row in documents] + [row.outcome for row in inbox])
    said = [_of(outcome, count) for outcome, count in sorted(found.items())]
    if files:
        said.append(counted(len(files), "file summary"))
    return ", ".join(said)
