"""What there is to tell of each kind: items with a key, of which those are news whose key was not told.

A line about items says how many there are and which command shows them. It names no document, issuer or amount, because
it may be sent to the service of another company. The items have these, for a program on this machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from alfrd_luigi.database import news, outages
from alfrd_luigi.database.session import Session
from alfrd_luigi.plurals import counted

_SOON = timedelta(7)
# The words for one, and for several.
_FAILED = {
    "document": ("document failed", "documents failed"),
    "file": ("file summary failed", "file summaries failed"),
    "entry": ("entry of the inbox was rejected", "entries of the inbox were rejected"),
}


class Item(NamedTuple):
    """One thing to tell. `told` is what a program gets of it."""

    key: str
    told: Mapping[str, Any]


class Kind(NamedTuple):
    """A kind of news: all its present items, and the line about the new ones.

    Looking for an `is_costly` kind takes as long as a run that finds no work.
    """

    items: Callable[[Session], list[Item]]
    line: Callable[[Sequence[Item]], str]
    is_costly: bool = False


def _failures(session: Session) -> list[Item]:
    return [Item(f"{each.subject} {each.key} {each.stage or ''}", each._asdict()) for each in news.failures(session)]


def _failures_line(items: Sequence[Item]) -> str:
    counts = Counter(item.told["subject"] for item in items)
    said = (counted(count, *_FAILED[subject]) for subject, count in counts.items())
    return f"{', '.join(said)}. See: alfrd status"


def _outages(session: Session) -> list[Item]:
    return [Item(f"{each.service} {each.since.isoformat()}", each._asdict()) for each in outages.current(session)]


def _outages_line(items: Sequence[Item]) -> str:
    said = (f"{item.told['service']} has not answered since {item.told['since']:%Y-%m-%d %H:%M} UTC" for item in items)
    return f"{', '.join(said)}. Documents wait for it"


def _budget(session: Session) -> list[Item]:
    message = news.budget(session)
    return [Item(datetime.now(UTC).date().isoformat(), {"reason": message})] if message is not None else []


def _budget_line(_: Sequence[Item]) -> str:
    return "the budget is used up, and the rest waits. See: alfrd cost"


def _due(session: Session) -> list[Item]:
    from alfrd_luigi.views.dues import dues  # here, because this is looked at once a day, and after work

    today = date.today()
    found = []
    for each in dues(session).open:
        if each.day is None or each.day > today + _SOON or each.is_old(today):
            continue
        bill, state = each.bill, "overdue" if each.is_overdue(today) else "due"
        told = {"state": state, "day": each.day, "document": bill.id, "entity": bill.entity, "name": bill.name}
        found.append(Item(f"{state} {bill.id}", {**told, "amount": bill.amount, "currency": bill.currency}))
    return found


def _due_line(items: Sequence[Item]) -> str:
    overdue = sum(item.told["state"] == "overdue" for item in items)
    due = len(items) - overdue
    said = [f"{counted(due, 'bill')} to be paid within {_SOON.days} days"] if due else []
    said += [f"{counted(overdue, 'bill')} overdue"] if overdue else []
    return f"{', '.join(said)}. See: alfrd due"


def _missing(session: Session) -> list[Item]:
    from alfrd_luigi.views.notices import notices  # here, because this is looked at once a day, and after work

    found = []
    for each in notices(session).lacking(date.today()):
        told = {"state": each.kind, "series": each.series, "title": each.title, "day": each.day}
        found.append(Item(f"{each.kind} {each.series} {each.day}", told))
    return found


def _missing_line(items: Sequence[Item]) -> str:
    return f"{counted(len(items), 'expected paper')} did not come. See: alfrd missing"


def _prompts(session: Session) -> list[Item]:
    return [Item(str(each.id), each._asdict()) for each in news.decisions(session)]


def _prompts_line(items: Sequence[Item]) -> str:
    return f"{counted(len(items), 'decision')} about prompts. See: alfrd prompts list"


def _digest(session: Session) -> list[Item]:
    year, week, _ = datetime.now(UTC).isocalendar()
    return [Item(f"{year}-W{week:02}", news.week(session)._asdict())]


def _digest_line(items: Sequence[Item]) -> str:
    told = items[0].told
    came = ", ".join(f"{told[name]} {name}" for name in ("registered", "filed"))
    now = ", ".join(f"{told[name]} {name}" for name in ("failed", "waiting", "uncertain"))
    return f"the last 7 days: {came}, {told['usd']:.2f} USD; now: {now}"


KINDS: Mapping[str, Kind] = {
    "failures": Kind(_failures, _failures_line),
    "outages": Kind(_outages, _outages_line),
    "budget": Kind(_budget, _budget_line),
    "due": Kind(_due, _due_line, is_costly=True),
    "missing": Kind(_missing, _missing_line, is_costly=True),
    "prompts": Kind(_prompts, _prompts_line),
    "digest": Kind(_digest, _digest_line),
}


class News(NamedTuple):
    """The news of a kind, and the keys of all its items."""

    kind: str
    items: list[Item]
    keys: frozenset[str]

    @property
    def line(self) -> str:
        """The line about them in a message."""
        return KINDS[self.kind].line(self.items)


def look(session: Session, kind: str, told: Iterable[str]) -> News:
    """The items of a kind that were not told."""
    items, known = KINDS[kind].items(session), set(told)
    return News(kind, [item for item in items if item.key not in known], frozenset(item.key for item in items))
