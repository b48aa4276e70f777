"""Prompts as they are shown: the versions of each key with their scores, and how each differs from the one before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from math import sqrt
from typing import NamedTuple

from alfrd_luigi.database import events
from alfrd_luigi.database import prompts as versions
from alfrd_luigi.database import series as series_rows
from alfrd_luigi.database import trials as trial_rows
from alfrd_luigi.database.events import Event
from alfrd_luigi.database.prompts import EVOLVING, Key, PromptVersion, WorstResult
from alfrd_luigi.database.session import Session
from alfrd_luigi.grouping import grouped
from alfrd_luigi.views import trials
from alfrd_luigi.views.trials import KeyTrials, TrialView
from alfrd_luigi.views.word_differences import Part, differences

_COMPARED = 30
_WORST = 3
_NORMAL_QUANTILE = 1.96  # of 97.5 %
_NEWEST_REFUSED = 3
# Events of each comparison and of what was never tried, which are no decisions.
_STEP, _REFUSED = "compared", "proposal refused"
_MADE_ACTIVE = frozenset({"accepted", "promoted", "returned", "rolled back"})


class Interval(NamedTuple):
    """Where a mean is with 95 % confidence, from 0 to 1."""

    low: float
    high: float


class Version(NamedTuple):
    """A version. `states` are active, on_trial, pinned, unaudited and may_return. `challenges` is the number of the
    version that it challenges or has challenged.

    `differences` are those from `compared`: that version, or else the one before; empty for the first version, and for
    versions that are too old.
    """

    row: PromptVersion
    states: list[str]
    interval: Interval | None
    challenges: int | None
    compared: int | None
    differences: list[Part]
    worst: list[WorstResult]


class Listed(NamedTuple):
    """A version, its states (see Version), and the open trial of which it is the candidate."""

    row: PromptVersion
    states: list[str]
    trial: TrialView | None


class PromptView(NamedTuple):
    """A key, its versions from the newest to the first one, its trials, and the events about it, the newest first.

    `series` is the title of the series that it serves, if it serves one.
    """

    of: Key
    series: str | None
    versions: list[Version]
    trials: KeyTrials
    events: list[Event]

    @property
    def key(self) -> str:
        """The key as text."""
        return str(self.of)

    @property
    def kind(self) -> str:
        """The kind of the prompt."""
        return self.of.kind

    @property
    def document_type(self) -> str | None:
        """The type that it serves, if it does not serve all."""
        return self.of.document_type

    @property
    def active(self) -> Version:
        """The version that is used."""
        return next((version for version in self.versions if version.row.active), self.versions[0])

    @property
    def is_evolving(self) -> bool:
        """Whether its versions can be tried."""
        return self.of.kind in EVOLVING

    @property
    def candidate(self) -> int | None:
        """The number of the version that challenges the active one now."""
        return next((trial.row.candidate for trial in self.trials.open if trial.row.purpose == "challenge"), None)

    @property
    def history(self) -> list[Event]:
        """The decisions, the newest first."""
        return [event for event in self.events if event.event not in (_STEP, _REFUSED)]

    @property
    def refused(self) -> list[Event]:
        """The newest proposals that were refused."""
        return [event for event in self.events if event.event == _REFUSED][:_NEWEST_REFUSED]

    @property
    def accepted(self) -> Event | None:
        """The decision of a person by whom the active version is active."""
        newest = next((event for event in self.events if event.event in _MADE_ACTIVE), None)
        return newest if newest is not None and newest.event == "accepted" else None


class Comparison(NamedTuple):
    """Two versions of a key, and the words that differ."""

    before: int
    after: int
    parts: list[Part]


def prompts(session: Session, of_series: Collection[int] = ()) -> Iterator[PromptView]:
    """Every key, by kind and type; of the keys of series, which may be thousands, those of these series."""
    keys = [key for key in versions.keys(session) if key.series_id is None or key.series_id in of_series]
    return _views(session, keys)


def tried_series(session: Session) -> set[int]:
    """The series whose prompts are on trial."""
    return {trial.series_id for trial in trial_rows.all_open(session) if trial.series_id is not None}


def listing(session: Session, kind: str | None, document_type: str | None) -> Iterator[Listed]:
    """Every version, or those of one kind or type."""
    for key, found in groupby(versions.listing(session, kind, document_type), lambda row: row.key):
        rows = list(found)
        # A trial has two versions.
        tried = trials.of_key(session, key, detailed=0) if len(rows) > 1 else trials.NONE
        yield from (listed(row, tried) for row in rows)


def listed(row: PromptVersion, tried: KeyTrials) -> Listed:
    """A version among the trials of its key."""
    trial = next((each for each in tried.open if each.row.candidate_id == row.id), None)
    return Listed(row, _states(row, tried), trial)


def prompt(session: Session, key: Key, detailed: int | None = trials.DETAILED) -> PromptView:
    """One key; the comparisons of its newest trials are `detailed`, None: of all. Raises NotFoundError."""
    versions.active(session, key)
    return next(_views(session, [key], detailed))


def compared(session: Session, key: Key, before: int | None, after: int | None) -> Comparison:
    """The words that two versions differ in. Raises NotFoundError for a version that does not exist.

    Without versions, the candidate of the open challenge is compared with the active version, or else the active one
    with the version before it. Without `after`, the active version is compared with `before`.
    """
    rows = {row.version: row for row in versions.of_key(session, key)}
    active = versions.active(session, key).version
    tried = next((row.version for row in rows.values() if row.on_trial), None)
    if before is None:
        earlier = max((number for number in rows if number < active), default=active)
        before, after = (earlier, active) if tried is None else (active, tried)
    after = active if after is None else after
    for number in (before, after):
        versions.version(session, key, number)
    return Comparison(before, after, differences(rows[before].text, rows[after].text))


def interval_of(row: PromptVersion) -> Interval | None:
    """The interval of the mean score of a version; None if it has no scores."""
    return interval(row.score, row.documents) if row.score is not None and row.documents else None


def interval(mean: float, count: int) -> Interval:
    """The 95 % interval of the mean of `count` scores: Wilson's, which takes each score for a yes or a no.

    Scores vary less than that, so the interval is rather too wide. For few of them, or all alike, it stays wide, where
    the interval from their own deviation would claim a certainty that is not there.
    """
    square = _NORMAL_QUANTILE**2
    middle = (mean + square / (2 * count)) / (1 + square / count)
    half = _NORMAL_QUANTILE / (1 + square / count) * sqrt(mean * (1 - mean) / count + square / (4 * count * count))
    return Interval(max(middle - half, 0.0), min(middle + half, 1.0))


def _views(session: Session, keys: Sequence[Key], detailed: int | None = trials.DETAILED) -> Iterator[PromptView]:
    """The keys in their order. What most of them have is asked for at once."""
    rows = versions.of_keys(session, keys)
    history = grouped(events.of(session, "prompt", *map(str, keys)), lambda event: event.key)
    ids = [row.id for key in keys for row in rows[key][-_COMPARED:]]
    challenged = versions.incumbents(session, ids)
    worst = grouped(versions.worst(session, ids, _WORST), lambda result: result.id)
    for key in keys:
        tried = trials.of_key(session, key, detailed) if len(rows[key]) > 1 else trials.NONE
        series = None if key.series_id is None else series_rows.get(session, key.series_id).title
        yield PromptView(key, series, _versions(rows[key], tried, challenged, worst), tried, history[str(key)][::-1])


def _states(row: PromptVersion, tried: KeyTrials) -> list[str]:
    found = [name for name in ("active", "on_trial", "pinned") if getattr(row, name)]
    found += ["unaudited"] if row.active and tried.is_unaudited(row.id) else []
    may_return = any(each.row.purpose == "return" and each.row.candidate_id == row.id for each in tried.open)
    return [*found, "may_return"] if may_return else found


def _versions(
    rows: Sequence[PromptVersion],
    tried: KeyTrials,
    challenged: Mapping[int, int],
    worst: Mapping[int, list[WorstResult]],
) -> list[Version]:
    """The versions of a key, whose rows are in order."""
    texts, oldest = {row.version: row.text for row in rows}, len(rows) - _COMPARED
    return [
        _version(row, _states(row, tried), challenged.get(row.id), texts, worst[row.id], number >= oldest)
        for number, row in reversed(list(enumerate(rows)))
    ]


def _version(
    row: PromptVersion,
    states: list[str],
    challenges: int | None,
    texts: dict[int, str],
    worst: list[WorstResult],
    is_new: bool,
) -> Version:
    before = challenges or max((number for number in texts if number < row.version), default=None)
    made = differences(texts[before], row.text) if before is not None and is_new else []
    return Version(row, states, interval_of(row), challenges, before, made, worst)
