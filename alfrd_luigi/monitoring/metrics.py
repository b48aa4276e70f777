"""The metrics of an archive, written after a run for node_exporter's textfile collector or anything like it.

Labels are names of ours: stages, statuses, services, resources. Nothing of a document is among them.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

from alfrd_luigi.configuration import config_file
from alfrd_luigi.database import events, holders, metrics, outages, overview, runs, tables
from alfrd_luigi.database.session import Session
from alfrd_luigi.document_files.durability import whole_file
from alfrd_luigi.errors import SettingsError, machine_trouble
from alfrd_luigi.intake.entries import count_visible
from alfrd_luigi.monitoring.exposition import Kind, Metric, Sample, Value, text
from alfrd_luigi.monitoring.run_end import Ended
from alfrd_luigi.names import printable
from alfrd_luigi.permissions import refused
from alfrd_luigi.settings import settings, slots

_READABLE_BY_ALL = 0o644
_GAUGE: Kind = "gauge"
_COUNTER: Kind = "counter"


def write(session: Session, ended: Ended, path: Path) -> None:
    """Write the metrics to the file, which is replaced as a whole.

    Raises SettingsError for a file that cannot be written, or is a device or a folder, MachineError, and DatabaseError.
    """
    with machine_trouble():
        content = text(_all(session, ended))
    try:
        if path.exists() and not path.is_file():  # root could replace /dev/null
            raise SettingsError(f"{printable(path)} is no regular file", "Correct metrics_file")
        with whole_file(path, replaces=True) as new:
            os.fchmod(new.fileno(), _READABLE_BY_ALL)  # another user's node_exporter reads it
            new.write(content.encode())
    except OSError as error:
        named = OSError(error.errno, error.strerror, str(path))
        raise refused(named, "write", "Correct metrics_file, or the permissions of its folder") from error


def _all(session: Session, ended: Ended) -> list[Metric]:
    with session.snapshot():
        parts = _program(session), _work(session), _failures(session), _calls(session), _budget(session), _now(session)
        return [metric for part in (*parts, _runs(session, ended)) for metric in part]


def _program(session: Session) -> Iterator[Metric]:
    yield _by("version", "build_info", "The version of the program.", {version("alfrd-luigi"): 1})
    yield _one("schema_version", "The number of the last migration of the database.", tables.schema_version(session))


def _work(session: Session) -> Iterator[Metric]:
    counts = overview.counts(session)
    waiting = metrics.oldest_waiting(session)
    yield _by("status", "documents", "Documents by status.", {row.status: row.documents for row in counts})
    yield _one("documents_deferred", "Documents that are tried again later.", sum(row.deferred for row in counts))
    yield _moment(
        "oldest_waiting_document_timestamp_seconds",
        "When the document came that has waited longest to be filed.",
        waiting,
    )
    yield _by("status", "files", "Files by the status of their summary.", _counts(metrics.files(session)))
    yield _one("inbox_entries", "Entries in the folders of new papers.", count_visible(settings().arrival_dirs))


def _failures(session: Session) -> Iterator[Metric]:
    failed = _counts(metrics.failed(session))
    yield _by("stage", "failed_documents", "Documents that failed, by the stage at which they did.", failed)
    yield _one(
        "rejections", "Entries of the inbox that were ever rejected.", events.count_rejections(session), _COUNTER
    )


def _counts(counts: Iterable[metrics.Count]) -> dict[str, float]:
    return {row.name or "none": row.number for row in counts}


def _calls(session: Session) -> Iterator[Metric]:
    rows = metrics.calls(session)
    made = [Sample(row.calls, {"service": row.service, "outcome": row.outcome}) for row in rows]
    yield Metric("alfrd_calls_total", _COUNTER, "Calls to services by outcome; open ones were never closed.", made)
    billed: dict[str, Decimal] = defaultdict(Decimal)
    unknown: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        billed[row.service] += row.usd
        unknown[row.service] += row.unknown_usd
    yield _by("service", "call_cost_usd", "What calls cost in US dollars.", billed, _COUNTER)
    help = "What calls of unknown cost may have cost at most in US dollars."
    yield _by("service", "call_cost_unknown_usd", help, unknown)


def _budget(session: Session) -> Iterator[Metric]:
    spent, a_day = metrics.spent_today(session), settings().max_cost_per_day
    limits = {"day": a_day, "run": settings().max_cost_per_run}
    set_ones = {period: limit for period, limit in limits.items() if limit is not None}
    yield _one("spent_today_usd", "What the calls of this day (UTC) cost at most in US dollars.", spent)
    yield _by("period", "budget_usd", "The limits of a day and of a run in US dollars.", set_ones)
    left = {} if a_day is None else {"day": max(a_day - spent, Decimal(0))}
    yield _by("period", "budget_left_usd", "What is left of the limit of this day in US dollars.", left)


def _now(session: Session) -> Iterator[Metric]:
    limits, at_work = slots(config_file(os.environ)), holders.at_work(session)
    busy = {name: sum(holder.holds.get(f"{name}_slot", 0) for holder in at_work) for name in limits}
    yield _by("resource", "slots", "Slots for concurrent calls.", limits)
    yield _by("resource", "slots_busy", "Slots that other processes hold.", busy)
    since = {each.service: each.since.timestamp() for each in outages.current(session)}
    yield _one("outages", "Services that do not answer.", len(since))
    yield _by("service", "outage_start_timestamp_seconds", "Since when a service does not answer.", since)


def _runs(session: Session, ended: Ended) -> Iterator[Metric]:
    last = runs.ended_last(session)
    yield _one("last_run_timestamp_seconds", "When the run ended that wrote this file.", time.time())
    yield _one("last_run_duration_seconds", "How long that run took.", ended.seconds)
    yield _one("last_run_exit_code", "The exit code of that run.", ended.code)
    succeeded = last and last.succeeded_at
    yield _moment("last_success_timestamp_seconds", "When a run on any host last succeeded.", succeeded)


def _by(label: str, name: str, help: str, values: Mapping[str, Value], kind: Kind = _GAUGE) -> Metric:
    """A metric with a sample for each value of a label."""
    return Metric(_full(name, kind), kind, help, [Sample(value, {label: key}) for key, value in values.items()])


def _one(name: str, help: str, value: Value, kind: Kind = _GAUGE) -> Metric:
    return Metric(_full(name, kind), kind, help, [Sample(value)])


def _moment(name: str, help: str, moment: datetime | None) -> Metric:
    """A moment in seconds since 1970, or no sample."""
    return Metric(_full(name, _GAUGE), _GAUGE, help, [] if moment is None else [Sample(moment.timestamp())])


def _full(name: str, kind: Kind) -> str:
    return f"alfrd_{name}_total" if kind == _COUNTER else f"alfrd_{name}"
