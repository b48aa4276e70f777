"""Checks of this machine: versions, configuration, folders, disk, database, luigid."""

from __future__ import annotations

import os
import platform
import shutil
import socket
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.metadata import version
from pathlib import Path

from alfrd_luigi import archive
from alfrd_luigi.database import views
from alfrd_luigi.database.connection import database
from alfrd_luigi.health.findings import State
from alfrd_luigi.settings import config_files, settings

Findings = Iterator[tuple[State, str, str]]

_RESOURCES = ("textract", "bedrock", "file_generation")
_SCARCE_BYTES, _TOO_FEW_BYTES = 2_000_000_000, 200_000_000
_CONNECT_SECONDS = 3.0


def versions() -> Findings:
    """What is installed; requirements are those of the package itself."""
    parts = ", ".join(f"{name} {version(name)}" for name in ("luigi", "boto3", "psycopg2-binary"))
    yield "well", f"alfrd-luigi {version('alfrd-luigi')}, Python {platform.python_version()}, {parts}", ""


def configuration() -> Findings:
    """Where the settings come from, and the slots."""
    found = list(dict.fromkeys(str(path.absolute()) for path in config_files(os.environ) if path.is_file()))
    if not found:
        yield "wrong", "there is no luigi.cfg here", "Set LUIGI_CONFIG_PATH to where it is, in the cron line as well"
        return
    yield "well", f"settings from {', '.join(found)}", ""
    slots = _configured()
    missing = [name for name in _RESOURCES if not slots.get("resources", name, fallback="0").strip().isdigit()]
    if missing:
        yield "wrong", f"[resources] has no number for {', '.join(missing)}", "Set it in luigi.cfg"
    else:
        yield "well", ", ".join(f"{name} {slots.get('resources', name)}" for name in _RESOURCES), ""


def database_server() -> Findings:
    """Whether the database answers, and is of this version."""
    archive.open_archive()
    server = views.server(database().session())
    where = "an embedded server" if not settings().database_url else f"database {server['name']}"
    yield "well", f"PostgreSQL {server['version']}, {where}, {server['size'] / 1e6:.0f} MB", ""


def inbox() -> Findings:
    """Whether files can be taken out of the inbox."""
    folder = settings().inbox_dir
    if not folder.is_dir():
        yield "wrong", f"the inbox {folder} is not there", "Run: alfrd init"
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield "wrong", f"the inbox {folder} cannot be read and written", f"Make it yours: chown and chmod 700 {folder}"
    elif folder.stat().st_mode & 0o007:
        yield "doubtful", f"everybody may look into the inbox {folder}", f"Run: chmod o= {folder}"
    else:
        yield "well", str(folder), ""


def disk() -> Findings:
    """Whether there is room for more."""
    folder = _existing(settings().data_dir)
    free = shutil.disk_usage(folder).free
    said = f"{free / 1e9:.1f} GB are free in {folder}"
    if free < _TOO_FEW_BYTES:
        yield "wrong", said, "Make room, or move data_dir"
    elif free < _SCARCE_BYTES:
        yield "doubtful", said, "Make room before the next large batch"
    else:
        yield "well", said, ""


def scheduler() -> Findings:
    """Whether luigid answers, where one is named."""
    host = _configured().get("core", "scheduler_host", fallback="")
    if not host:
        yield "well", "runs need no luigid", ""
        return
    port = _configured().getint("core", "scheduler_port", fallback=8082)
    try:
        socket.create_connection((host, port), _CONNECT_SECONDS).close()
    except OSError as error:
        yield (
            "wrong",
            f"luigid at {host}:{port} does not answer ({error})",
            "Start scripts/luigid, or take scheduler_host out of luigi.cfg",
        )
        return
    yield "well", f"luigid answers at {host}:{port}", ""


def _configured() -> ConfigParser:
    parser = ConfigParser(interpolation=None)
    parser.read(config_files(os.environ), encoding="utf-8")
    return parser


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)
