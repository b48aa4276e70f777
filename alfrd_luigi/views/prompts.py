"""Prompts as they are shown: the versions of each key with their scores, and how each differs from the one before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import sqrt
from typing import NamedTuple

from alfrd_luigi.database import events
from alfrd_luigi.database import prompts as versions
from alfrd_luigi.database.events import Event
from alfrd_luigi.database.prompts import PromptVersion, WorstResult, key_of
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError
from alfrd_luigi.views.word_differences import Part, differences

_COMPARED = 30
_WORST = 3
_NORMAL_QUANTILE = 1.96  # of 97.5 %


class Interval(NamedTuple):
    """Where a mean is with 95 % confidence, from 0 to 1."""

    low: float
    high: float


class Version(NamedTuple):
    """A version. `challenges` is the number of the version that it challenges or has challenged.

    `differences` are those from `compared`: that version, or else the one before; empty for the first version, and for
    versions that are too old.
    """

    row: PromptVersion
    interval: Interval | None
    challenges: int | None
    compared: int | None
    differences: list[Part]
    worst: list[WorstResult]

    @property
    def states(self) -> list[str]:
        """What is the case: active, on_trial, pinned."""
        return states(self.row)


class PromptView(NamedTuple):
    """A key, its versions from the newest to the first one, and the decisions about them, the newest first."""

    kind: str
    document_type: str | None
    series_id: int | None
    versions: list[Version]
    history: list[Event]

    @property
    def key(self) -> str:
        """The key as text."""
        return key_of(self.kind, self.document_type, self.series_id)

    @property
    def active(self) -> Version:
        """The version that is used."""
        return next((version for version in self.versions if version.row.active), self.versions[0])


def prompts(session: Session) -> Iterator[PromptView]:
    """Every key, by kind and type."""
    found = versions.listing(session)
    history = defaultdict(list)
    for event in events.of(session, "prompt", *sorted({_key(row) for row in found})):
        history[event.key].append(event)
    for key, rows in groupby(found, _key):
        made = _versions(session, list(rows))
        first = made[0].row
        yield PromptView(first.kind, first.document_type, first.series_id, made, history[key][::-1])


def prompt(session: Session, key: str) -> PromptView:
    """One key, as `key_of` writes it. Raises NotFoundError."""
    rows = [row for row in versions.listing(session, key.partition(":")[0]) if _key(row) == key]
    if not rows:
        raise NotFoundError(f"there is no prompt {key!r}", "See them with: alfrd prompts list")
    history, first = events.of(session, "prompt", key), rows[0]
    return PromptView(first.kind, first.document_type, first.series_id, _versions(session, rows), history[::-1])


def _key(row: PromptVersion) -> str:
    return key_of(row.kind, row.document_type, row.series_id)


def states(row: PromptVersion) -> list[str]:
    """What is the case of a version: active, on_trial, pinned."""
    return [name for name in ("active", "on_trial", "pinned") if getattr(row, name)]


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


def _versions(session: Session, rows: Sequence[PromptVersion]) -> list[Version]:
    """The versions of a key, whose rows are in order."""
    ids = [row.id for row in rows[-_COMPARED:]]
    challenged = versions.incumbents(session, ids)
    worst = defaultdict(list)
    for result in versions.worst(session, ids, _WORST):
        worst[result.id].append(result)
    texts = {row.version: row.text for row in rows}
    return [_version(row, challenged.get(row.id), texts, worst[row.id], row.id in ids) for row in reversed(rows)]


def _version(
    row: PromptVersion, challenges: int | None, texts: dict[int, str], worst: list[WorstResult], is_new: bool
) -> Version:
    before = challenges or max((number for number in texts if number < row.version), default=None)
    made = differences(texts[before], row.text) if before is not None and is_new else []
    return Version(row, interval_of(row), challenges, before, made, worst)
