"""What has to run again because of an act of a person, found by comparing the archive before and after it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from decimal import Decimal
from typing import NamedTuple, TypeVar
from uuid import UUID

from alfrd_luigi.database import corrections, files, revisions
from alfrd_luigi.database.session import Session
from alfrd_luigi.stages import estimate
from alfrd_luigi.stages.graph import STAGES, StageName

_Made = TypeVar("_Made")


class Repeated(NamedTuple):
    """A document, and its stages that run again."""

    document: UUID
    stages: list[StageName]


class Consequences(NamedTuple):
    """The documents of which stages run again, the series whose files are summarised again, and the expected cost."""

    documents: list[Repeated]
    series: list[int]
    cost_usd: Decimal


def attempt(
    session: Session, act: Callable[[], _Made], by: str, *, is_trial: bool = False
) -> tuple[_Made, Consequences]:
    """Let a person act. Returns what the act returns, and what runs again because of it. A trial changes nothing."""
    with session.transaction(is_trial=True) if is_trial else nullcontext():
        last, outdated = corrections.last_id(session), set(files.outdated(session))
        made = act()
        found = revisions.taken_back(session, by, last)
        documents = [Repeated(each.document_id, [name for name in STAGES if name in each.stages]) for each in found]
        # A document that is filed again may return to its series, or to another that is summarised in place of it.
        left = [each.series_id for each in found if each.series_id is not None]
        series = [id for id in files.outdated(session, left) if id not in outdated]
        repeated = [stage for each in documents for stage in each.stages]
        cost = estimate.again(session, repeated, len(series))
    return made, Consequences(documents, series, cost)
