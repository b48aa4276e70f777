"""Tables in general, for exports and imports: all rows out, and all rows in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session

# The tables that have rows in a new archive, or in one whose runs found no work.
_SEEDED = {"document_types", "last_run", "ledger_rules", "notifications", "page_store", "prompts", "runs"}
_SEEDED |= {"schema_migrations", "stages", "statuses"}
# What the search makes from the other tables.
_DERIVED = frozenset({"document_terms", "search_state", "series_titles", "vocabulary", "word_stems"})


class Table(NamedTuple):
    """`columns` are the stored ones, without generated columns. `refers_to` are other tables."""

    name: str
    columns: list[str]
    refers_to: list[str]


class Counter(NamedTuple):
    """A numbering column; `last` is the last number given out."""

    table: str
    column: str
    last: int | None


class StoredDocument(NamedTuple):
    """A document with files: each has key, sha256 (hex), size (bytes), name, media_type and pages."""

    id: UUID
    created_at: datetime
    files: list[dict[str, Any]]


def all_tables(session: Session) -> list[Table]:
    """Every table of the archive, each after the tables that it refers to."""
    found = {table.name: table for table in session.all("tables.all", Table)}
    order = TopologicalSorter({name: table.refers_to for name, table in found.items()}).static_order()
    return [found[name] for name in order]


def source_tables(session: Session) -> list[Table]:
    """The tables that an export has: without those that are made from others."""
    return [table for table in all_tables(session) if table.name not in _DERIVED]


def use_canonical_forms(session: Session) -> None:
    """Write and read values in the same format on every server until the transaction ends."""
    session.run("tables.canonical")


def copy_out(session: Session, table: Table, target: Any) -> int:
    """Write the rows of a table to a binary file. Returns their number."""
    return session.copy("tables.copy_out", target, table=table.name, columns=table.columns)


def copy_in(session: Session, table: Table, source: Any) -> int:
    """Insert the rows that `copy_out` wrote. Returns their number. Raises the driver's errors."""
    return session.copy("tables.copy_in", source, table=table.name, columns=table.columns)


def lock(session: Session, tables: Sequence[Table]) -> None:
    """Lock the tables against every other access until the transaction ends."""
    session.run_on("tables.lock", {"tables": [table.name for table in tables]})


def clear(session: Session, tables: Sequence[Table]) -> None:
    """Remove all rows."""
    session.run_on("tables.clear", {"tables": [table.name for table in tables]})


def is_new(session: Session, tables: Sequence[Table]) -> bool:
    """Whether no document was archived, and types and prompts are as shipped."""
    filled = (session.run_on("tables.has_rows", {"table": table.name}) for table in tables if table.name not in _SEEDED)
    return not any(filled) and not session.value("tables.is_changed")


def living_run(session: Session) -> str | None:
    """An active run."""
    found: str | None = session.value("tables.living_run")
    return found


def schema_version(session: Session) -> int:
    """The number of the last migration."""
    return int(session.value("tables.schema_version"))


def counters(session: Session) -> list[Counter]:
    """The numbering columns."""
    return session.all("tables.counters", Counter)


def set_counter(session: Session, table: str, column: str, last: int | None) -> None:
    """Continue after `last`, and after the numbers in use."""
    session.run_on("tables.set_counter", {"table": table, "column": column}, of=table, column_name=column, last=last)


def page_sums(session: Session) -> Iterator[str]:
    """A line `SHA-256  documents/KEY` for every page file, in byte order; inside a transaction.

    The schema may be an older one.
    """
    if session.value("tables.has_bin"):
        return session.each("tables.page_sums", str)
    return session.each("tables.page_sums_without_bin", str)


def stored_documents(session: Session) -> Iterator[StoredDocument]:
    """Every document that has files, those in the bin included; inside a transaction."""
    return session.each("tables.stored_documents", StoredDocument)
