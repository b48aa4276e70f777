"""The state of the archive at a glance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from alfrd_luigi.database import activity, audits, calls, listings, runs, types
from alfrd_luigi.database.session import Session
from alfrd_luigi.health.findings import Finding
from alfrd_luigi.health.machine import glance
from alfrd_luigi.settings import settings
from alfrd_luigi.views.overview import Overview, overview_of
from alfrd_luigi.views.runs import WITH_PAGE

_NEWEST = 12
_TROUBLED = 20
_UNCERTAIN = 12
_OTHERS = 10
# Characters of a text of a document, a model or a person: the page stays small, and a list stays a list.
_LONGEST = 240


class Arrivals(NamedTuple):
    """The documents that the run which registered the newest document registered. `run` is None without one."""

    run: str | None
    documents: frozenset[UUID]


class OpenAudit(NamedTuple):
    """A document of the random sample that waits for a person, and the Monday of the week in which it was drawn.

    How sure its values are is not shown, so that a person looks at the paper with an open mind.
    """

    document: listings.DocumentRow
    week: date


class Spending(NamedTuple):
    """US dollars at most, of this month by type and of this day (UTC), and the limit of a day and of a run, if any."""

    by_type: list[calls.Cost]
    today: Decimal
    a_day: Decimal | None
    a_run: Decimal | None

    @property
    def total(self) -> Decimal:
        """What was spent this month."""
        return sum((row.at_most_usd for row in self.by_type), Decimal())


class HomeView(NamedTuple):
    """What came in, what needs a person, and the state of the archive and of the machine.

    `findings` are those of `alfrd doctor` that are quick and free.
    """

    overview: Overview
    totals: listings.Totals
    arrivals: Arrivals
    newest: list[listings.DocumentRow]
    failed_files: list[activity.FailedFile]
    uncertain: list[listings.DocumentRow]
    audits: list[OpenAudit]
    proposals: list[types.Proposal]
    spending: Spending
    last_run_has_page: bool
    findings: list[Finding]

    @property
    def problems(self) -> list[Finding]:
        """The findings about which something has to be done."""
        return [finding for finding in self.findings if finding.state in ("doubtful", "wrong")]


_Row = TypeVar("_Row", bound=NamedTuple)


def home(session: Session) -> HomeView:
    """The state of the archive."""
    state, sample = _overview(session), _audits(session)
    last = state.last_run
    return HomeView(
        overview=state,
        totals=listings.totals(session),
        arrivals=_arrivals(session),
        newest=_short(listings.documents(session, limit=_NEWEST)),
        failed_files=_short(activity.failed_files(session, _OTHERS)),
        uncertain=_short(_uncertain(session, {audit.document.id for audit in sample})),
        audits=sample,
        proposals=_short(types.proposals(session)[:_OTHERS]),
        spending=_spending(session),
        last_run_has_page=last is not None and last.run in {run.id for run in runs.last(session, WITH_PAGE)},
        findings=list(glance()),
    )


def _overview(session: Session) -> Overview:
    found = overview_of(session, _TROUBLED)
    return found._replace(
        outages=_short(found.outages), troubled=_short(found.troubled), rejected=_short(found.rejected[:_OTHERS])
    )


def _arrivals(session: Session) -> Arrivals:
    found = activity.newest_arrivals(session)
    return Arrivals(found[0].run if found else None, frozenset(each.document for each in found))


def _uncertain(session: Session, sample: Collection[UUID]) -> list[listings.DocumentRow]:
    """The newest documents with uncertain values, without those of the random sample."""
    found = listings.documents(session, only_uncertain=True, limit=_UNCERTAIN + len(sample))
    return [row for row in found if row.id not in sample][:_UNCERTAIN]


def _audits(session: Session) -> list[OpenAudit]:
    waiting = audits.waiting(session)[:_OTHERS]
    rows = {row.id: row for row in listings.documents(session, ids=[audit.document for audit in waiting])}
    found = [audit for audit in waiting if audit.document in rows]
    named = _short(rows[audit.document] for audit in found)
    return [OpenAudit(row, audit.week) for row, audit in zip(named, found, strict=True)]


def _spending(session: Session) -> Spending:
    today = datetime.now(UTC).date()
    days = calls.cost(session, "day", today)
    spent = sum((day.at_most_usd for day in days if day.what == today.isoformat()), Decimal())
    limits = settings().max_cost_per_day, settings().max_cost_per_run
    return Spending(calls.cost(session, "type", today.replace(day=1)), spent, *limits)


def _short(rows: Iterable[_Row]) -> list[_Row]:
    """Records with the beginnings of their long texts."""
    return [row._replace(**{name: _beginning(value) for name, value in row._asdict().items()}) for row in rows]


def _beginning(value: Any) -> Any:
    if isinstance(value, list):
        return [_beginning(each) for each in value[:_OTHERS]]
    return _cut(value) if isinstance(value, str) else value


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
