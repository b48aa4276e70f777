"""Prompts: versions of a key (kind, document_type, series_id), exactly one of them active."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple, Self
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError, NotFoundError
from alfrd_luigi.grouping import grouped

# A version is judged by this many of its newest results.
_NEWEST = 200


# The kinds whose versions are tried. The others are static: only a person changes them.
EVOLVING = frozenset({"classifier", "summarizer", "series_summarizer"})
Origin = Literal["shipped", "suggested", "proposed", "derived", "person"]


class Key(NamedTuple):
    """What a prompt is for: its kind, and the type or the series that it serves, if it does not serve all."""

    kind: str
    document_type: str | None = None
    series_id: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key that `str` writes. Raises InvalidInputError."""
        kind, _, served = text.partition(":")
        if kind == "series_summarizer" and served.isdecimal():
            return cls(kind, None, int(served))
        if not kind or kind == "series_summarizer":
            raise InvalidInputError(f"{text!r} is no prompt", "See them with: alfrd prompts list")
        return cls(kind, served or None)

    def __str__(self) -> str:
        served = self.document_type if self.series_id is None else self.series_id
        return self.kind if served is None else f"{self.kind}:{served}"


class ActivePrompt(NamedTuple):
    """The active version of a key. `score` is the mean of its newest `scored` results, 0 without results.

    `fields_schema` is that of a series; None for any other kind.
    """

    id: int
    kind: str
    document_type: str | None
    series_id: int | None
    version: int
    text: str
    fields_schema: dict[str, Any] | None
    is_pinned: bool
    score: float
    scored: int

    @property
    def key(self) -> Key:
        """The key."""
        return Key(self.kind, self.document_type, self.series_id)


class Wording(NamedTuple):
    """What a version asks: its text and, for a series, the JSON Schema of the fields."""

    kind: str
    text: str
    fields_schema: dict[str, Any] | None = None


class PromptVersion(NamedTuple):
    """A version of a key with the mean score, 0 to 1, of its results for `scored` documents.

    `on_trial` says that it is tried in shadow, as a candidate for the place of the active version.
    """

    id: int
    kind: str
    document_type: str | None
    series_id: int | None
    version: int
    active: bool
    on_trial: bool
    pinned: bool
    origin: str
    score: float | None
    documents: int
    text: str
    created_at: datetime

    @property
    def key(self) -> Key:
        """The key."""
        return Key(self.kind, self.document_type, self.series_id)


class Incumbent(NamedTuple):
    """The number of the version that a version challenges or has challenged."""

    id: int
    version: int


class Suggestion(NamedTuple):
    """A text that a scorer suggested in place of a version, and the document that it had scored."""

    document_id: UUID
    text: str


class WorstResult(NamedTuple):
    """A result of a version with a low score, and what the scoring suggested."""

    id: int
    document_id: UUID
    name: str | None
    score: float
    suggestion: str | None


def seed(session: Session, kind: str, document_type: str | None, text: str, origin: str) -> None:
    """Insert version 1 of a key that has no version."""
    session.run("prompts.seed", kind=kind, document_type=document_type, text=text, origin=origin)


def active(session: Session, key: Key, document: UUID | None = None) -> ActivePrompt:
    """The active version of a key, or of the key of this kind that applies to a document. Raises NotFoundError."""
    row = session.one("prompts.active", ActivePrompt, **key._asdict(), document=document, newest=_NEWEST)
    if row is None:
        raise NotFoundError(
            f"there is no active prompt {key}{f' for document {document}' if document else ''}",
            "See them with: alfrd prompts list",
        )
    return row


def lock_active(session: Session, key: Key) -> ActivePrompt:
    """The active version like `active`, with its row locked until the transaction ends."""
    session.run("prompts.lock_active", **key._asdict())
    return active(session, key)


def suggestions(session: Session, id: int) -> list[Suggestion]:
    """Untried suggestions from this version's newest scorings of clinic documents, that of the worst result first."""
    return session.all("prompts.suggestions", Suggestion, id=id, newest=_NEWEST)


def add(
    session: Session, incumbent: int, text: str, origin: Origin, fields_schema: Mapping[str, Any] | None = None
) -> int:
    """Insert the next version of the incumbent's key, not active. Returns its id.

    `fields_schema` is that of a series; by default, that of the incumbent.
    """
    schema = None if fields_schema is None else Json(fields_schema)
    return int(session.value("prompts.add", incumbent=incumbent, text=text, origin=origin, fields_schema=schema))


def swap(session: Session, current: int, successor: int, pinned: bool) -> bool:
    """Make another version active in place of the current one. Returns False if the current one is no longer active."""
    if session.run("prompts.deactivate", id=current) == 0:
        return False
    return session.run("prompts.activate", id=successor, pinned=pinned) == 1


def pin(session: Session, id: int, pinned: bool) -> None:
    """Pin the version, which prevents challenges, or unpin it."""
    session.run("prompts.pin", id=id, pinned=pinned)


def score(session: Session, id: int, document_id: UUID, score: float, suggestion: str | None) -> None:
    """Record the score, 0 to 1, of this version's result for a document, and the suggestion."""
    session.run("prompts.score", prompt_id=id, document_id=document_id, score=score, suggestion=suggestion)


def keys(session: Session) -> list[Key]:
    """Every key, by kind, type and series."""
    return session.all("prompts.keys", Key)


def listing(session: Session, kind: str | None = None, document_type: str | None = None) -> list[PromptVersion]:
    """Every version, or those of one kind or type."""
    return session.all("prompts.list", PromptVersion, kind=kind, document_type=document_type, keys=None)


def of_keys(session: Session, keys: Iterable[Key]) -> Mapping[Key, list[PromptVersion]]:
    """Every version of each of these keys, from the first one."""
    names = list(map(str, keys))
    rows = session.all("prompts.list", PromptVersion, kind=None, document_type=None, keys=names)
    return grouped(rows, lambda row: row.key)


def of_key(session: Session, key: Key) -> list[PromptVersion]:
    """Every version of one key, from the first one."""
    return of_keys(session, [key])[key]


def version(session: Session, key: Key, version: int) -> int:
    """The id of a version. Raises NotFoundError."""
    id: int | None = session.value("prompts.version", **key._asdict(), version=version)
    if id is None:
        raise NotFoundError(f"there is no version {version} of {key}", "See the versions with: alfrd prompts list")
    return id


def wording(session: Session, id: int) -> Wording:
    """What a version asks."""
    return session.only("prompts.wording", Wording, id=id)


def incumbents(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """The number of the version that each of these versions challenges or has challenged."""
    return dict(session.all("prompts.incumbents", Incumbent, ids=list(ids)))


def worst(session: Session, ids: Sequence[int], limit: int) -> list[WorstResult]:
    """Up to `limit` results of each of these versions that have the lowest scores, below 1."""
    return session.all("prompts.worst", WorstResult, ids=list(ids), limit=limit)
