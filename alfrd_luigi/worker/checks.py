"""Checks before a run begins: luigid, the resources, the workers, the engines."""

from __future__ import annotations

import luigi.configuration
import urllib3

import alfrd_luigi.language.engines as language_engines
import alfrd_luigi.ocr.engines as ocr_engines
from alfrd_luigi.configuration import shipped
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.errors import DatabaseError, SettingsError
from alfrd_luigi.secrecy import without_login
from alfrd_luigi.settings import settings
from alfrd_luigi.worker import connections

RESOURCES = frozenset(shipped()["resources"])
_PER_TYPE_OR_SERIES = ("summarize.", "series.")
_CONNECT_SECONDS = 5.0
# One for the run's lock, and one for the progress or for a question about a statement without an answer.
_OTHER_CONNECTIONS = 2


def check_scheduler(url: str) -> None:
    """Raise SettingsError if luigid does not answer. A frozen luigid still accepts connections."""
    try:
        with connections.answered_within(_CONNECT_SECONDS):
            connections.pools(1).request("HEAD", url, timeout=_CONNECT_SECONDS, retries=False)
    except urllib3.exceptions.HTTPError as error:
        raise SettingsError(
            f"no luigid answers at {without_login(url)} ({_reason(error)})",
            "Start scripts/luigid, or take scheduler_host out of luigi.cfg",
        ) from error


def _reason(error: Exception) -> str:
    """The message of the operating system, or the type of the error: the full message names objects of the library."""
    cause = error.__cause__ or error.__context__
    return (cause.strerror if isinstance(cause, OSError) else None) or type(error).__name__


def check_resources() -> None:
    """Raise SettingsError for a missing or misspelt resource: Luigi would assume a limit of 1."""
    limits = _resource_limits()
    configured = set(limits)
    known = ", ".join(sorted(RESOURCES))
    for name in sorted(configured - RESOURCES):
        if not name.startswith(_PER_TYPE_OR_SERIES):
            raise SettingsError(f"[resources] has {name!r}, which no task uses", f"The resources are: {known}")
    if missing := RESOURCES - configured:
        raise SettingsError(
            f"[resources] does not name {', '.join(sorted(missing))}",
            "Set them in the configuration of Luigi",
        )
    for name, limit in limits.items():
        if limit < 1:
            raise SettingsError(f"[resources] has {name} = {limit}: nothing could ever run", "Set it to 1 or more")


def _resource_limits() -> dict[str, int]:
    try:
        limits: dict[str, int] = luigi.configuration.get_config().getintdict("resources")
    except ValueError as error:
        raise SettingsError(f"[resources] of luigi.cfg: {error}", "Each resource is a whole number") from error
    return limits


def check_workers(count: int) -> None:
    """Raise SettingsError if no task could ever run."""
    if count < 1:
        raise SettingsError(f"[core] has workers = {count}: nothing could ever run", "Set it to 16")


def workers_within(connections: int, count: int) -> int:
    """How many of `count` tasks may run at once, each with its own database connection.

    Raises DatabaseError if not even one can.
    """
    spare = connections - _OTHER_CONNECTIONS
    if spare < 1:
        raise DatabaseError(
            f"the database has {connections} more connections for this role: a run needs {_OTHER_CONNECTIONS + 1}",
            "Raise max_connections, or the CONNECTION LIMIT of the role or the database; or wait until others leave",
        )
    return min(count, spare)


def check_engines() -> None:
    """Raise SettingsError for a missing engine or page store, before any document is changed."""
    for setting, value, known in (
        ("ocr_engine", settings().ocr_engine, ocr_engines.names()),
        ("language_engine", settings().language_engine, language_engines.names()),
    ):
        if value not in known:
            raise SettingsError(f"{setting} = {value!r} is not an engine", f"The engines are: {', '.join(known)}")
    page_store()
