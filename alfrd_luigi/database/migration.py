"""Migrates a database to this program's schema: numbered SQL files, each applied once, in one transaction."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, DatabaseError

# Prevents two processes from creating the schema at once. The number is arbitrary: "alfrd" in ASCII.
_LOCK = 0x616C667264


_COMMENT = re.compile(r"(?:--.*\n)+")

Before = Callable[[int], object]


class Planned(NamedTuple):
    """A migration that is to be applied. `purpose` is the first sentence of its file."""

    version: int
    name: str
    purpose: str


class _LivingRun(NamedTuple):
    id: str
    host: str
    pid: int


def migrations() -> list[tuple[int, str, str]]:
    """(version, file name, SQL) of every migration, in order."""
    return [(_number(file.name), file.name, file.read_text("utf-8")) for file in _files()]


def migrate(session: Session, before: Before | None = None) -> list[str]:
    """Apply the missing migrations. Returns their names. See `apply` for `before`.

    Raises DatabaseError for a newer schema, and BusyError if a migration is missing while a run is active.
    """
    with session.transaction():
        return apply(session, newest(), before)


def planned(session: Session) -> list[Planned]:
    """The migrations that `migrate` would apply. Raises DatabaseError for a newer schema."""
    current = version(session)
    return [
        Planned(number, name.removesuffix(".sql"), _purpose(sql)) for number, name, sql in _missing(current, newest())
    ]


def version(session: Session) -> int:
    """The number of the last applied migration, 0 in a new database. Raises DatabaseError for a newer program's."""
    if not session.value("migrations.has_ledger"):
        return 0
    found: int = session.value("migrations.version")
    check_version(found)
    return found


def living_runs(session: Session) -> list[str]:
    """The active runs, with their hosts and processes."""
    return [f"run {run.id} ({run.host}, pid {run.pid})" for run in session.all("runs.living", _LivingRun)]


@cache
def newest() -> int:
    """The number of the last migration of this program."""
    return _number(_files()[-1].name)


def _files() -> list[Traversable]:
    folder = files(__package__).joinpath("migrations")
    return sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)


def _number(name: str) -> int:
    return int(name.split("_")[0])


def apply(session: Session, last: int, before: Before | None = None) -> list[str]:
    """Apply the missing migrations up to `last`, within the caller's transaction; see `migrate`.

    `before` is called with the number of the schema once no run can begin, unless the database is new. If it raises,
    nothing is changed.
    """
    session.run("migrations.lock", key=_LOCK)
    if not session.value("migrations.has_ledger"):
        session.run("migrations.create_ledger")
    current = version(session)
    missing = _missing(current, last)
    if missing:
        _keep_runs_away(session, is_new=current == 0)
        if before is not None and current > 0:
            before(current)
    for number, name, sql in missing:
        session.script(sql)
        session.run("migrations.record", version=number, name=name)
    return [name for _, name, _ in missing]


def _missing(current: int, last: int) -> list[tuple[int, str, str]]:
    return [each for each in migrations() if current < each[0] <= last]


def _purpose(sql: str) -> str:
    """The first sentence of the comment at the beginning."""
    comment = _COMMENT.match(sql)
    text = " ".join(line.removeprefix("--").strip() for line in comment[0].splitlines()) if comment else ""
    return text.split(". ")[0].rstrip(".")


def _keep_runs_away(session: Session, *, is_new: bool) -> None:
    at_work = keep_runs_away(session, is_new=is_new)
    if at_work:
        raise BusyError(f"the database cannot be migrated: {at_work} is at work", "Try again when it has ended")


def keep_runs_away(session: Session, *, is_new: bool = False) -> str:
    """Let no run begin until the transaction ends. Returns the names of the active ones, empty if there are none.

    A new database has no table of runs.
    """
    is_free = session.value("migrations.keep_runs_away", schema_class=int(LockClass.SCHEMA))
    named = "" if is_new else ", ".join(living_runs(session))
    return named or ("" if is_free else "a run")


def hindered(session: Session) -> BusyError:
    """The error for a migration that waited too long for tables: it names the sessions that use them."""
    named = ", ".join(session.values("migrations.in_the_way")) or "another session"
    return BusyError(
        f"the database cannot be migrated: {named} keeps its tables in an open transaction",
        "End that transaction or its program, and try again",
    )


def check(session: Session) -> bool:
    """Whether the schema is this program's. Raises DatabaseError if it is a newer program's."""
    return version(session) == newest()


def check_version(found: int) -> None:
    """Raise DatabaseError for the schema of a newer program."""
    if found > newest():
        raise DatabaseError(f"the database has schema {found}, made by a newer version", "Upgrade alfrd-luigi")
