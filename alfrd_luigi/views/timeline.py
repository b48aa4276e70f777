"""The picture of a run: which slot was held when and by what, and what the documents waited for.

Nothing records which slot a call held, or why a stage did not begin. Both are derived from times:

- A slot is held from the first attempt of a question to the end of its last attempt, and so are the pauses between
  them (services/books.py). A pause that is longer than a back-off can be was a wait for money, without a slot.
- Slots are alike, so each hold gets the first row that is free.
- A stage could begin when the stages that it requires had ended in the same run. From then until it began, it waited:
  for its type, while another document of the type was summarised; for a slot, while calls held all of them; otherwise
  for something that left no trace (the scheduler, the database, the machine).
- A stage begins before it has a slot, to prepare its question. While all slots were taken between its begin and its
  first call, it waited for one. The rest of that time is its own work.

All times are seconds since the run began.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.services.back_off import LONGEST_PAUSE
from alfrd_luigi.stages.graph import GRAPH

WaitKind = Literal["slot", "type", "other"]
Interval = tuple[float, float]

_REQUIRED: Mapping[str, Sequence[str]] = {name: stage.requires for name, stage in GRAPH.items()}
# The times come from two clocks, of the database and of the process: a pause may seem this much longer.
_SLACK = 1.0
# A slot that becomes free is taken after about this time by a task that waits for it (services/slots.py).
_HANDED_ON = 0.1
# Rows are stored a little after the work has ended, so the next hold of a slot may seem to begin before that.
_OVERLAP = 0.25


class Attempt(NamedTuple):
    """An attempt of a call. `usd` is None if its cost is not known."""

    question: str
    number: int
    outcome: str
    start: float
    end: float
    usd: float | None


class Hold(NamedTuple):
    """A slot, held for a stage of a document, or for a file. `subject` is None if that was deleted.

    `attempts` is empty for work without calls, whose outcome is `outcome`; else that is the outcome of the last one.
    """

    stage: str
    subject: UUID | None
    name: str | None
    start: float
    end: float
    outcome: str
    attempts: tuple[Attempt, ...] = ()

    @property
    def pauses(self) -> Iterator[Interval]:
        """The back-off between the attempts."""
        for before, after in pairwise(self.attempts):
            if after.start > before.end:
                yield before.end, after.start

    @property
    def usd(self) -> float:
        """The known cost of the attempts."""
        return sum(attempt.usd or 0.0 for attempt in self.attempts)


class Work(NamedTuple):
    """A stage of a document from its begin to its end, and when it made its first call: `start` without one."""

    stage: str
    subject: UUID
    document_type: str | None
    start: float
    end: float
    called: float


class Use(NamedTuple):
    """A slot of a resource, held for a time."""

    resource: str
    start: float
    end: float


class Wait(NamedTuple):
    """What a stage of a document waited for, and when."""

    stage: str
    subject: UUID
    kind: WaitKind
    start: float
    end: float


class Call(NamedTuple):
    """An attempt with what it was made for."""

    stage: str
    subject: UUID | None
    name: str | None
    attempt: Attempt


def holds(calls: Iterable[Call]) -> list[Hold]:
    """The holds of slots that these attempts, in the order in which they were made, show."""
    found: dict[tuple[str, UUID | None, str], list[Hold]] = defaultdict(list)
    for call in calls:
        of_question = found[call.stage, call.subject, call.attempt.question]
        if of_question and _goes_on(of_question[-1], call.attempt):
            of_question[-1] = _with(of_question[-1], call.attempt)
        else:
            of_question.append(_held(call))
    return sorted((hold for each in found.values() for hold in each), key=lambda hold: (hold.start, hold.end))


def _goes_on(hold: Hold, attempt: Attempt) -> bool:
    is_next = attempt.number == hold.attempts[-1].number + 1
    return is_next and attempt.start - hold.end <= LONGEST_PAUSE + _SLACK


def _with(hold: Hold, attempt: Attempt) -> Hold:
    end = max(hold.end, attempt.end)
    return hold._replace(end=end, outcome=attempt.outcome, attempts=(*hold.attempts, attempt))


def _held(call: Call) -> Hold:
    attempt = call.attempt
    return Hold(call.stage, call.subject, call.name, attempt.start, attempt.end, attempt.outcome, (attempt,))


def allot(holds: Iterable[Hold], slots: int) -> tuple[tuple[Hold, ...], ...]:
    """Rows of holds that do not overlap: at most `slots`, unless more were held at once.

    A hold that seems to overlap the next one by a moment, while no row is free, ends where that begins.
    """
    rows: list[list[Hold]] = []
    for hold in sorted(holds, key=lambda hold: (hold.start, hold.end)):
        row = _free(rows, hold.start)
        if row is None and len(rows) >= slots:
            row = _nearly_free(rows, hold.start)
        if row is None:
            rows.append(row := [])
        row.append(hold)
    return tuple(map(tuple, rows))


def _free(rows: list[list[Hold]], at: float) -> list[Hold] | None:
    return next((row for row in rows if row[-1].end <= at), None)


def _nearly_free(rows: list[list[Hold]], at: float) -> list[Hold] | None:
    first = min(rows, key=lambda row: row[-1].end)
    if first[-1].end - at > _OVERLAP or first[-1].start >= at:
        return None
    first[-1] = _cut(first[-1], at)
    return first


def _cut(hold: Hold, end: float) -> Hold:
    attempts = tuple(attempt._replace(end=min(attempt.end, end)) for attempt in hold.attempts if attempt.start < end)
    return hold._replace(end=end, attempts=attempts)


def waits(own: Sequence[Work], others: Sequence[Work], held: Iterable[Use], slots: Mapping[str, int]) -> list[Wait]:
    """What the stages of a run waited for, in the order of time. `others` are stages of other runs meanwhile.

    `held` are the calls of all runs, and `slots` is the number of slots of each resource, as it is set now.
    """
    uses = list(held)
    full = {name: _full([(use.start, use.end) for use in uses if use.resource == name], slots[name]) for name in slots}
    by_type = _summaries([*own, *others])
    found = []
    for work, ready in _could_begin(own):
        of_type = _within(by_type.get(work.document_type, []), ready, work.start) if work.stage == "summarize" else []
        taken = full[resource_of(work.stage)]
        before = _without([(ready, work.start)], of_type)
        for_slot = [part for each in (*before, (work.start, work.called)) for part in _within(taken, *each)]
        parts: dict[WaitKind, list[Interval]] = {"type": of_type, "slot": for_slot, "other": _without(before, for_slot)}
        found += [Wait(work.stage, work.subject, kind, *part) for kind in parts for part in parts[kind]]
    return sorted(found, key=lambda wait: (wait.start, wait.end))


def resource_of(stage: str) -> str:
    """The key of `[resources]` whose slots a stage uses."""
    return "textract" if stage == "ocr" else "bedrock"


def _could_begin(own: Sequence[Work]) -> Iterator[tuple[Work, float]]:
    """The work, and since when it could begin. The first stage of a document, and one that requires what another run
    did, could begin when it did: when the run claimed the document is not known.
    """
    ended = {(work.subject, work.stage): work.end for work in own}
    for work in own:
        required = _REQUIRED[work.stage]
        ends = [end for stage in required if (end := ended.get((work.subject, stage))) is not None]
        is_known = required and len(ends) == len(required)
        yield work, min(max(ends), work.start) if is_known else work.start


def _summaries(at_work: Sequence[Work]) -> dict[str | None, list[Interval]]:
    """When documents of each type were summarised."""
    found: dict[str | None, list[Interval]] = defaultdict(list)
    for work in at_work:
        if work.stage == "summarize":
            found[work.document_type].append((work.start, work.end))
    return {name: _joined(each) for name, each in found.items()}


def _full(held: Iterable[Interval], slots: int) -> list[Interval]:
    """When all slots were taken. A slot that is taken again at once was not free."""
    taken = [(start, end + _HANDED_ON) for start, end in held]
    changes = sorted([(start, 1) for start, _ in taken] + [(end, -1) for _, end in taken])
    found: list[Interval] = []
    count, since = 0, 0.0
    for at, change in changes:
        before, count = count, count + change
        if before < slots <= count:
            since = at
        elif count < slots <= before and at - _HANDED_ON > since:
            found.append((since, at - _HANDED_ON))
    return _joined(found)


def _joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as intervals that do not touch, in order."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _within(intervals: Sequence[Interval], start: float, end: float) -> list[Interval]:
    """The parts of joined intervals between two moments."""
    first = max(bisect_right(intervals, (start,)) - 1, 0)
    last = bisect_left(intervals, (end,))
    parts = ((max(start, since), min(end, until)) for since, until in intervals[first:last])
    return [(since, until) for since, until in parts if since < until]


def _without(intervals: Iterable[Interval], removed: Sequence[Interval]) -> list[Interval]:
    """What is left of intervals without others, which are in order and do not overlap."""
    found = []
    for start, end in intervals:
        for since, until in _within(removed, start, end):
            if start < since:
                found.append((start, since))
            start = until
        if start < end:
            found.append((start, end))
    return found
