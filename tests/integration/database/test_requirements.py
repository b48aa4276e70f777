"""Databases that the archive cannot use are refused in one line that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest
from psycopg2.extensions import make_dsn, parse_dsn

from alfrd_luigi import archive as archives
from alfrd_luigi.database import requirements
from alfrd_luigi.database.connection import connect, database
from alfrd_luigi.errors import DatabaseError
from alfrd_luigi.settings import Settings
from alfrd_luigi.worker.checks import workers_within
from support.archives import Archive
from support.pooler import sharing


@pytest.fixture
def role(empty_archive: Archive) -> Iterator[Archive]:
    """The archive's database, and what makes a role of these options in it, with its URL."""
    with closing(psycopg2.connect(empty_archive.database_url)) as owner, owner.cursor() as cursor:
        owner.autocommit = True
        cursor.execute("CREATE ROLE newcomer LOGIN CONNECTION LIMIT 4")
        yield empty_archive
        cursor.execute("DROP OWNED BY newcomer")
        cursor.execute("DROP ROLE newcomer")


def _use(archive: Archive, **parts: str) -> None:
    archive.configure(database_url=make_dsn(archive.database_url, **parts))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("-c default_transaction_read_only=on", "read-only"),
        ("-c search_path=nowhere", "search_path"),
    ],
)
def test_what_cannot_be_used_is_said_before_anything_is_made(empty_archive: Archive, options: str, said: str) -> None:
    _use(empty_archive, options=options)
    for open_it in (archives.initialise, archives.open_archive):
        with pytest.raises(DatabaseError, match=said):
            open_it()


def test_a_role_that_may_not_create_tables_is_told_what_it_needs(role: Archive) -> None:
    _use(role, user="newcomer")
    with pytest.raises(DatabaseError) as caught:
        archives.initialise()
    assert "may not create tables in schema public" in caught.value.message
    assert "GRANT CREATE ON SCHEMA public TO newcomer" in caught.value.hint


def test_a_role_that_may_not_read_is_told_so(role: Archive) -> None:
    archives.initialise()
    database().close()
    _use(role, user="newcomer")
    with pytest.raises(DatabaseError, match="permission denied for table schema_migrations"):
        archives.open_archive()
    database().close()


def test_another_encoding_than_utf8_is_refused(archive: Archive) -> None:
    with closing(psycopg2.connect(archive.database_url)) as owner, owner.cursor() as cursor:
        owner.autocommit = True
        cursor.execute("CREATE DATABASE of_old ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        _use(archive, dbname="of_old")
        with pytest.raises(DatabaseError, match="has the encoding SQL_ASCII"):
            archives.initialise()
        database().close()
        cursor.execute("DROP DATABASE of_old WITH (FORCE)")


def test_a_pooler_that_shares_sessions_is_refused(archive: Archive) -> None:
    with sharing(archive.database_url) as url:
        archive.configure(database_url=url)
        with pytest.raises(DatabaseError, match="shares sessions") as caught:
            archives.open_archive()
        database().close()
    assert "pool_mode = session" in caught.value.hint


def test_a_run_does_no_more_at_once_than_connections_are_left(role: Archive) -> None:
    _use(role, user="newcomer")
    left = requirements.check(database()).connections_left
    database().close()
    assert left == 3  # of 4, and this session has one
    assert workers_within(left, 16) == 1
    assert workers_within(300, 16) == 16
    with pytest.raises(DatabaseError, match="2 more connections"):
        workers_within(2, 16)


def _shapes(url: str, folder: Path) -> dict[str, str]:
    """One database, as libpq lets people write it."""
    parts = parse_dsn(url)
    host, name, user = parts["host"], parts["dbname"], parts["user"]
    (folder / "services").write_text(f"[archive]\nhost={host}\ndbname={name}\nuser={user}\n", encoding="utf-8")
    return {
        "keywords": f"host={host} dbname='{name}' user={user}",
        "socket in the authority": f"postgresql://{user}@{quote(host, safe='')}/{name}",
        "socket in the query": f"postgres:///{name}?host={quote(host, safe='')}&user={user}",
        "several hosts": f"host=/nowhere,{host} dbname={name} user={user}",
        "a service": "service=archive",
        "an escaped @": f"postgresql://{user}:a%40b%2Fc@{quote(host, safe='')}/{name}?application_name=mine",
        "own limits": f"host={host} dbname={name} user={user} connect_timeout=3 keepalives_idle=7 tcp_user_timeout=9",
    }


def test_every_shape_of_libpq_serves(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    for shape, url in _shapes(archive.database_url, tmp_path).items():
        with closing(connect(Settings(database_url=url))) as connection:
            assert connection.encoding == "UTF8", shape
            if shape == "own limits":
                given = connection.info.dsn_parameters
                assert (given["connect_timeout"], given["keepalives_idle"], given["tcp_user_timeout"]) == (
                    "3",
                    "7",
                    "9",
                )


@pytest.mark.parametrize(
    "url", ["postgresql://u:p@ss@host/db", "postgresql://u:12/x@host/db", "postgresql://u:p/x@h/d"]
)
def test_a_password_that_is_not_escaped_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(DatabaseError, match="is not of the form") as caught:
        connect(Settings(database_url=url))
    assert "host" not in caught.value.message.replace("@host/database", "")
