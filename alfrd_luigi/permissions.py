"""Who may read and write a file, and the error if this process may not."""

from __future__ import annotations

import errno
import os
import pwd
import stat
from pathlib import Path

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.names import printable

_ROOT = 0
_NO_PERMISSION_HELPS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "Free some space"),
    errno.EROFS: "Mount it so that it can be written",
}


def user() -> str:
    """The user of this process: `alice`, or `uid 1000` if the user has no name."""
    return _name(os.geteuid())


def home() -> str:
    """The home folder of that user in the system's list of users; / if it has none."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_dir
    except KeyError:
        return "/"


def refused(error: OSError, doing: str, hint: str) -> SettingsError:
    """The error for a refused file or folder, which `error` names: which one, which user, and why."""
    place = os.fsdecode(error.filename or "")
    reason = error.strerror or type(error).__name__
    closed = _closed(Path(place))
    where = f", since it cannot enter {printable(closed)}" if closed is not None else ""
    message = f"the user {user()} cannot {doing} {printable(place)}{where}: {reason}"
    return SettingsError(message, _NO_PERMISSION_HELPS.get(error.errno or 0, hint))


def _closed(path: Path) -> Path | None:
    """The first folder on a path that this user cannot enter."""
    return next((folder for folder in reversed(path.parents) if _is_closed(folder)), None)


def _is_closed(folder: Path) -> bool:
    return os.access(folder, os.F_OK) and not os.access(folder, os.X_OK, effective_ids=True)


def writers(status: os.stat_result) -> str | None:
    """Who can write a file besides root and the user of this process; None for nobody.

    As in OpenSSH on Debian, a group may write whose only member is the owner: with the usual umask 002 of users with a
    private group, that group can write every new file.
    """
    if status.st_uid not in (_ROOT, os.geteuid()):
        return f"its owner {_name(status.st_uid)}"
    if status.st_mode & stat.S_IWOTH:
        return "everybody"
    if status.st_mode & stat.S_IWGRP and not _is_alone(status.st_uid, status.st_gid):
        return f"its group {_group(status.st_gid)}"
    return None


def _is_alone(uid: int, gid: int) -> bool:
    """Whether the user is the only member of the group."""
    import grp  # a file that a group can write is rare

    members = {entry.pw_name for entry in pwd.getpwall() if entry.pw_gid == gid}
    try:
        members |= set(grp.getgrgid(gid).gr_mem)
    except KeyError:
        return False
    return members == {_name(uid)}


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def _group(gid: int) -> str:
    import grp

    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return f"gid {gid}"
