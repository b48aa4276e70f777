"""All checks, in the order in which a person would mend things."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from alfrd_luigi.health import local, services
from alfrd_luigi.health.findings import Check, Finding, findings


def examine(*, call: bool) -> Iterator[Finding]:
    """The findings of every check; with `call` services are asked as well, for nothing."""
    checks: list[tuple[str, Check]] = [
        ("versions", local.versions),
        ("configuration", local.configuration),
        ("database", local.database_server),
        ("inbox", local.inbox),
        ("disk", local.disk),
        ("documents", partial(services.documents, call=call)),
        ("text recognition", services.text_recognition),
        ("language", services.language),
        ("language", partial(services.model_server, call=call)),
        ("account", partial(services.account, call=call)),
        ("outages", services.outage),
        ("spending", services.spending),
        ("luigid", local.scheduler),
    ]
    return findings(checks)
