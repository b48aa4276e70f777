"""The queries of an archive check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import migration
from alfrd_luigi.database.session import Session


class Counts(NamedTuple):
    """The amount of data to verify. `bytes` counts the document files; `files` are the collections of series."""

    documents: int
    document_files: int
    bytes: int
    prompts: int
    files: int


class Violation(NamedTuple):
    """A row that violates an invariant: its id or key, the problem, and, where the repair needs it, a stage, a document
    or a command.
    """

    subject: str
    said: str
    detail: str | None = None


class PageFile(NamedTuple):
    """A file of a document; `size` in bytes."""

    document_id: UUID
    key: str
    name: str
    sha256: str
    size: int


class SeriesNames(NamedTuple):
    """A series with the entity names that filing found. A name is NULL where an answer has none."""

    id: int
    entity: str
    entity_key: str
    found: list[str | None]


class FiledFields(NamedTuple):
    """A document of a series: its fields, and the accounts of the series and of those that were merged into it."""

    id: UUID
    series_id: int
    structured_data: dict[str, Any] | None
    accounts: list[str]


class Reference(NamedTuple):
    """A foreign key."""

    table: str
    column: str
    target: str
    target_column: str


class Orphans(NamedTuple):
    """The number of rows that refer to a missing row. `subject` is their document, if they have one."""

    reference: Reference
    subject: str
    stage: str | None
    rows: int


def violations(session: Session, invariant: str, kinds: Sequence[str]) -> Iterator[Violation]:
    """The rows that violate an invariant, given by the name of its query, as they arrive; inside a transaction.

    `kinds` are the kinds of prompts.
    """
    return session.each(f"checks.{invariant}", Violation, kinds=list(kinds))


def counts(session: Session) -> Counts:
    """The amount of data to verify."""
    return session.only("checks.counts", Counts)


def document_files(session: Session, batch: int) -> Iterator[PageFile]:
    """Every file of every document, `batch` files at a time, outside a transaction."""
    key = ""
    while files := session.all("checks.files_after", PageFile, key=key, limit=batch):
        yield from files
        key = files[-1].key


def is_registered(session: Session, key: str) -> bool:
    """Whether a document has the file of this key."""
    return bool(session.value("checks.is_registered", key=key))


def ledger(session: Session) -> list[Violation]:
    """Migrations, by number, that are not recorded as this program has them."""
    known = migration.migrations()
    versions, names = [version for version, _, _ in known], [name for _, name, _ in known]
    return session.all("checks.ledger_differs", Violation, versions=versions, names=names)


def series(session: Session) -> Iterator[SeriesNames]:
    """Every series; in a transaction."""
    return session.each("checks.all_series", SeriesNames)


def filed_fields(session: Session) -> Iterator[FiledFields]:
    """Every filed document of a series; in a transaction."""
    return session.each("checks.accounts_of_documents", FiledFields)


def orphans(session: Session) -> Iterator[Orphans]:
    """The rows, for each foreign key, that refer to a missing row."""
    for reference in session.all("tables.references", Reference):
        for row in session.run_on("checks.orphans", reference._asdict()):
            yield Orphans(reference, **row)
