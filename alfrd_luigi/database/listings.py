"""Documents as rows of lists, and what is shown beside a document: queries for many documents at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args
from uuid import UUID

from alfrd_luigi.database.session import Session

Order = Literal["newest", "date", "total", "entity"]
ORDERS: tuple[Order, ...] = get_args(Order)


class DocumentRow(NamedTuple):
    """A document in a list. `year` is that of its date or, without one, of its registration (UTC).

    `name` is that of its first file. `tags` are without that of its series. A copy is not counted in sums.
    """

    id: UUID
    year: int
    registered_at: datetime
    status: str
    document_type: str | None
    title: str | None
    entity: str | None
    document_date: date | None
    total_amount: Decimal | None
    currency: str | None
    uncertain: list[str]
    error_message: str | None
    series_id: int | None
    series: str | None
    name: str | None
    tags: list[str]
    is_copy: bool


class Likeness(NamedTuple):
    """A document, the one that is counted in its place, and those that a person has to compare with it.

    Of it and those that are `undecided`, all the same paper, one will be counted once they are filed.
    """

    document_id: UUID
    original: UUID | None
    alike: list[UUID]
    undecided: list[UUID]


class Year(NamedTuple):
    """The number of documents that the list of a year has."""

    year: int
    documents: int


class InYear(NamedTuple):
    """A document, and the year in which it is listed."""

    id: UUID
    year: int


class Key(NamedTuple):
    """Where a document is listed, and what its page says of others.

    `related` are the ids of the previous and the next document of its series, and of those with which it is paired;
    `again` is how often its bytes came again. `drawable` is the number of its pages that are no texts: those of images
    and PDFs.
    """

    id: UUID
    year: int
    series_id: int | None
    related: list[str]
    again: int
    drawable: int


class Names(NamedTuple):
    """The titles of all series, and the names of all issuers, by id as text."""

    series: dict[str, str]
    issuers: dict[str, str]


class Page(NamedTuple):
    """A page of a document. Each of `words`: the word, left, top, right, bottom (0 to 1), confidence.

    `turn` is the direction of writing on the page as its file shows it, if the boxes are on the page turned upright.
    """

    document_id: UUID
    number: int
    source: str
    confidence: float | None
    unread: float | None
    turn: str | None
    words: list[list[Any]]


class StagePrompt(NamedTuple):
    """The kind, and the document type or series, if any, of the prompt with which a stage was done."""

    document_id: UUID
    stage: str
    kind: str
    document_type: str | None
    series_id: int | None


class StageCost(NamedTuple):
    """What the calls for a stage of a document cost, in US dollars."""

    document_id: UUID
    stage: str
    usd: Decimal


class Totals(NamedTuple):
    """The numbers of documents, of those with an uncertain value, and of pages; the bytes of the page files."""

    documents: int
    uncertain: int
    pages: int
    bytes: int


def documents(
    session: Session,
    *,
    ids: Sequence[UUID] | None = None,
    status: str | None = None,
    document_type: str | None = None,
    sort: Order = "newest",
    only_uncertain: bool = False,
    only_duplicates: bool = False,
    limit: int | None = None,
) -> list[DocumentRow]:
    """Documents in this order: all, or those that meet each condition.

    With `only_uncertain`, those with values that are not sure; with `only_duplicates`, those that are the same as or
    like others.
    """
    conditions = {"ids": _listed(ids), "status": status, "document_type": document_type, "sort": sort}
    only = {"only_uncertain": only_uncertain, "only_duplicates": only_duplicates}
    return session.all("listings.documents", DocumentRow, limit=limit, **conditions, **only)


def likenesses(session: Session, ids: Sequence[UUID]) -> dict[UUID, Likeness]:
    """What these documents are copies of, or look like, by document; the others are left out."""
    found = session.all("listings.likenesses", Likeness, ids=list(ids))
    return {each.document_id: each for each in found}


def years(session: Session) -> list[Year]:
    """The years that have documents, the newest first."""
    return session.all("listings.years", Year)


def listed(session: Session, years: Iterable[int] | None = None) -> list[InYear]:
    """The documents of these years, or all, in the order of the lists by year: the oldest first."""
    return session.all("listings.listed", InYear, years=None if years is None else list(years))


def newest(session: Session, limit: int) -> list[UUID]:
    """The documents that are the last ones of the lists, the newest first."""
    return session.values("listings.newest", limit=limit)


def keys(session: Session, ids: Iterable[UUID] | None = None) -> list[Key]:
    """Where these documents, or all, are listed, in the order of the lists by year: the oldest first."""
    return session.all("listings.keys", Key, ids=None if ids is None else list(ids))


def once_in_series(session: Session, ids: Sequence[int]) -> list[UUID]:
    """The documents that are or were in one of these series."""
    return session.values("listings.once_in_series", ids=list(ids))


def recalling(session: Session, issuers: Sequence[UUID]) -> list[UUID]:
    """The documents for which the memory of these issuers was used."""
    return session.values("listings.recalling", issuers=list(map(str, issuers)))


def names(session: Session) -> Names:
    """The names of series and issuers."""
    return session.only("listings.names", Names)


def series_of_files(session: Session, ids: Sequence[UUID]) -> list[int]:
    """The series of files."""
    return session.values("listings.series_of_files", ids=list(ids))


def pages(session: Session, ids: Sequence[UUID], *, with_words: bool) -> list[Page]:
    """The pages of documents, in their order. Without `with_words`, `words` is empty."""
    return session.all("listings.pages", Page, ids=list(ids), with_words=with_words)


def stage_prompts(session: Session, ids: Sequence[UUID]) -> list[StagePrompt]:
    """The prompts with which the stages of documents were done."""
    return session.all("listings.stage_prompts", StagePrompt, ids=list(ids))


def stage_costs(session: Session, ids: Sequence[UUID]) -> list[StageCost]:
    """What the calls for documents cost."""
    return session.all("listings.stage_costs", StageCost, ids=list(ids))


def totals(session: Session) -> Totals:
    """The size of the archive."""
    return session.only("listings.totals", Totals)


def _listed(ids: Sequence[UUID] | None) -> list[UUID] | None:
    return None if ids is None else list(ids)
