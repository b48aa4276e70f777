"""Runs as they are shown: what each did, its slots over time, what its documents waited for, and what it cost."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, get_args
from uuid import UUID

from alfrd_luigi.configuration import config_file
from alfrd_luigi.database import activity, holders
from alfrd_luigi.database.activity import CallRow, RunRow, StageRow, StageTotals
from alfrd_luigi.database.outcomes import DocumentOutcome
from alfrd_luigi.database.session import Session
from alfrd_luigi.settings import slots
from alfrd_luigi.stages.graph import FILE_SUMMARY
from alfrd_luigi.views import timeline
from alfrd_luigi.views.timeline import Attempt, Call, Hold, Use, Wait, WaitKind, Work, resource_of

WITH_PAGE = 20
"""The number of the newest runs that have a page."""
LISTED = 200
"""The number of the newest runs in the list."""
_CALLS = 400
_STAGES = 2_400
_DOCUMENTS = 100
_PARTS = 60


class RunsView(NamedTuple):
    """The newest runs, the first `with_page` of which have a page; and the processes at work, with what they hold."""

    runs: list[RunRow]
    with_page: frozenset[str]
    at_work: list[holders.Holder]


class Lanes(NamedTuple):
    """The work that used a resource, in rows without overlaps.

    If it made calls, each row is one of the `slots`, and `used` is the share of their time, 0 to 1, that calls took
    from the first to the last one of the run. Without calls, both are None: the rows show what was done at once.
    """

    resource: str
    slots: int | None
    rows: tuple[tuple[Hold, ...], ...]
    used: float | None

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)


class Bins(NamedTuple):
    """A number over time, by kind: the mean of each of equal parts of a period from 0 to `seconds`."""

    seconds: float
    kinds: dict[str, list[float]]

    @classmethod
    def of(cls, parts: Iterable[tuple[str, float, float]], seconds: float, kinds: Iterable[str]) -> Bins:
        """How many of these parts of the period, each with its kind, start and end, there were at once."""
        width = seconds / _PARTS
        found = {kind: [0.0] * _PARTS for kind in kinds}
        for kind, start, end in parts:
            for bin in range(max(int(start / width), 0), min(int(end / width) + 1, _PARTS)):
                found[kind][bin] += max(min(end, (bin + 1) * width) - max(start, bin * width), 0.0) / width
        return cls(seconds, found)

    @property
    def highest(self) -> float:
        """The highest sum of a part."""
        return max((sum(part) for part in zip(*self.kinds.values(), strict=True)), default=0.0)


class RunView(NamedTuple):
    """A run. `lanes` show its first work until `drawn` seconds after its start, which is `seconds` if all is drawn.

    `waiting` is the number of documents that waited, by what they waited for, and `waited` the seconds of all of them;
    both are those of the drawn part. `in_use` is the number of calls at once over the whole run, if that is longer.
    """

    run: RunRow
    stages: list[StageTotals]
    lanes: list[Lanes]
    waits: list[Wait]
    waiting: Bins
    waited: dict[str, float]
    backed_off: float
    in_use: Bins | None
    documents: list[DocumentOutcome]
    drawn: float
    seconds: float

    @property
    def waits_of(self) -> dict[tuple[str, UUID], dict[str, float]]:
        """The seconds that each stage of a document waited, by what for."""
        found: dict[tuple[str, UUID], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for wait in self.waits:
            found[wait.stage, wait.subject][wait.kind] += wait.end - wait.start
        return found

    @property
    def is_whole(self) -> bool:
        """Whether all work is drawn."""
        return self.in_use is None


def runs(session: Session) -> RunsView:
    """The newest runs."""
    found = activity.runs(session, LISTED)
    return RunsView(found, frozenset(run.id for run in found[:WITH_PAGE]), holders.at_work(session))


def run(session: Session, row: RunRow, limits: Mapping[str, int]) -> RunView:
    """What is shown of a run. `limits` are those of `slot_limits`."""
    totals = activity.by_stage(session, row.id)
    seconds = max(_since(row.started_at, _end(row, totals)), 0.001)
    # Queries that would find nothing are left out: most runs make no call, and some end no stage.
    called, ended = sum(total.calls for total in totals), sum(total.results for total in totals)
    calls = activity.calls(session, row.id, _CALLS) if called else []
    is_cut = len(calls) < called
    before = calls[-1].called_at if is_cut else None
    stages = activity.stages(session, row.id, _STAGES, before) if ended else []
    made = timeline.holds([_call(row, call) for call in calls])
    made += _without_calls(row, stages[:_CALLS], totals)
    is_cut = is_cut or (len(stages) > _CALLS and not calls)
    drawn = max((hold.end for hold in made), default=seconds) if is_cut else seconds
    until = row.started_at + timedelta(seconds=drawn)
    waits = _waits(session, row, stages, made, until, limits) if stages else []
    return RunView(
        run=row,
        stages=totals,
        lanes=_lanes(made, totals, limits),
        waits=waits,
        waiting=_waiting(waits, drawn),
        waited=_waited(waits),
        backed_off=sum(end - start for hold in made for start, end in hold.pauses),
        in_use=_in_use(session, row, seconds) if is_cut else None,
        documents=activity.documents(session, row.id, _DOCUMENTS),
        drawn=drawn,
        seconds=seconds,
    )


def slot_limits() -> dict[str, int]:
    """The number of slots of each resource, as it is set now."""
    return slots(config_file(os.environ))


def _end(row: RunRow, totals: Iterable[StageTotals]) -> datetime:
    """The end of the run, or of its last call: the last sign of life of one that goes on may be older."""
    return max([row.ended_at, *(total.last_at for total in totals if total.last_at is not None)])


def _call(row: RunRow, call: CallRow) -> Call:
    start = _since(row.started_at, call.called_at)
    seconds = max(_since(row.started_at, row.ended_at) - start, 0.0) if call.seconds is None else call.seconds
    usd = None if call.usd is None else float(call.usd)
    attempt = Attempt(call.question, call.attempt, call.outcome, start, start + seconds, usd)
    return Call(call.stage, call.subject, call.name, attempt)


def _since(began: datetime, at: datetime) -> float:
    return (at - began).total_seconds()


def _waits(
    session: Session,
    row: RunRow,
    stages: Iterable[StageRow],
    made: Sequence[Hold],
    until: datetime,
    limits: Mapping[str, int],
) -> list[Wait]:
    called: dict[tuple[str, UUID | None], float] = {}
    for hold in made:
        called.setdefault((hold.stage, hold.subject), hold.start)
    own = [work._replace(called=called.get((work.stage, work.subject), work.start)) for work in _works(row, stages)]
    others = _works(row, activity.others(session, row.id, row.started_at, until, _STAGES))
    calls = (_call(row, call) for call in activity.other_calls(session, row.id, row.started_at, until, _STAGES))
    held = [hold for hold in (*made, *timeline.holds(calls)) if hold.attempts]
    uses = [Use(resource_of(hold.stage), hold.start, hold.end) for hold in held]
    return timeline.waits(own, others, uses, limits)


def _works(row: RunRow, stages: Iterable[StageRow]) -> list[Work]:
    ended = ((each, _since(row.started_at, each.finished_at)) for each in stages)
    return [
        Work(each.stage, each.subject, each.document_type, end - each.seconds, end, end - each.seconds)
        for each, end in ended
    ]


def _without_calls(row: RunRow, stages: Iterable[StageRow], totals: Iterable[StageTotals]) -> list[Hold]:
    """The work of the engines on this machine: stages of the resources for which the run made no call."""
    called = {resource_of(total.stage) for total in totals if total.calls}
    found = []
    for each in stages:
        if resource_of(each.stage) not in called:
            end = _since(row.started_at, each.finished_at)
            found.append(Hold(each.stage, each.subject, each.name, end - each.seconds, end, each.status))
    return found


def _lanes(made: Sequence[Hold], totals: Sequence[StageTotals], limits: Mapping[str, int]) -> list[Lanes]:
    found = []
    for resource, count in limits.items():
        of_resource = [hold for hold in made if resource in _resources(hold.stage)]
        called = [total for total in totals if total.calls and resource in _resources(total.stage)]
        if called:
            found.append(Lanes(resource, count, timeline.allot(of_resource, count), _used(called, count)))
        elif of_resource:
            found.append(Lanes(resource, None, timeline.allot(of_resource, 1), None))
    return found


def _resources(stage: str) -> tuple[str, ...]:
    """The resources of which a stage holds a slot each."""
    return ("bedrock", "file_generation") if stage == FILE_SUMMARY else (resource_of(stage),)


def _used(totals: Sequence[StageTotals], count: int) -> float:
    """The share of the time of the slots that calls took, from the first to the last one."""
    seconds = sum(total.call_seconds for total in totals)
    first = [total.first_at for total in totals if total.first_at is not None]
    last = [total.last_at for total in totals if total.last_at is not None]
    span = (max(last) - min(first)).total_seconds()
    return min(seconds / (span * count), 1.0) if span > 0 else 0.0


def _waiting(waits: Iterable[Wait], seconds: float) -> Bins:
    return Bins.of(((wait.kind, wait.start, wait.end) for wait in waits), seconds, get_args(WaitKind))


def _waited(waits: Iterable[Wait]) -> dict[str, float]:
    found = dict.fromkeys(get_args(WaitKind), 0.0)
    for wait in waits:
        found[wait.kind] += wait.end - wait.start
    return found


def _in_use(session: Session, row: RunRow, seconds: float) -> Bins:
    until = row.started_at + timedelta(seconds=seconds)
    kinds: dict[str, list[float]] = defaultdict(lambda: [0.0] * _PARTS)
    for use in activity.in_use(session, row.id, row.started_at, until, _PARTS):
        kinds[resource_of(use.stage)][use.part] += use.seconds / (seconds / _PARTS)
    return Bins(seconds, dict(kinds))
