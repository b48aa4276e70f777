"""What a check of the archive asks of the rows beside its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from alfrd_luigi.database import migrating
from alfrd_luigi.database.session import Row, Session


def counts(session: Session) -> Row:
    """How many documents, document_files, bytes of these, prompts and files (of series) there are."""
    return session.one("checks.counts") or {}


def document_files(session: Session, batch: int) -> Iterator[Row]:
    """Every file of every document (document_id, key, name, sha256, size), so many at a time, outside a transaction."""
    key = ""
    while rows := session.all("checks.files_after", key=key, limit=batch):
        yield from rows
        key = rows[-1]["key"]


def is_registered(session: Session, key: str) -> bool:
    """Whether a document has the file of this key."""
    return bool(session.value("checks.is_registered", key=key))


def unregistered(session: Session, keys: Iterable[str]) -> list[str]:
    """Those of the keys that no document has."""
    return [row["key"] for row in session.all("checks.unregistered", keys=list(keys))]


def ledger(session: Session) -> list[Row]:
    """Migrations that are not on record as this program has them: subject (the number), said."""
    known = migrating.migrations()
    versions, names = [version for version, _, _ in known], [name for _, name, _ in known]
    return session.all("checks.ledger_differs", versions=versions, names=names)


def series(session: Session) -> Iterator[Row]:
    """Every series: id, entity, entity_key, found (the names that its documents' filing found); in a transaction."""
    return session.each("checks.all_series")


def orphans(session: Session) -> Iterator[Row]:
    """Rows that refer to what is not there: table, column, target; subject (a document if it has one), stage, rows."""
    for reference in session.all("tables.references"):
        for row in session.run_on("checks.orphans", reference):
            yield {**reference, **row}
