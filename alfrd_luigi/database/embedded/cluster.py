"""The cluster, PostgreSQL's data folder. It is created beside its place and renamed, so it is complete or missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from alfrd_luigi.database.embedded import programs
from alfrd_luigi.document_files.durability import sync
from alfrd_luigi.errors import DatabaseAwayError

_INITDB_SECONDS = 300
# The builtin provider sorts and folds case by Unicode, and needs no locale of the operating system.
_OPTIONS = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-instructions",
)
# Defines what text search treats as a letter. Without C.UTF-8, every character outside ASCII is one.
_LETTERS = ("C.UTF-8", "C")


def is_complete(folder: Path) -> bool:
    """Whether the cluster was created completely. The database `postgres`, number 5, is created last."""
    return (folder / "PG_VERSION").is_file() and (folder / "base" / "5").is_dir()


def create(folder: Path, account: programs.Account, lock: int) -> None:
    """Create the cluster, durably. `lock` is held as long as initdb runs, even if this process dies.

    The remains of an interrupted creation are removed. A folder that is not a cluster is set aside, never removed.

    Raises DatabaseAwayError with the message of initdb.
    """
    for left in folder.parent.glob(f"{folder.name}.new-*"):
        shutil.rmtree(left)
    if folder.is_mount() or not os.access(folder.parent, os.W_OK):  # a folder cannot be renamed to it
        account.own(folder)
        _initdb(folder, account, lock)
        return
    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}.new-", dir=folder.parent))
    try:
        account.own(made)
        _initdb(made, account, lock)
        set_aside(folder)
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    sync(folder.parent)


def set_aside(folder: Path) -> None:
    """Rename a folder that is not empty to `NAME.incomplete-…`, beside it."""
    if folder.is_dir() and any(folder.iterdir()):
        folder.rename(tempfile.mkdtemp(prefix=f"{folder.name}.incomplete-", dir=folder.parent))


def _initdb(folder: Path, account: programs.Account, lock: int) -> None:
    command = [programs.program("initdb"), f"--pgdata={folder}", *_OPTIONS]
    for letters in _LETTERS:
        try:
            programs.run([*command, f"--lc-ctype={letters}"], account, pass_fds=[lock], timeout=_INITDB_SECONDS)
        except subprocess.CalledProcessError as error:
            if "invalid locale name" not in error.stderr or letters == _LETTERS[-1]:
                raise DatabaseAwayError(
                    f"the embedded PostgreSQL in {folder.parent} cannot be created: {_reason(error)}",
                    "Check data_dir, its permissions and the space on its disk; then run: alfrd init",
                ) from error
        else:
            return


def _reason(error: subprocess.CalledProcessError) -> str:
    lines = str(error.stderr).strip().splitlines() or [f"initdb ended with {error.returncode}"]
    return next((line for line in lines if "error:" in line or "FATAL:" in line), lines[-1])
