"""Checks of this machine: versions, configuration, folders, disk, database, luigid."""

from __future__ import annotations

import os
import platform
import shutil
import socket
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from shlex import quote

from alfrd_luigi import archive, shadowing
from alfrd_luigi.configuration import config_file, read
from alfrd_luigi.database import holders, outages, overview
from alfrd_luigi.database.connection import database
from alfrd_luigi.health import findings
from alfrd_luigi.health.findings import State
from alfrd_luigi.settings import check_named, settings, slots, unknown_variables

Finding = tuple[State, str, str]
Findings = Iterator[Finding]

SCARCE_BYTES, TOO_FEW_BYTES = 2_000_000_000, 200_000_000
_CONNECT_SECONDS = 3.0
_CONNECTIONS_OF_A_RUN = 18  # with the 16 workers of the shipped luigi.cfg


def versions() -> Findings:
    """The installed versions. The package's own metadata lists the requirements."""
    parts = ", ".join(f"{name} {version(name)}" for name in ("luigi", "boto3", "psycopg2-binary"))
    yield "well", f"alfrd-luigi {version('alfrd-luigi')}, Python {platform.python_version()}, {parts}", ""
    shadowing.check()


def configuration() -> Findings:
    """The source of the settings, and the slots."""
    settings()  # raises an error for an invalid setting
    check_named(os.environ)
    file = config_file(os.environ)
    if file is not None:
        yield "well", f"settings from {file}", ""
    else:
        yield "well", "no luigi.cfg: defaults hold, and ALFRD_DATA_DIR names the archive", ""
    yield "well", f"calls at once: {', '.join(f'{name} {limit}' for name, limit in slots(file).items())}", ""
    for variable in unknown_variables(os.environ):
        yield (
            "doubtful",
            f"{variable} is set, and there is no such setting",
            "Correct it, or rename it",
        )


def database_server() -> Findings:
    """Whether the database answers and has this version, and the recorded outages."""
    left = archive.open_archive().connections_left
    server = overview.server(database().session())
    where = "an embedded server" if not settings().database_url else f"database {server.name}"
    yield "well", f"PostgreSQL {server.version}, {where}, {server.size / 1e6:.0f} MB", ""
    if left < _CONNECTIONS_OF_A_RUN:
        mend = "Raise max_connections, or the CONNECTION LIMIT of the role or the database"
        yield "doubtful", f"{left} more connections are left: a run does less at once", mend
    yield from _outages()


def _outages() -> Findings:
    """The services that do not answer."""
    for away in outages.current(database().session()):
        hours = (away.last_at - away.since).total_seconds() / 3600
        since = f"{away.since.astimezone():%Y-%m-%d %H:%M}"
        said = f"{away.service} answers nobody since {since} ({hours:.1f} h): {away.reason}"
        yield "doubtful", said, "Documents wait for it; to ask at once: alfrd retry, then alfrd process"


def runs_at_work() -> Findings:
    """The active processes, what they hold, and whether they show a sign of life."""
    found = holders.at_work(database().session())
    if not found:
        yield "well", "no run is at work", ""
    for holder in found:
        holds = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in holder.holds.items())
        said = f"{holder.line}; holds {holds or 'nothing that others wait for'}"
        if holder.lives:
            yield "well", said, ""
        else:
            yield "doubtful", said, f"Look at process {holder.pid} on {holder.host}, and end it"


def inbox() -> Findings:
    """Whether files can be moved out of the inbox."""
    folder = settings().inbox_dir
    if not folder.is_dir():
        yield "wrong", f"the inbox {folder} is not there", "Run: alfrd init"
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield (
            "wrong",
            f"the inbox {folder} cannot be read and written",
            f"Make it yours: chown and chmod 700 {quote(str(folder))}",
        )
    elif folder.stat().st_mode & 0o007:
        yield "doubtful", f"everybody may look into the inbox {folder}", f"Run: chmod o= {quote(str(folder))}"
    else:
        yield "well", str(folder), ""


def maildir() -> Findings:
    """Whether mails can be moved from `new` to `cur`. Nothing is found if there is no maildir."""
    folder = settings().maildir_dir
    if not settings().has_maildir:
        return
    parts = [folder / name for name in ("new", "cur")]
    if not all(part.is_dir() for part in parts):
        yield "wrong", f"{folder} is no maildir", "Set maildir_dir to a folder that holds `new` and `cur`, or empty it"
    elif not all(os.access(part, os.R_OK | os.W_OK | os.X_OK) for part in parts):
        yield "wrong", f"the maildir {folder} cannot be read and written", "Give this user access to it"
    else:
        yield "well", str(folder), ""


def disk() -> Findings:
    """Whether there is enough disk space."""
    folder = _existing(settings().data_dir)
    free = free_bytes(folder)
    said = f"{free / 1e9:.1f} GB are free in {folder}"
    if free < TOO_FEW_BYTES:
        yield "wrong", said, "Make room, or move data_dir"
    elif free < SCARCE_BYTES:
        yield "doubtful", said, "Make room before the next large batch"
    else:
        yield "well", said, ""


def free_bytes(folder: Path) -> int:
    """The space that is left on the disk of a folder, or of the folder in which it would be made. Raises OSError."""
    return shutil.disk_usage(_existing(folder)).free


def scheduler() -> Findings:
    """Whether luigid answers, if one is configured."""
    file = config_file(os.environ)
    core = read(file)["core"] if file is not None and read(file).has_section("core") else {}
    host, port = core.get("scheduler_host", ""), core.get("scheduler_port", "8082")
    if not host:
        yield "well", "runs need no luigid", ""
    elif not port.isdigit():
        yield "wrong", f"[core] of {file} has scheduler_port = {port!r}", "Set it to the number of a port"
    else:
        yield from _listening(host, int(port))


def _listening(host: str, port: int) -> Findings:
    try:
        socket.create_connection((host, port), _CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        yield (
            "wrong",
            f"luigid at {host}:{port} does not answer ({error})",
            "Start scripts/luigid, or take scheduler_host out of luigi.cfg",
        )
        return
    yield "well", f"luigid answers at {host}:{port}", ""


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def glance() -> Iterator[findings.Finding]:
    """The findings of the checks that take milliseconds, for an archive that is open. Outages are not among them."""
    yield from findings.findings([("configuration", configuration), ("runs", runs_at_work)])
    yield from findings.findings([("inbox", inbox), ("maildir", maildir), ("disk", disk)])
