"""The embedded PostgreSQL: the archive's own server under `data_dir/postgres`, reachable by a Unix socket only."""

from __future__ import annotations

import stat
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alfrd_luigi.errors import DatabaseAwayError, SettingsError
from alfrd_luigi.names import printable

if TYPE_CHECKING:
    from alfrd_luigi.database.embedded.server import Server

_starting = threading.Lock()
_urls: dict[Path, str] = {}


def exists(folder: Path) -> bool:
    """Whether `folder` holds a cluster. Changes nothing. Raises OSError if this user may not read the folder."""
    try:
        return stat.S_ISREG((folder / "PG_VERSION").stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def is_running(folder: Path) -> bool:
    """Whether a server of `folder` runs and accepts connections. Changes nothing."""
    from alfrd_luigi.database.embedded import postmaster

    found = postmaster.read(folder)
    return found is not None and found.is_ready and found.accepts


def database_url(folder: Path, *, restarted: bool = False) -> str:
    """Start the server in `folder`, or join a running one. Returns its connection URL.

    `restarted` means that the URL returned before does not answer. A missing cluster is created. The last process to
    leave stops the server.

    Raises DatabaseAwayError if the server is not ready within a minute or two. Raises DatabaseError if it is not
    installed, and SettingsError for a folder with an unusable name.
    """
    with _starting:
        if restarted or folder not in _urls:
            _urls[folder] = _start(folder)
        return _urls[folder]


def url_if_running(folder: Path) -> str | None:
    """The connection URL of the server in `folder`; None if none runs. Changes nothing."""
    return _server(folder).url_if_running() if exists(folder) else None


def no_answer(folder: Path, reason: object) -> DatabaseAwayError:
    """The error for a server in `folder` that runs and accepts no connection."""
    return DatabaseAwayError(
        f"the embedded PostgreSQL in {folder} does not answer: {' '.join(str(reason).split())}", _see_log(folder)
    )


def _start(folder: Path) -> str:
    from subprocess import SubprocessError  # here, because a user with a database_url needs none of it

    _check_name(folder)
    try:
        return _server(folder).join()
    except (OSError, SubprocessError) as error:
        raise DatabaseAwayError(
            f"the embedded PostgreSQL in {folder} does not start: {_reason(error)}", _see_log(folder)
        ) from error


@cache
def _server(folder: Path) -> Server:
    from alfrd_luigi.database.embedded.server import Server

    return Server(folder)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    return " ".join(str(error).split())


def _see_log(folder: Path) -> str:
    return f"Its log is {folder / 'log'}"


def _check_name(folder: Path) -> None:
    """Raise SettingsError for a name that PostgreSQL cannot have in its files, or a URL."""
    if "\n" in str(folder) or not _is_text(folder):
        raise SettingsError(
            f"the embedded PostgreSQL cannot be in {printable(folder)}: the name has a line break, or is not UTF-8",
            "Choose another data_dir",
        )


def _is_text(folder: Path) -> bool:
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        return False
    return True
