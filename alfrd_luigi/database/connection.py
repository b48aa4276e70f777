"""Connections to the archive's database: the embedded server if `database_url` is empty, otherwise any PostgreSQL."""

from __future__ import annotations

import os
import re
import socket
import time
from functools import cache
from typing import Any

import psycopg2
import psycopg2.extensions
from psycopg2.extensions import make_dsn, parse_dsn

from alfrd_luigi.database import embedded
from alfrd_luigi.database.session import Database
from alfrd_luigi.errors import DatabaseAwayError, DatabaseError
from alfrd_luigi.secrecy import keep_secret
from alfrd_luigi.settings import Settings, settings

_EMBEDDED_SECONDS, _SECONDS_BETWEEN_TRIES = 8, 0.1
_MINIMUM_VERSION = 150000
_PORTS = re.compile(r"[\d,]*")
_URL = re.compile(r"postgres(?:ql)?://([^?]*)")
_LONGEST_NAME = 63  # bytes of an application_name that the server keeps

# With these defaults a lost host is detected after 30 seconds. database_url and libpq's variables override them.
_DEFAULTS: dict[str, tuple[str, int]] = {
    "connect_timeout": ("PGCONNECT_TIMEOUT", 10),
    "keepalives_idle": ("", 15),
    "keepalives_interval": ("", 5),
    "keepalives_count": ("", 3),
    "tcp_user_timeout": ("", 30_000),
}


def connect(settings: Settings) -> psycopg2.extensions.connection:
    """A new connection. Raises DatabaseError with one line that never contains the URL's password."""
    if settings.database_url:
        return _external(settings.database_url)
    return _embedded(settings)


def connect_if_running(settings: Settings) -> psycopg2.extensions.connection | None:
    """A new connection that starts no server; None if the embedded one does not run. Raises DatabaseError."""
    if settings.database_url:
        return _external(settings.database_url)
    url = embedded.url_if_running(settings.postgres_dir)
    try:
        return _open(url) if url is not None else None
    except psycopg2.OperationalError:  # it is stopping
        return None


def address(settings: Settings, role: str) -> str:
    """Where another role connects to the database, as libpq's keywords and values, without a password."""
    parts = parse_dsn(settings.database_url or embedded.database_url(settings.postgres_dir))
    kept = ("host", "hostaddr", "port", "dbname", "service", "sslmode", "sslrootcert")
    return str(make_dsn(**{name: parts[name] for name in kept if name in parts}, user=role))


def _external(url: str) -> psycopg2.extensions.connection:
    _check_form(url)
    try:
        connection = _open(url)
    except psycopg2.Error as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise DatabaseAwayError(
            f"the database cannot be reached: {reason}", "Check database_url and the server"
        ) from error
    if connection.server_version < _MINIMUM_VERSION:
        version = connection.server_version // 10000
        connection.close()
        raise DatabaseError(f"PostgreSQL {version} is too old", "The archive needs PostgreSQL 15 or newer")
    return connection


def _check_form(url: str) -> None:
    """Raise DatabaseError, without the password, for a URL that the driver would misread and quote."""
    try:
        parts = parse_dsn(url)
    except psycopg2.Error as error:
        raise _misread() from error
    keep_secret(parts.get("password"))
    if _is_cut_wrongly(url) or not _PORTS.fullmatch(parts.get("port", "")):
        raise _misread()


def _is_cut_wrongly(url: str) -> bool:
    """Whether libpq would misread the URL because the password has an @ or / that is not percent-encoded."""
    match = _URL.match(url)
    if match is None:  # keywords and values
        return False
    authority, _, database = match[1].partition("/")
    return authority.count("@") > 1 or "@" in database


def _misread() -> DatabaseError:
    return DatabaseError(
        "database_url is not of the form postgresql://user:password@host/database",
        "Correct it; what is special in a password has to be percent-encoded (@ as %40, / as %2F)",
    )


def is_at_hand(settings: Settings) -> bool:
    """Whether connecting starts no server: the embedded one runs, or the database is another one."""
    return bool(settings.database_url) or embedded.is_running(settings.postgres_dir)


def _embedded(settings: Settings) -> psycopg2.extensions.connection:
    """Right after its postmaster was killed, the server can look alive and refuse connections. A later call starts a
    new one.
    """
    folder, deadline, restarted = settings.postgres_dir, time.monotonic() + _EMBEDDED_SECONDS, False
    while True:
        try:
            return _open(embedded.database_url(folder, restarted=restarted))
        except psycopg2.OperationalError as error:
            if time.monotonic() > deadline:
                raise embedded.no_answer(folder, error) from error
        restarted = True
        time.sleep(_SECONDS_BETWEEN_TRIES)


def _open(url: str) -> psycopg2.extensions.connection:
    given = parse_dsn(url)
    defaults: dict[str, Any] = {
        name: value for name, (variable, value) in _DEFAULTS.items() if name not in given and variable not in os.environ
    }
    # The user cannot change these two: the archive is in UTF-8, and the name shows other processes who holds a lock.
    connection: psycopg2.extensions.connection = psycopg2.connect(
        url, **defaults, client_encoding="UTF8", application_name=_application_name()
    )
    return connection


@cache
def _application_name() -> str:
    """`alfrd PID HOST`. sql/holders.sql uses it to find the process of a session."""
    name = f"alfrd {os.getpid()} {socket.gethostname()}"
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore")


def place(url: str) -> str:
    """The location of the server of a `database_url`, without a password."""
    parts = parse_dsn(url)
    if "service" in parts:
        return f"PostgreSQL of the service {parts['service']}"
    host = parts.get("host") or parts.get("hostaddr") or os.environ.get("PGHOST", "localhost")
    port = f":{parts['port']}" if "port" in parts else ""
    return f"PostgreSQL at {host}{port}, database {parts.get('dbname', '')}"


@cache
def database() -> Database:
    """The database of this process's settings."""
    return Database(lambda: connect(settings()))
