"""Opening the archive: its schema, and the document types and prompts that ship with the program."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from alfrd_luigi.database import embedded, migrating, requirements
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.requirements import Server
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import DatabaseError
from alfrd_luigi.names import printable
from alfrd_luigi.pages import ownership
from alfrd_luigi.pages.durable import make_private
from alfrd_luigi.pages.store import page_store
from alfrd_luigi.permissions import refused
from alfrd_luigi.settings import check_named, settings


def initialise() -> Sequence[str]:
    """Create or migrate the database, add what ships with the program, and mark the page store as the archive's.

    The names of the migrations applied. Raises SettingsError for a data_dir that cannot be made or written,
    DatabaseError, and what `ownership.adopt` raises for a store that is not the archive's.
    """
    _make(settings().data_dir)
    server = requirements.check(database())
    with closing(database().new_session()) as session:
        if not migrating.check(session):
            requirements.check_create(server)
        applied = _prepare(session)
        ownership.adopt(session, page_store())
    return applied


def _prepare(session: Session) -> Sequence[str]:
    applied = migrating.migrate(session)
    with session.transaction():
        _seed(session)
    return applied


def check_made() -> None:
    """Raise SettingsError where no archive is named, and DatabaseError where there is none under the named data_dir.

    Only a person makes an archive, by `alfrd init`: while its disk is not mounted, cron would make an empty one.
    """
    check_named(os.environ)
    if not settings().database_url and not _has_cluster(settings().postgres_dir):
        raise DatabaseError(f"there is no archive in {printable(settings().data_dir)}", "Run: alfrd init")


def open_archive() -> Server:
    """Make sure that the database can be used; an older one that is embedded is migrated on the way.

    What was found of its server. Raises what `check_made` does, DatabaseError when it cannot be reached or used or when
    a person has to run `alfrd init`, and BusyError when it has to be migrated and a run is at work.
    """
    check_made()
    server = requirements.check(database())
    if migrating.check(database().session()):
        return server
    if settings().database_url:
        raise DatabaseError("the database has not been prepared for this version", "Run: alfrd init")
    with closing(database().new_session()) as session:
        _prepare(session)  # the first run marks the page store: a command that needs no pages works without it
    return server


def _make(folder: Path) -> None:
    from tempfile import TemporaryFile  # here, since an archive is opened often and made once

    hint = "Correct data_dir, or the permissions of that folder"
    try:
        make_private(folder)
    except OSError as error:
        raise refused(error, "make", hint) from error
    try:
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise refused(OSError(error.errno, error.strerror, folder), "write to", hint) from error


def _has_cluster(folder: Path) -> bool:
    try:
        return embedded.exists(folder)
    except OSError as error:
        raise refused(error, "look for", "Run as the owner of the archive, or correct data_dir") from error


def _seed(session: Session) -> None:
    # Here, since an archive is opened often and seeded seldom.
    from alfrd_luigi.database import prompts, types
    from alfrd_luigi.language import catalogue

    for document_type in catalogue.shipped_types():
        types.seed(session, document_type.name, document_type.description, document_type.fields_schema, shipped=True)
    for prompt in catalogue.shipped_prompts():
        prompts.seed(session, prompt.kind, prompt.document_type, prompt.text.strip(), "shipped")


def accept_type(name: str) -> None:
    """Make a proposed type one that documents may be of, with the general fields and summariser prompt.

    Raises NotFoundError when nobody proposed it.
    """
    from alfrd_luigi.database import prompts, types  # here, for the same reason

    session = database().session()
    general = prompts.active(session, "summarizer", None)
    with session.transaction():
        description = types.accept(session, name)
        types.seed(session, name, description, types.get(session, "other").fields_schema, shipped=False)
        prompts.seed(session, "summarizer", name, general.text, "shipped")
