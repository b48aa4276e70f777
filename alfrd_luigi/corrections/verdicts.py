"""A person's verdicts on two documents: they are the same paper, or distinct ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal
from uuid import UUID

from alfrd_luigi.corrections.acting import acting
from alfrd_luigi.database import corrections, deletions, documents, events, locks, pairs
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import ConflictError, InvalidInputError
from alfrd_luigi.stages import duplicates

Verdict = Literal["same", "distinct"]


def decide(session: Session, one: UUID, other: UUID, verdict: Verdict, by: str) -> None:
    """Record that a person says so. Raises InvalidInputError if it is one document, and NotFoundError."""
    if one == other:
        raise InvalidInputError(f"both are document {one}", "Name two documents")
    with acting(session):
        group = _held(session, one, other)
        before = pairs.verdict(session, one, other)
        pairs.set_verdict(session, one, other, verdict, "person", "")
        after = pairs.verdict(session, one, other)
        parted = _part(session, one, other) if verdict == "distinct" else []
        if verdict == "same" or (before is not None and before.verdict == "same"):
            duplicates.relink(session, group)
        said = {"before": before and before._asdict(), "after": after and after._asdict(), "parted": parted}
        series = documents.series_among(session, group)
        act = corrections.begin(session, by, verdict, documents=[str(one), str(other)], series=series, **said)
        for id, paired in ((one, other), (other, one)):
            events.record(session, None, "document", id, verdict, act=act, by=by, document=str(paired))


def _part(session: Session, one: UUID, other: UUID) -> list[dict[str, Any]]:
    """Tell the latter of two distinct papers apart from those that are the same as both. Returns the earlier verdicts.

    Otherwise it would not be counted, as a copy of a copy of the former.
    """
    latter = pairs.latter(session, one, other)
    parted = []
    for id in pairs.linked(session, latter):
        found = pairs.verdict(session, latter, id)
        if found is not None:
            parted.append({"documents": [str(latter), str(id)], "before": found._asdict()})
            pairs.set_verdict(session, latter, id, "distinct", "person", "")
    return parted


def _held(session: Session, one: UUID, other: UUID) -> list[UUID]:
    """The papers that are the same as either. Both documents exist until the transaction ends. Raises NotFoundError."""
    documents.keep(session, [one, other])
    for id in (one, other):
        documents.state(session, id)
    locks.hold_to_end(session, LockClass.SERIES, 0)
    return pairs.group(session, [one, other])


def _take_back(session: Session, details: Mapping[str, Any]) -> list[UUID]:
    """Undo a verdict. Returns the documents; none if one is gone for good, and the verdict with it.

    Raises ConflictError if one is in the bin, or if a person gave another verdict since.
    """
    one, other = map(UUID, details["documents"])
    if not all(_exists(session, id) for id in (one, other)):
        return []
    group = _held(session, one, other)
    if pairs.verdict(session, one, other) != pairs.Verdict(**details["after"]):
        raise ConflictError(
            f"documents {one} and {other} were compared by a person since",
            f"Say what is right: alfrd same {one} {other}, or alfrd distinct",
        )
    _withdraw(session, one, other, details["before"])
    group += [id for each in details.get("parted", []) for id in _join(session, each)]
    duplicates.relink(session, group)
    return [one, other]


def _join(session: Session, parted: Mapping[str, Any]) -> list[UUID]:
    """Undo what followed from a verdict for another pair, unless a person decided since. Returns the two documents."""
    one, other = map(UUID, parted["documents"])
    found = pairs.verdict(session, one, other)
    if found is None or found.verdict != "distinct":
        return []
    _withdraw(session, one, other, parted["before"])
    return [one, other]


def _withdraw(session: Session, one: UUID, other: UUID, before: Mapping[str, Any] | None) -> None:
    pairs.withdraw(session, one, other)
    if before is not None:
        _say_again(session, one, other, pairs.Verdict(**before))


def _say_again(session: Session, one: UUID, other: UUID, before: pairs.Verdict) -> None:
    """Give the earlier verdict of a person again, or what a comparison finds now."""
    if before.origin == "person":
        pairs.set_verdict(session, one, other, before.verdict, before.origin, before.evidence)
    else:
        duplicates.judge(session, duplicates.read(session, one), other, pairs.facts(session, other))
    pairs.set_time(session, one, other, before)


def _exists(session: Session, id: UUID) -> bool:
    """Whether a document is in the archive, and not gone for good. Raises ConflictError if it is in the bin."""
    if deletions.is_in_bin(session, id):
        raise ConflictError(f"document {id} was deleted since", f"Restore it first: alfrd restore {id}")
    return documents.content_hash(session, id) is not None


INVERSES: Mapping[str, Callable[[Session, Mapping[str, Any]], list[UUID]]] = {
    "same": _take_back,
    "distinct": _take_back,
}
"""What undoes an act. It returns the documents."""
