"""All checks, in the order in which a person would mend things."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.health import local, services
from alfrd_luigi.health.findings import Check, Finding, findings
from alfrd_luigi.settings import is_named, settings


def examine(*, call: bool) -> Iterator[Finding]:
    """The findings of every check that the settings allow; with `call` services are asked as well, for nothing."""
    yield from findings([("versions", local.versions), ("configuration", local.configuration)])
    try:
        settings()
    except SettingsError:  # a finding already, and there is nothing else to look at
        return
    archive: list[tuple[str, Check]] = [
        ("database", local.database_server),
        ("runs", local.runs_at_work),
        ("inbox", local.inbox),
        ("disk", local.disk),
        ("documents", partial(services.documents, call=call)),
    ]
    outside: list[tuple[str, Check]] = [
        ("text recognition", services.text_recognition),
        ("language", services.language),
        ("language", partial(services.model_server, call=call)),
        ("account", partial(services.account, call=call)),
        ("spending", services.spending),
        ("luigid", local.scheduler),
    ]
    yield from findings([*(archive if is_named(os.environ) else []), *outside])
