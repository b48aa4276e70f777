"""Migrates a database to this program's schema: numbered SQL files, each applied once, in one transaction."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, DatabaseError

# Prevents two processes from creating the schema at once. The number is arbitrary: "alfrd" in ASCII.
_LOCK = 0x616C667264


class _LivingRun(NamedTuple):
    id: str
    host: str
    pid: int


def migrations() -> list[tuple[int, str, str]]:
    """(version, file name, SQL) of every migration, in order."""
    return [(_number(file.name), file.name, file.read_text("utf-8")) for file in _files()]


def migrate(session: Session) -> list[str]:
    """Apply the missing migrations. Returns their names.

    Raises DatabaseError for a newer schema, and BusyError if a migration is missing while a run is active.
    """
    with session.transaction():
        return apply(session, newest())


@cache
def newest() -> int:
    """The number of the last migration of this program."""
    return _number(_files()[-1].name)


def _files() -> list[Traversable]:
    folder = files(__package__).joinpath("migrations")
    return sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)


def _number(name: str) -> int:
    return int(name.split("_")[0])


def apply(session: Session, last: int) -> list[str]:
    """Apply the missing migrations up to `last`, within the caller's transaction; see `migrate`."""
    session.run("migrations.lock", key=_LOCK)
    if not session.value("migrations.has_ledger"):
        session.run("migrations.create_ledger")
    current = session.value("migrations.version")
    check_version(current)
    missing = [(version, name, sql) for version, name, sql in migrations() if current < version <= last]
    if missing:
        _keep_runs_away(session, is_new=current == 0)
    for version, name, sql in missing:
        session.script(sql)
        session.run("migrations.record", version=version, name=name)
    return [name for _, name, _ in missing]


def _keep_runs_away(session: Session, *, is_new: bool) -> None:
    at_work = keep_runs_away(session, is_new=is_new)
    if at_work:
        raise BusyError(f"the database cannot be migrated: {at_work} is at work", "Try again when it has ended")


def keep_runs_away(session: Session, *, is_new: bool = False) -> str:
    """Let no run begin until the transaction ends. Returns the names of the active ones, empty if there are none.

    A new database has no table of runs.
    """
    is_free = session.value("migrations.keep_runs_away", schema_class=int(LockClass.SCHEMA))
    living = [] if is_new else session.all("runs.living", _LivingRun)
    named = ", ".join(f"run {run.id} ({run.host}, pid {run.pid})" for run in living)
    return named or ("" if is_free else "a run")


def check(session: Session) -> bool:
    """Whether the schema is this program's. Raises DatabaseError if it is a newer program's."""
    if not session.value("migrations.has_ledger"):
        return False
    version = session.value("migrations.version")
    check_version(version)
    return bool(version == newest())


def check_version(version: int) -> None:
    """Raise DatabaseError for the schema of a newer program."""
    if version > newest():
        raise DatabaseError(f"the database has schema {version}, made by a newer version", "Upgrade alfrd-luigi")
