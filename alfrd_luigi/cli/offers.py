"""What a shell offers for an argument while a person types it.

An offer is a short query that only reads. Without an archive, or while its embedded server does not run, there is none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from alfrd_luigi.cli.columns import SHORT_ID, short
from alfrd_luigi.errors import AlfrdError

if TYPE_CHECKING:
    from alfrd_luigi.database.completions import Offer
    from alfrd_luigi.database.session import Session

VARIABLE = "_ALFRD_COMPLETE"
_MOST = 100
_SECONDS = 1.0

Offered = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _offering(read: Callable[[Session, str], Sequence[Offer]]) -> Offered:
    """What a shell offers for an argument: the values that begin as what a person has typed."""

    def offered(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
        return [
            CompletionItem(_quoted(each.value), help=" ".join(each.help.split()) or None)
            for each in _read(lambda session: read(session, typed))
            if each.value.startswith(typed) and each.value.isprintable()
        ]

    return offered


def _read(read: Callable[[Session], Sequence[Offer]]) -> Sequence[Offer]:
    """What the archive has, if it can be read at once."""
    from alfrd_luigi.archive import check_made
    from alfrd_luigi.database.connection import database, is_at_hand
    from alfrd_luigi.database.deadline import within
    from alfrd_luigi.settings import settings

    def ask() -> Sequence[Offer]:
        try:
            return read(database().session())
        finally:
            database().close()

    try:
        check_made()
        return within(_SECONDS, ask) if is_at_hand(settings()) else ()
    except AlfrdError:  # the command itself reports it; a person who types gets no offer
        return ()


def _quoted(value: str) -> str:
    """The value as bash takes it; the other shells quote by themselves."""
    is_bash = os.environ.get(VARIABLE, "").startswith("bash")
    return re.sub(r"([^\w:.,@%+=/-])", r"\\\1", value) if is_bash else value


def _documents(session: Session, typed: str) -> Sequence[Offer]:
    from alfrd_luigi.database import completions

    found = completions.documents(session, typed, _MOST)
    return [each._replace(value=short(each.value) or "") for each in found] if len(typed) <= SHORT_ID else found


def _types(session: Session, _typed: str) -> Sequence[Offer]:
    from alfrd_luigi.database import completions

    return completions.types(session)


def _series(session: Session, _typed: str) -> Sequence[Offer]:
    from alfrd_luigi.database import completions

    return completions.series(session, _MOST)


def _tags(session: Session, _typed: str) -> Sequence[Offer]:
    from alfrd_luigi.database import completions

    return completions.tags(session, _MOST)


def _prompts(session: Session, _typed: str) -> Sequence[Offer]:
    from alfrd_luigi.database import completions

    return completions.prompts(session)


documents, types, series, tags, prompts = map(_offering, (_documents, _types, _series, _tags, _prompts))
