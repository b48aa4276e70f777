"""What changed in the archive between two runs, or in a document since a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from alfrd_luigi.corrections.history import Change, between, series_titles, values
from alfrd_luigi.database import revisions, runs
from alfrd_luigi.database.revisions import Change as Step
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError


class Difference(NamedTuple):
    """A document that differs between two times. It is `filed` if it was filed at the second alone, `unfiled` if at the
    first alone; `changes` are those of one that was filed at both.
    """

    document: UUID
    what: Literal["changed", "filed", "unfiled"]
    changes: list[Change]


class DocumentDifference(NamedTuple):
    """What changed in a document since a time, and who changed it: persons' acts and runs. None if nothing did."""

    since: datetime | None
    by: list[str]
    changes: list[Change]


def between_runs(session: Session, one: str, other: str) -> list[Difference]:
    """The documents that differ between the ends of two runs. Raises NotFoundError if there is no such run."""
    states = revisions.between(session, _end(session, one), _end(session, other))
    titles = series_titles(session, states)
    return [found for each in states if (found := _difference(each, titles)) is not None]


def of_document(session: Session, id: UUID, since: datetime | None) -> DocumentDifference:
    """What changed in a document since a time, or, without one, with its last change."""
    steps = revisions.changes(session, [id])
    steps = steps[-1:] if since is None else [step for step in steps if step.at >= since]
    if not steps:
        return DocumentDifference(since, [], [])
    first, last = steps[0], steps[-1]
    titles = series_titles(session, [first, last])
    before, after = values(first.before, first.tags_before, titles), values(last.after, last.tags_after, titles)
    changes = list(between(before, after))
    return DocumentDifference(since or first.at, list(dict.fromkeys(map(_maker, steps))), changes)


def _difference(states: revisions.States, titles: Mapping[int, str]) -> Difference | None:
    match states.before is not None, states.after is not None:
        case True, False:
            return Difference(states.document_id, "unfiled", [])
        case False, True:
            return Difference(states.document_id, "filed", [])
    before = values(states.before or {}, states.tags_before, titles)
    changes = list(between(before, values(states.after or {}, states.tags_after, titles)))
    return Difference(states.document_id, "changed", changes) if changes else None


def _end(session: Session, run: str) -> datetime:
    end = runs.end(session, run)
    if end is None:
        raise NotFoundError(f"there is no run {run!r} that found work", "See the runs with: alfrd status")
    return end


def _maker(step: Step) -> str:
    return f"{step.act} by {step.person}" if step.person else f"run {step.run_id}"
