"""All checks, in the order in which a person would fix problems."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.health import machine, services
from alfrd_luigi.health.findings import Check, Finding, findings
from alfrd_luigi.health.notifying import notifying
from alfrd_luigi.settings import is_named, settings


def examine(*, call: bool) -> Iterator[Finding]:
    """The findings of every check that the settings allow. With `call`, services are asked as well, by free calls."""
    yield from findings([("versions", machine.versions), ("configuration", machine.configuration)])
    try:
        settings()
    except SettingsError:  # already a finding, and nothing else can be checked
        return
    if is_named(os.environ):
        yield from _archive(call=call)
    outside: list[tuple[str, Check]] = [
        ("text recognition", services.text_recognition),
        ("language", partial(services.language, call=call)),
        ("account", partial(services.account, call=call)),
        ("spending", services.spending),
        ("messages", notifying),
        ("luigid", machine.scheduler),
    ]
    yield from findings(outside)


def _archive(*, call: bool) -> Iterator[Finding]:
    """The findings about the archive. Its rows are not read if the database is unusable or not initialised."""
    database = list(findings([("database", machine.database_server)]))
    yield from database
    if all(finding.state != "wrong" for finding in database):
        yield from findings([("runs", machine.runs_at_work), ("documents", partial(services.documents, call=call))])
        yield from findings([("trials", services.trials)])
    yield from findings([("inbox", machine.inbox), ("maildir", machine.maildir), ("disk", machine.disk)])
