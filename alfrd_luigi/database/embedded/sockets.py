"""The place of a server's socket: its folder, or a private folder under /tmp if the folder's path is unsuitable."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from alfrd_luigi.database.embedded.programs import Account

PORT = 5432
NAME = f".s.PGSQL.{PORT}"
_LONGEST_PATH = 103  # in bytes; Linux allows 107, other systems less
_SHORT, _PREFIX = Path("/tmp"), "alfrd-socket-"


def place(folder: Path, account: Account) -> Path:
    """The folder for the socket of a new server: a new one if the path is too long or contains a comma.

    The driver splits a host at commas. The name of a new folder is random, so no other user can create it first.
    """
    if len(os.fsencode(folder / NAME)) <= _LONGEST_PATH and "," not in str(folder):
        return folder
    made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_SHORT))
    account.own(made)
    return made


def url(folder: Path) -> str:
    """The connection URL of the server whose socket is in this folder."""
    return f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}&port={PORT}"


def is_there(folder: Path, owner: int) -> bool:
    """Whether the socket exists, in a folder that only this user can enter."""
    return _is_private(folder, owner) and (folder / NAME).is_socket()


def remove(folder: Path, owner: int) -> None:
    """Remove the socket of a dead server, and the folder that was made for it."""
    if not _is_private(folder, owner):
        return
    for path in (folder / NAME, folder / f"{NAME}.lock"):
        path.unlink(missing_ok=True)
    if folder.parent == _SHORT and folder.name.startswith(_PREFIX):
        with suppress(OSError):  # somebody put another file into it
            folder.rmdir()


def _is_private(folder: Path, owner: int) -> bool:
    with suppress(FileNotFoundError):
        found = folder.lstat()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == owner and not found.st_mode & 0o077
    return False
