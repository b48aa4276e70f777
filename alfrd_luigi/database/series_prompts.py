"""The prompts of series, each with the schema of the fields of its series, and the designs from which they come."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database.session import Session

KIND = "series_summarizer"
"""The kind of these prompts."""


class SeriesPrompt(NamedTuple):
    """The active prompt of a series. `fields_schema` is the JSON Schema of the fields of its documents."""

    series_id: int
    id: int
    version: int
    text: str
    fields_schema: dict[str, Any]


class Member(NamedTuple):
    """A counted document of a series."""

    id: UUID
    document_type: str | None


def active(session: Session, series_id: int) -> SeriesPrompt | None:
    """The active prompt of a series; None if it has none."""
    return actives(session, [series_id]).get(series_id)


def actives(session: Session, ids: Sequence[int]) -> dict[int, SeriesPrompt]:
    """The active prompts of these series, by series."""
    return {each.series_id: each for each in session.all("series_prompts.actives", SeriesPrompt, ids=list(ids))}


def of_document(session: Session, id: UUID) -> SeriesPrompt | None:
    """The active prompt of the series in which a document is; None if there is none."""
    return session.one("series_prompts.of_document", SeriesPrompt, id=id)


def insert(session: Session, series_id: int, text: str, fields_schema: dict[str, Any]) -> int | None:
    """Insert the first prompt of a series, and return its id. None if the series has one already."""
    found: int | None = session.value(
        "series_prompts.insert", series_id=series_id, text=text, fields_schema=fields_schema
    )
    return found


def newest(session: Session, series_id: int, limit: int) -> list[Member]:
    """The newest counted members of a series, the newest first."""
    return session.all("series_prompts.newest", Member, series_id=series_id, limit=limit)


def members(session: Session, series_id: int) -> int:
    """The number of counted members of a series."""
    return int(session.value("series_prompts.members", series_id=series_id))


def refused_at(session: Session, series_id: int) -> int | None:
    """The number of counted members that a series had when its last design was not taken; None if there is none."""
    found: int | None = session.value("series_prompts.refused_at", series_id=series_id)
    return found


def record_design(session: Session, series_id: int, members: int, prompt_id: int | None, fault: str | None) -> None:
    """Record that a series with so many counted members got a prompt, or why its design was not taken."""
    values = {"members": members, "prompt_id": prompt_id, "fault": fault}
    session.run("series_prompts.record_design", series_id=series_id, **values)


def share(session: Session, newest: int) -> Decimal:
    """The share of the `newest` filed documents that their series read, more than 0; 1 without documents."""
    found: Decimal = session.value("series_prompts.share", newest=newest)
    return found
