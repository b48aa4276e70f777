"""Migrations: applied once, safe to repeat, refused when newer, and equal to the schema on record."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from importlib.resources import files
from typing import Any

import psycopg2
import pytest

from alfrd_luigi import archive as archives
from alfrd_luigi.corrections.types import accept
from alfrd_luigi.database import migration, prompts, runs, types
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BusyError, DatabaseError
from alfrd_luigi.language import catalogue
from support.archives import Archive, Server
from support.programs.schema_dump import dump


def test_the_migrations_equal_the_schema_on_record(archive: Archive, server: Server) -> None:
    recorded = server.create()
    with closing(psycopg2.connect(recorded)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(files("alfrd_luigi.database").joinpath("schema.sql").read_text("utf-8"))
    assert dump(recorded) == dump(archive.database_url)
    server.drop(recorded)


def test_migrating_again_changes_nothing(archive: Archive) -> None:
    with closing(psycopg2.connect(archive.database_url)) as connection:
        assert migration.check(Session(connection))
        assert migration.migrate(Session(connection)) == []


def test_an_empty_database_is_not_ready_until_it_is_migrated(empty_archive: Archive) -> None:
    with closing(psycopg2.connect(empty_archive.database_url)) as connection:
        assert not migration.check(Session(connection))
    with pytest.raises(DatabaseError) as caught:
        archives.open_archive()
    assert "alfrd init" in caught.value.hint
    assert archives.initialise() == [name for _, name, _ in migration.migrations()]
    archives.open_archive()


def test_a_newer_schema_is_refused(archive: Archive) -> None:
    with closing(psycopg2.connect(archive.database_url)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO schema_migrations (version, name) VALUES (9999, 'of the future')")
        with pytest.raises(DatabaseError, match="newer version"):
            migration.check(Session(connection))


def test_many_processes_may_migrate_a_new_database_at_once(empty_archive: Archive) -> None:
    applied: list[list[str]] = []

    def migrate() -> None:
        with closing(psycopg2.connect(empty_archive.database_url)) as connection:
            applied.append(migration.migrate(Session(connection)))

    threads = [threading.Thread(target=migrate) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(len, applied)) == [0, 0, 0, 0, len(migration.migrations())]


def test_the_shipped_types_and_prompts_are_there_once(archive: Archive) -> None:
    archives.initialise()
    session = database().session()
    assert len(types.listing(session)) == len(catalogue.shipped_types())
    versions = prompts.listing(session)
    assert len(versions) == len(catalogue.shipped_prompts())
    assert all(row.active and row.version == 1 for row in versions)


def test_a_type_that_is_not_in_the_table_cannot_be_stored(archive: Archive) -> None:
    connection = psycopg2.connect(archive.database_url)
    with closing(connection), connection.cursor() as cursor, pytest.raises(psycopg2.errors.ForeignKeyViolation):
        cursor.execute(
            "INSERT INTO documents (id, created_at, content_hash, document_type)"
            " VALUES (gen_random_uuid(), now(), repeat('a', 64), 'love_letter')"
        )


@pytest.mark.parametrize("twice", [("classifier", None), ("summarizer", "receipt")])
def test_a_key_has_one_active_prompt(archive: Archive, twice: tuple[str, str | None]) -> None:
    connection = psycopg2.connect(archive.database_url)
    with closing(connection), connection.cursor() as cursor, pytest.raises(psycopg2.errors.UniqueViolation):
        cursor.execute(
            "INSERT INTO prompts (kind, document_type, version, text, text_md5, origin, is_active)"
            " VALUES (%s, %s, 2, 'x', md5('x'), 'person', true)",
            twice,
        )


def test_a_proposed_type_becomes_one_when_a_person_accepts_it(archive: Archive) -> None:
    session = database().session()
    session.run("types.propose", name="parking_ticket", description="A fine for parking", document_id=None)
    session.run("types.propose", name="parking_ticket", description="A fine for parking", document_id=None)
    assert types.proposals(session)[0].times == 2
    accept(session, "parking_ticket", "anna")
    assert types.proposals(session) == []
    assert not types.get(session, "parking_ticket").shipped
    assert prompts.active(session, Key("summarizer", "parking_ticket")).version == 1


@pytest.fixture
def upgrade(empty_archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """An archive of the program before its last migration; call it to upgrade the program."""
    known = migration.migrations()

    def use(migrations: list[Any]) -> None:
        monkeypatch.setattr(migration, "migrations", lambda: migrations)
        monkeypatch.setattr(migration, "newest", lambda: migrations[-1][0])

    use(known)
    archives.initialise()
    future = (9999, "9999_future.sql", "ALTER TABLE documents ADD COLUMN extra text")
    return lambda: use([*known, future])


def test_a_living_run_keeps_migrations_away_and_is_named(upgrade: Callable[[], None]) -> None:
    runs.hold(database(), "living")
    upgrade()
    with pytest.raises(BusyError, match=rf"run living \({socket.gethostname()}, pid {os.getpid()}\) is at work"):
        archives.initialise()
    runs.release("living")
    assert archives.initialise() == ["9999_future.sql"]


def test_no_run_begins_during_a_migration(upgrade: Callable[[], None]) -> None:
    upgrade()
    with closing(database().new_session()) as session:
        with session.transaction():
            migration.apply(session, migration.newest())
            with pytest.raises(DatabaseError, match="is being migrated"):
                runs.hold(database(), "early")
        assert runs.last(session, 10) == []


def test_a_run_does_not_begin_on_a_newer_schema(upgrade: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade()
    archives.initialise()
    monkeypatch.setattr(migration, "newest", lambda: 9998)
    with pytest.raises(DatabaseError, match="made by a newer version"):
        runs.hold(database(), "old")
