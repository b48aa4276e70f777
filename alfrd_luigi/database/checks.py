"""What a check of the archive asks of the rows beside its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
