"""How often the next paper of a series is foreseen, and how often it is wrong to say that one is late or missing.

    python benchmarks/due.py [--seeds 20] [--first-seed 1] [--manifest FILE]

Each member of a series with at least four is foreseen from those before it (leave one out, three at least): it is right
if it comes within the tolerance around the expected day, early or late if it comes outside of it, and silent if nothing
is foreseen. A late one is a false alarm: it came, and was said to be late before. Then each series loses one paper
between two others, which has to be found missing, and says what else it believes to be missing. The series are those of
`alfrd samples`, one archive a seed; schedules of several kinds; and with --manifest, the papers of a labelled folder
(see accuracy.py) by issuer and type. Amounts are judged in the same way: an amount of three times the usual one has to
be found unusual, a price that rose by 8 % and stays has to be found, and nothing else.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import click

from alfrd_luigi.extraction.entity_names import normalise_entity
from alfrd_luigi.samples.collection import collect
from alfrd_luigi.views.amounts import rise, unusual
from alfrd_luigi.views.expectations import LEAST_PAPERS, NEWEST, Step, missing, next_paper

_START = date(2019, 1, 7)
_MEMBERS = 24
_LEAST_MEMBERS = 4
_LEAST_PRICES = 6
_RISE = Decimal("1.08")

# The place of July, from which on the rent of the samples is higher.
_ROSE = {"samples: rent receipts": 6}

Schedule = Callable[[random.Random], list[date]]
Prices = Callable[[random.Random], list[Decimal]]


class Series(NamedTuple):
    """A series of a kind, with the frequency that filing stores, and its papers in the order of their dates."""

    kind: str
    frequency: str | None
    days: list[date]
    amounts: list[Decimal]


def _every(step: Step, jitter: int) -> Schedule:
    """A paper each step, up to `jitter` days earlier or later."""
    return lambda rng: [
        step.after(_START, times) + timedelta(rng.randint(-jitter, jitter)) for times in range(_MEMBERS)
    ]


def _last_working_days(_: random.Random) -> list[date]:
    ends = (Step(1, 0).after(date(2019, 2, 1), times) - timedelta(1) for times in range(_MEMBERS))
    return [end - timedelta(max(end.weekday() - 4, 0)) for end in ends]


def _on_another_day(rng: random.Random) -> list[date]:
    """A billing day that moves once."""
    moved = rng.randint(8, 16)
    return [Step(1, 0).after(_START, times) + timedelta(15 * (times >= moved)) for times in range(_MEMBERS)]


def _with_late_ones(rng: random.Random) -> list[date]:
    """One paper in ten comes ten to twenty days late."""
    days = (Step(1, 0).after(_START, times) for times in range(_MEMBERS))
    return [day + timedelta(rng.randint(10, 20) if rng.random() < 0.1 else rng.randint(0, 2)) for day in days]


def _irregular(rng: random.Random) -> list[date]:
    days = [_START]
    while len(days) < _MEMBERS:
        days.append(days[-1] + timedelta(1 + round(rng.expovariate(1 / 30))))
    return days


SCHEDULES: Mapping[str, Schedule] = {
    "weekly, 1 day around": _every(Step(0, 7), 1),
    "every 4 weeks": _every(Step(0, 28), 0),
    "monthly, 2 days around": _every(Step(1, 0), 2),
    "monthly, 5 days around": _every(Step(1, 0), 5),
    "last working day": _last_working_days,
    "monthly, some late": _with_late_ones,
    "monthly, day moves": _on_another_day,
    "every 2 months, 4 around": _every(Step(2, 0), 4),
    "quarterly, 10 around": _every(Step(3, 0), 10),
    "annual, 20 around": _every(Step(12, 0), 20),
    "irregular": _irregular,
}


def _seasonal(rng: random.Random) -> list[Decimal]:
    course = (60, 65, 75, 95, 120, 150, 165, 160, 130, 100, 80, 65)
    return [_cents(course[month % 12] * rng.uniform(0.92, 1.08)) for month in range(_MEMBERS)]


def _cents(amount: float) -> Decimal:
    return Decimal(f"{amount:.2f}")


PRICES: Mapping[str, Prices] = {
    "one price": lambda rng: [_cents(rng.uniform(5, 2000))] * _MEMBERS,
    "within 1 %": lambda rng: [_cents(100 * rng.uniform(0.99, 1.01)) for _ in range(_MEMBERS)],
    "within 10 %": lambda rng: [_cents(100 * rng.uniform(0.9, 1.1)) for _ in range(_MEMBERS)],
    "with the seasons": _seasonal,
    "any purchases": lambda rng: [_cents(rng.lognormvariate(3.5, 0.8)) for _ in range(_MEMBERS)],
}


def _samples(seed: int) -> Iterator[Series]:
    found: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for sample in collect(seed, "all"):
        paper = sample.paper
        if paper.series is not None:
            found[paper.series].append((paper.date, paper.total or Decimal()))
    for name, papers in found.items():
        papers.sort()
        yield Series(f"samples: {name}", "monthly", [day for day, _ in papers], [amount for _, amount in papers])


def _labelled(manifest: Path) -> Iterator[Series]:
    found: dict[tuple[str, str, str], list[tuple[date, Decimal]]] = defaultdict(list)
    for label in json.loads(manifest.read_text("utf-8")):
        if label["entity"] and label["date"]:
            key = normalise_entity(label["entity"]), label["type"], label["currency"] or ""
            found[key].append((date.fromisoformat(label["date"]), Decimal(str(label["total"] or 0))))
    for papers in found.values():
        papers.sort()
        yield Series(f"papers: {manifest.parent.name}", None, [day for day, _ in papers], [each for _, each in papers])


class Dates:
    """What was foreseen of the series of a kind, and what was found missing."""

    def __init__(self) -> None:
        self.series = self.right = self.early = self.late = self.silent = 0
        self.lost = self.found = self.false = 0

    def look_at(self, series: Series, rng: random.Random) -> None:
        """Foresee each member from those before it, and find what is missing in the whole and after a loss."""
        self.series += 1
        for place in range(LEAST_PAPERS, len(series.days)):
            self._foresee(series, place)
        self.false += len(_missing(series.days, series.frequency))
        if len(series.days) >= 2 * LEAST_PAPERS:
            self._lose(series, rng)

    def _foresee(self, series: Series, place: int) -> None:
        day, found = series.days[place], next_paper(series.days[:place], series.frequency)
        if found is None:
            self.silent += 1
        elif day > found.late:
            self.late += 1
        elif day < found.day - (found.late - found.day):
            self.early += 1
        else:
            self.right += 1

    def _lose(self, series: Series, rng: random.Random) -> None:
        """Take one of the newest papers away: what is then missing besides is a false alarm."""
        days = series.days[-NEWEST:]
        lost = days.pop(rng.randint(1, len(days) - 2))
        said = _missing(days, series.frequency)
        reach = min((later - earlier for earlier, later in pairwise(series.days[-NEWEST:])), default=timedelta()) / 2
        found = any(abs(day - lost) <= max(reach, timedelta(1)) for day in said)
        self.lost += 1
        self.found += found
        self.false += len(said) - found

    def row(self, kind: str) -> str:
        """The line of the table."""
        foreseen = self.right + self.early + self.late + self.silent
        shares = " ".join(f"{_share(count, foreseen):>6}" for count in (self.right, self.early, self.late, self.silent))
        return f"{kind:<32} {self.series:>6} {foreseen:>8} {shares} {f'{self.found}/{self.lost}':>9} {self.false:>6}"


class Amounts:
    """What was found unusual, and which prices were found to have risen, of the amounts of a kind."""

    def __init__(self) -> None:
        self.judged = self.outliers = self.found = self.false = 0
        self.rises = self.found_rises = self.false_rises = 0

    def look_at(self, amounts: Sequence[Decimal], rose: int | None = None) -> None:
        """Judge each amount by those before it, an outlier in its place, and a rise from it on.

        `rose` is the place from which on the amounts have risen by themselves.
        """
        for end in range(_LEAST_PRICES, len(amounts) - 1):
            before = amounts[:end]
            self.judged += 1
            self.false += end - 1 in unusual(before)
            self.outliers += 1
            self.found += end in unusual([*before, 3 * amounts[end]])
            if rose is None:
                self.false_rises += rise(before) is not None
                before = [*before, *(round(each * _RISE, 2) for each in amounts[end : end + 2])]
            if rose is None or end >= rose + 2:
                self.rises += 1
                self.found_rises += rise(before) is not None

    def row(self, kind: str) -> str:
        """The line of the table."""
        found, rises = _share(self.found, self.outliers), _share(self.found_rises, self.rises)
        false, false_rises = _share(self.false, self.judged), _share(self.false_rises, self.judged)
        return f"{kind:<32} {self.judged:>8} {found:>10} {false:>10} {rises:>10} {false_rises:>10}"


def _missing(days: Sequence[date], frequency: str | None) -> list[date]:
    found = next_paper(days, frequency)
    return missing(days, found.step) if found else []


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.1f}%" if of else "-"


@click.command(help=__doc__)
@click.option("--seeds", default=20, show_default=True, help="The number of archives and of series of each kind.")
@click.option("--first-seed", default=1, show_default=True)
@click.option("--manifest", type=click.Path(exists=True, path_type=Path))
def main(seeds: int, first_seed: int, manifest: Path | None) -> None:
    """Foresee, judge, report."""
    dates: dict[str, Dates] = defaultdict(Dates)
    amounts: dict[str, Amounts] = defaultdict(Amounts)
    for seed in range(first_seed, first_seed + seeds):
        rng = random.Random(f"{seed}/due")
        for series in [*_samples(seed), *_scheduled(rng)]:
            _look_at(series, rng, dates, amounts)
        for kind, prices in PRICES.items():
            amounts[kind].look_at(prices(rng))
    for series in _labelled(manifest) if manifest else ():
        _look_at(series, random.Random(first_seed), dates, amounts)
    click.echo(f"{'dates':<32} series foreseen  right  early   late silent   missing  false")
    for kind, each in dates.items():
        click.echo(each.row(kind))
    click.echo(f"\n{'amounts':<32}   judged    unusual      false      risen      false")
    for kind, judged in amounts.items():
        click.echo(judged.row(kind))


def _scheduled(rng: random.Random) -> Iterator[Series]:
    for kind, schedule in SCHEDULES.items():
        yield Series(kind, None, sorted(set(schedule(rng))), [])


def _look_at(series: Series, rng: random.Random, dates: Mapping[str, Dates], amounts: Mapping[str, Amounts]) -> None:
    if len(series.days) < _LEAST_MEMBERS:
        return
    dates[series.kind].look_at(series, rng)
    if series.amounts:
        amounts[series.kind].look_at(series.amounts, _ROSE.get(series.kind))


if __name__ == "__main__":
    main()
