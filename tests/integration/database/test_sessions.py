"""Transactions of a session are atomic, whichever statement is the first."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing

import pytest

from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.types import KnownType
from alfrd_luigi.errors import DatabaseAwayError, RefusedValueError
from support.archives import Archive

_END_THE_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


@pytest.fixture
def session(archive: Archive) -> Session:
    return database().session()


def _add(session: Session, name: str) -> None:
    session.copy("tables.copy_in", io.BytesIO(f"name\n{name}\n".encode()), table="tags", columns=["name"])


def _tags(session: Session) -> set[str]:
    file = io.BytesIO()
    session.copy("tables.copy_out", file, table="tags", columns=["name"])
    return set(file.getvalue().decode().split())


def _transaction(session: Session, *steps: Callable[[], None]) -> None:
    with session.transaction():
        for step in steps:
            step()


def _fail() -> None:
    raise LookupError


def test_an_exception_rolls_back_everything(session: Session) -> None:
    def nested() -> None:
        _transaction(session, lambda: _add(session, "two"))

    with pytest.raises(LookupError):
        _transaction(session, lambda: _add(session, "one"), nested, _fail)
    assert not {"one", "two"} & _tags(session)


def test_a_statement_that_fails_rolls_back_what_came_before_it(session: Session) -> None:
    with pytest.raises(RefusedValueError):
        _transaction(session, lambda: _add(session, "one"), lambda: session.script("SELECT 1 / 0"))
    assert "one" not in _tags(session)
    _add(session, "three")
    assert "three" in _tags(session)


def test_a_copy_may_be_the_first_statement(session: Session) -> None:
    with pytest.raises(LookupError):
        _transaction(session, lambda: _add(session, "one"), _fail)
    assert "one" not in _tags(session)
    _transaction(session, lambda: _add(session, "one"))
    assert "one" in _tags(session)


def test_a_transaction_of_no_statements_is_one(session: Session) -> None:
    _transaction(session)
    with pytest.raises(LookupError):
        _transaction(session, _fail)


def test_a_lost_connection_is_what_is_raised_and_nothing_is_kept(session: Session) -> None:
    def end_it() -> None:
        with closing(database().new_session()) as other:
            other.script(_END_THE_OTHERS)

    with pytest.raises(DatabaseAwayError):
        _transaction(session, lambda: _add(session, "one"), end_it, lambda: _add(session, "two"))
    assert session.closed
    assert not {"one", "two"} & _tags(database().session())


def test_rows_come_as_they_are_asked_for(session: Session) -> None:
    with session.snapshot():
        names = [type.name for type in session.each("types.known", KnownType)]
    assert names == session.values("types.known")
    assert "other" in names
