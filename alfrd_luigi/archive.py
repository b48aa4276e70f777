"""Opening the archive: its schema, and the document types and prompts that ship with the program."""

from __future__ import annotations

from collections.abc import Sequence

from alfrd_luigi.database import migrating, prompts, types
from alfrd_luigi.database.connection import connect, database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import DatabaseError
from alfrd_luigi.settings import settings


def initialise() -> Sequence[str]:
    """Create or migrate the database and add what ships with the program; the names of the migrations applied."""
    session = Session(connect(settings()))
    try:
        applied = migrating.migrate(session)
        with session.transaction():
            _seed(session)
    finally:
        session.close()
    return applied


def open_archive() -> None:
    """Make sure that the database can be used; an embedded one is created and migrated on the way.

    Raises DatabaseError when it cannot be reached, or when a person has to run `alfrd init`.
    """
    if migrating.check(database().session()):
        return
    if settings().database_url:
        raise DatabaseError("the database has not been prepared for this version", "Run: alfrd init")
    initialise()


def _seed(session: Session) -> None:
    from alfrd_luigi.language import catalogue  # here, since an archive is opened often and seeded seldom

    for document_type in catalogue.shipped_types():
        types.seed(session, document_type.name, document_type.description, document_type.fields_schema, shipped=True)
    for prompt in catalogue.shipped_prompts():
        prompts.seed(session, prompt.kind, prompt.document_type, prompt.text.strip(), "shipped")


def accept_type(name: str) -> None:
    """Make a proposed type one that documents may be of, with the general fields and summariser prompt.

    Raises NotFoundError when nobody proposed it.
    """
    session = database().session()
    general = prompts.active(session, "summarizer", None)
    with session.transaction():
        description = types.accept(session, name)
        types.seed(session, name, description, types.get(session, "other")["fields_schema"], shipped=False)
        prompts.seed(session, "summarizer", name, general["text"], "shipped")
