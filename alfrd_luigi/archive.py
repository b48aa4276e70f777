"""Opens the archive: its schema, and the shipped document types and prompts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from alfrd_luigi.database import embedded, migration, requirements
from alfrd_luigi.database.connection import connect_if_running, database
from alfrd_luigi.database.migration import Before
from alfrd_luigi.database.requirements import Server
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files import ownership
from alfrd_luigi.document_files.durability import make_private
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.errors import DatabaseError, LockHeldError
from alfrd_luigi.names import printable
from alfrd_luigi.permissions import refused
from alfrd_luigi.settings import check_named, settings


def initialise() -> Sequence[str]:
    """Create or migrate the database, add the shipped types and prompts, and mark the page store as the archive's.

    Returns the names of the applied migrations. Raises SettingsError for a data_dir that cannot be created or written,
    DatabaseError, and the errors of `ownership.adopt` for a store that is not the archive's.
    """
    _make(settings().data_dir)
    server = requirements.check(database())
    with closing(database().new_session()) as session:
        if not migration.check(session):
            requirements.check_create(session, server)
        applied = _prepare(session, _precaution())
        ownership.adopt(session, page_store())
    return applied


def migrate(before: Before | None) -> Sequence[str]:
    """Migrate the database after `before`, which is called while no run can begin; see `migration.apply`.

    Returns the names of the applied migrations. Raises the errors of `migration.migrate`.
    """
    with closing(database().new_session()) as session:
        return _prepare(session, before)


def _prepare(session: Session, before: Before | None) -> Sequence[str]:
    """Migrate and seed in one transaction: an archive with the schema of this version has its types and prompts."""
    try:
        with session.transaction():
            applied = migration.migrate(session, before)
            seed(session)
    except LockHeldError as error:
        raise migration.hindered(session) from error
    return applied


def check_made() -> None:
    """Raise SettingsError if no archive is named, and DatabaseError if there is none under the named data_dir.

    Only a person creates an archive, with `alfrd init`: while its disk is not mounted, cron would create an empty one.
    """
    check_named(os.environ)
    if not settings().database_url and not _has_cluster(settings().postgres_dir):
        raise DatabaseError(f"there is no archive in {printable(settings().data_dir)}", "Run: alfrd init")


def open_archive() -> Server:
    """Make sure that the database is usable. An older embedded one is migrated first, after its rows were saved.

    Returns the findings about its server. Raises the errors of `check_made`, DatabaseError if the database is
    unavailable or unusable or a person has to run `alfrd init`, and BusyError if it has to be migrated while a run is
    active.
    """
    check_made()
    server = requirements.check(database())
    session = database().session()
    if migration.check(session):
        return server
    if settings().database_url:
        check_prepared(session)
        found = f"the database has schema {migration.version(session)}, of an older version"
        raise DatabaseError(found, "See what an upgrade does with: alfrd migrate --plan")
    with closing(database().new_session()) as session:
        _prepare(
            session, _precaution()
        )  # the first run marks the page store: commands that need no pages work without it
    return server


def schema() -> str:
    """The version of the archive's schema, or why it is not known, in words. No server is started for it.

    Raises SettingsError and DatabaseError.
    """
    connection = connect_if_running(settings())
    if connection is None:
        return "not known: its server does not run"
    with closing(Session(connection)) as session:
        is_made = session.value("migrations.has_ledger")
        return str(session.value("migrations.version")) if is_made else "none: run alfrd init"


def _precaution() -> Before | None:
    """What is done before a migration for which nobody asked: the rows of an embedded database are saved."""
    if settings().database_url:
        return None
    from alfrd_luigi.backup.precaution import save_rows  # here, because an archive is opened often and migrated rarely

    return save_rows


def check_prepared(session: Session) -> None:
    """Raise DatabaseError for a database without the tables of any version, or with those of a newer one."""
    if not migration.version(session):
        raise DatabaseError("the database has not been prepared for this version", "Run: alfrd init")


def _make(folder: Path) -> None:
    from tempfile import TemporaryFile  # here, because an archive is opened often and created once

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


def seed(session: Session) -> None:
    """Add the types and prompts that this version ships and the archive lacks."""
    # Here, because an archive is opened often and seeded rarely.
    from alfrd_luigi.database import prompts, types
    from alfrd_luigi.language import catalogue
    from alfrd_luigi.ledger.archive import record

    present = {
        each.name: types.seed(session, each.name, each.description, each.fields_schema)
        for each in catalogue.shipped_types()
    }
    for prompt in catalogue.shipped_prompts():
        of = None if prompt.document_type is None else present[prompt.document_type]
        if of is not None or prompt.document_type is None:
            prompts.seed(session, prompt.kind, of, prompt.text.strip(), "shipped")
    record(session)
