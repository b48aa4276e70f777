"""Replays documents: any prompt, model or engine answers about documents that were read before, and nothing is filed.

The answer is compared with the present one, value by value, and both with what persons say is right. Both are raw, as
the model gave them. An engine whose raw answers are not kept is compared by what its stage made of them, without the
part of the memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.database import calls, documents, replay
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Wording
from alfrd_luigi.database.replay import Answered
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import BudgetError, PermanentError
from alfrd_luigi.language.inquiry import FittedAnswer, question_key
from alfrd_luigi.language.port import LanguageEngine, Question
from alfrd_luigi.language.text_limit import fitted
from alfrd_luigi.memory.use import own_answer
from alfrd_luigi.prompts import gold, shadow
from alfrd_luigi.services import budget, prices
from alfrd_luigi.services.books import Books, Subject
from alfrd_luigi.stages.graph import GRAPH

# The name of the calls in the books.
STAGE = "replay"
# Later documents may be longer than those that the average comes from.
_MARGIN = Decimal("1.1")


class Wanted(NamedTuple):
    """What is replayed: a prompt with this engine, about up to `limit` documents, of a type, a series, or all."""

    wording: Wording
    document_type: str | None
    series_id: int | None
    engine: LanguageEngine
    limit: int

    @property
    def kind(self) -> str:
        """The kind of the prompt."""
        return self.wording.kind

    @property
    def stage(self) -> str:
        """The stage that asks with prompts of this kind."""
        return next(name for name, stage in GRAPH.items() if stage.prompt == self.kind)


class Plan(NamedTuple):
    """The documents of a replay, and those of them whose answers are not saved.

    `expected` and `most` are the cost of these in USD, by what such questions have cost and at most; None if the price
    is not known.
    """

    documents: list[Answered]
    asked: set[UUID]
    expected: Decimal | None
    most: Decimal | None


class Difference(NamedTuple):
    """A value that is another one with the replayed prompt. `right` is what a person says it is, if `is_known`."""

    name: str
    now: Any
    then: Any
    is_known: bool
    right: Any


class Replayed(NamedTuple):
    """What a replay shows about a document. `fields` are those of `gold.compared`, for which a person knows the value.

    `problem` says why there is no answer; the values of no answer are wrong, unless it was not asked for.
    """

    document: UUID
    name: str | None
    differences: list[Difference]
    fields: Mapping[str, gold.Compared]
    problem: str | None = None


def plan(session: Session, wanted: Wanted) -> Plan:
    """The documents, and what the answers about them would cost."""
    found = replay.answered(session, wanted.stage, wanted.document_type, wanted.series_id, wanted.limit)
    service = wanted.engine.service
    if service is None:
        return Plan(found, set(), Decimal(0), Decimal(0))
    asked = {each.document_id: question for each in found if (question := _unsaved(session, wanted, each.document_id))}
    costs = [prices.worst(service.name, wanted.engine.model, wanted.engine.most(each)) for each in asked.values()]
    most = None if None in costs else sum(filter(None, costs), Decimal(0))
    mean = calls.stage_means(session, service.name, wanted.engine.model).get(wanted.stage)
    expected = most if mean is None or most is None else min(mean * _MARGIN * len(asked), most)
    return Plan(found, set(asked), expected, most)


def check_budget(session: Session, run: str, planned: Plan) -> None:
    """Raise BudgetError if the limits of spending leave less than the expected cost."""
    for purse in budget.purses(session, run):
        if planned.expected is not None and planned.expected > purse.left:
            raise BudgetError(
                f"the replay is expected to cost {planned.expected:.4f} USD, and max_cost_per_{purse.name} ="
                f" {purse.limit} leaves {max(purse.left, Decimal(0)):.4f}",
                "Replay fewer documents, with --limit",
            )


def replayed(session: Session, wanted: Wanted, planned: Plan, run: str) -> Iterator[Replayed]:
    """Ask about each document of the plan, in turn. Raises the errors of `ask`, except that of no valid answer."""
    for row in planned.documents:
        books = Books(database(), Subject(run, STAGE, document=row.document_id))
        with _claimed(session, run, row.document_id, needed=row.document_id in planned.asked) as is_free:
            if not is_free:
                yield Replayed(row.document_id, row.name, [], {}, "another run works on it")
                continue
            try:
                answer = shadow.answered(session, row.document_id, wanted.wording, None, books, wanted.engine)
            except PermanentError as error:
                yield Replayed(row.document_id, row.name, [], _compared(wanted, row, row.said or {}, {}), error.message)
                continue
        yield _shown(session, wanted, row, answer)


def _unsaved(session: Session, wanted: Wanted, id: UUID) -> Question | None:
    """The question about a document, unless its answer is saved."""
    asked = shadow.asked(session, id, wanted.wording, None, wanted.engine)
    question = fitted(asked, wanted.engine.characters)
    saved = calls.saved_answer(session, question_key(wanted.engine, question), id, STAGE)
    return question if saved is None else None


@contextmanager
def _claimed(session: Session, run: str, id: UUID, *, needed: bool) -> Iterator[bool]:
    """Hold the document inside the block, which a call needs. The block gets whether no other run holds it."""
    is_held = needed and documents.claim_one(session, run, id)
    try:
        yield is_held or not needed
    finally:
        if is_held:
            documents.release(session, id)


def _shown(session: Session, wanted: Wanted, row: Answered, answer: FittedAnswer) -> Replayed:
    now, then = row.said, answer.answer
    if now is None:
        now = own_answer(row.stored)
        then = own_answer(shadow.assessed(session, row.document_id, wanted.kind, answer, wanted.engine))
    one, other = gold.values(wanted.kind, now), gold.values(wanted.kind, then)
    differences = [
        Difference(name, one.get(name), other.get(name), name in row.known, row.known.get(name))
        for name in dict.fromkeys([*one, *other])
        if not gold.is_right(name, one.get(name), other.get(name))
    ]
    return Replayed(row.document_id, row.name, differences, _compared(wanted, row, now, then))


def _compared(
    wanted: Wanted, row: Answered, now: Mapping[str, Any], then: Mapping[str, Any]
) -> Mapping[str, gold.Compared]:
    return gold.compared(wanted.kind, row.known, now, then)
