"""Bringing a database to this program's schema: numbered SQL files, each applied once, in one transaction."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import DatabaseError

# Two processes that start on a new database must not both create it. The number is arbitrary: "alfrd" in ASCII.
_LOCK = 0x616C667264


def migrations() -> list[tuple[int, str, str]]:
    """(version, file name, SQL) of every migration, in order."""
    return [(_number(file.name), file.name, file.read_text("utf-8")) for file in _files()]


def migrate(session: Session) -> list[str]:
    """Apply what is missing; the names of what was applied. Raises DatabaseError on a newer schema."""
    with session.transaction():
        return apply(session, newest())


def newest() -> int:
    """The number of the last migration of this program."""
    return _number(_files()[-1].name)


def _files() -> list[Traversable]:
    folder = files(__package__).joinpath("migrations")
    return sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)


def _number(name: str) -> int:
    return int(name.split("_")[0])


def apply(session: Session, last: int) -> list[str]:
    """Apply what is missing up to migration `last`, within a transaction of the caller's; see `migrate`."""
    session.run("migrations.lock", key=_LOCK)
    session.run("migrations.create_ledger")
    current = _known(session.value("migrations.version"))
    missing = [(version, name, sql) for version, name, sql in migrations() if current < version <= last]
    for version, name, sql in missing:
        session.script(sql)
        session.run("migrations.record", version=version, name=name)
    return [name for _, name, _ in missing]


def check(session: Session) -> bool:
    """Whether the schema is this program's; raises DatabaseError when it is a newer program's."""
    return bool(session.value("migrations.has_ledger")) and _known(session.value("migrations.version")) == newest()


def _known(version: int) -> int:
    if version > newest():
        raise DatabaseError(f"the database has schema {version}, made by a newer version", "Upgrade alfrd-luigi")
    return version
