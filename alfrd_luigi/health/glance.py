"""The checks that take milliseconds: they call no service and load no engine."""

from __future__ import annotations

from collections.abc import Iterator

from alfrd_luigi.health import machine
from alfrd_luigi.health.findings import Check, Finding, findings

_CHECKS: list[tuple[str, Check]] = [
    ("configuration", machine.configuration),
    ("runs", machine.runs_at_work),
    ("inbox", machine.inbox),
    ("maildir", machine.maildir),
    ("disk", machine.disk),
]


def glance() -> Iterator[Finding]:
    """Their findings, for an archive that is open. Outages are not among them."""
    yield from findings(_CHECKS)
