"""Trials of versions of prompts: a candidate, or the version that a candidate replaced, against the active one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

from psycopg2.extras import Json

from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import NotFoundError

Purpose = Literal["challenge", "return"]
# A trial is open until it has one of the other states.
State = Literal["open", "promoted", "given_up", "refused", "failed", "withdrawn", "returned", "kept", "superseded"]
Part = Literal["court", "corrections"]


class Trial(NamedTuple):
    """A trial. `number` counts the challenges of the key, from 1; a return has the number of its challenge.

    `is_audited` says whether the owner's audits decided a promotion, or the judge alone. A return has that of the
    promotion that it examines.
    """

    id: UUID
    purpose: str
    kind: str
    document_type: str | None
    series_id: int | None
    candidate_id: int
    candidate: int
    incumbent_id: int
    incumbent: int
    number: int
    seed: str
    state: str
    is_audited: bool | None
    reason: str | None
    opened_at: datetime
    closed_at: datetime | None
    run_id: str | None

    @property
    def key(self) -> Key:
        """The key of both versions."""
        return Key(self.kind, self.document_type, self.series_id)


class Due(NamedTuple):
    """A trial that can go on, and the number of its next step."""

    id: UUID
    step: int


class Field(NamedTuple):
    """A value that a person knows, and which of the two answers has it."""

    value: Any
    incumbent: bool
    candidate: bool


class Pair(NamedTuple):
    """The comparison of two answers about a document. A difference is from -1 to 1, above 0 if the candidate is better.

    `fields` are, by name, {"is": VALUE, "incumbent": BOOLEAN, "candidate": BOOLEAN}. `is_first` says whether the judge
    saw the candidate's answer first; it is null if the answers are equal, which needs no judge.
    """

    document_id: UUID
    part: str
    fields: dict[str, Any]
    gold: float | None
    gold_at: datetime | None
    judged: float | None
    is_first: bool | None
    reasoning: str | None
    judged_at: datetime | None
    made_at: datetime

    @property
    def values(self) -> dict[str, Field]:
        """The fields as records."""
        return {name: Field(each["is"], each["incumbent"], each["candidate"]) for name, each in self.fields.items()}


class Differences(NamedTuple):
    """What a trial compared, and the differences by audits and by the judge, in order."""

    trial_id: UUID
    documents: int
    corrections: int
    gold: list[float]
    judged: list[float]


class Cost(NamedTuple):
    """The calls of a trial, and what they cost in US dollars. `at_most_usd` adds what may have been billed."""

    trial_id: UUID
    calls: int
    usd: Decimal
    at_most_usd: Decimal


class Named(NamedTuple):
    """What a document is called: its title, its issuer or its file."""

    id: UUID
    name: str | None


class Agreement(NamedTuple):
    """How the judge did where audits say what is right, over the newest such pairs in all trials.

    Of the `audited` pairs, the judge saw `pairs`; in the others both answers are equal, or it was not asked. `agreed`
    of these have the same sign. `favour` is the sum of the judged signs less those of the audits: above 0 if the judge
    favours candidates.
    """

    audited: int
    pairs: int
    agreed: int
    favour: int


class Known(NamedTuple):
    """A document and what is known of its values, by name, as JSON."""

    document_id: UUID
    values: dict[str, Any]


def open(
    session: Session,
    purpose: Purpose,
    candidate: int,
    incumbent: int,
    number: int,
    seed: str,
    *,
    is_audited: bool | None = None,
) -> UUID | None:
    """Open a trial. Returns None if its key has an open one of this purpose, or the incumbent is not active.

    `is_audited` says of a return whether audits decided the promotion that it examines.
    """
    versions = {"candidate": candidate, "incumbent": incumbent, "is_audited": is_audited}
    found: UUID | None = session.value("trials.open", purpose=purpose, number=number, seed=seed, **versions)
    return found


def challenges(session: Session, key: Key) -> int:
    """The number of challenges in the life of the key."""
    return int(session.value("trials.challenges", **key._asdict()))


def trial(session: Session, id: UUID) -> Trial:
    """A trial. Raises NotFoundError."""
    row = session.one("trials.trial", Trial, id=id)
    if row is None:
        raise NotFoundError(f"no trial has the id {str(id)!r}", "See the trials with: alfrd prompts list")
    return row


def of_key(session: Session, key: Key) -> list[Trial]:
    """The trials of a key, the newest first."""
    return session.all("trials.of_key", Trial, **key._asdict())


def open_of_key(session: Session, key: Key, purpose: Purpose) -> Trial | None:
    """The open trial of a key."""
    return next((row for row in of_key(session, key) if row.state == "open" and row.purpose == purpose), None)


def all_open(session: Session) -> list[Trial]:
    """Every open trial, the oldest first."""
    return session.all("trials.all_open", Trial)


def due(session: Session, run: str, limit: int) -> list[Due]:
    """Up to `limit` open trials of different keys that can go on, and that no other living run works on."""
    return session.all("trials.due", Due, run=run, limit=limit)


def is_due(session: Session, run: str, id: UUID, step: int) -> bool:
    """Whether this step of the trial can be taken in this run."""
    return bool(session.value("trials.is_due", run=run, id=id, step=step))


def claim(session: Session, run: str, id: UUID) -> bool:
    """Claim an open trial for the run, unless another living run holds it."""
    return session.run("trials.claim", run=run, id=id) == 1


def hold(session: Session, run: str, id: UUID) -> Failures | None:
    """Lock the trial for the transaction. Returns its earlier failures, or None if the run lost it."""
    return session.one("trials.hold", Failures, run=run, id=id)


def release(session: Session, run: str, id: UUID) -> None:
    """Release the run's claim."""
    session.run("trials.release", run=run, id=id)


def rest(session: Session, run: str, id: UUID, seconds: float) -> None:
    """Let the trial rest, because nothing can be compared now, and release it."""
    session.run("trials.rest", run=run, id=id, seconds=seconds)


def wake(session: Session) -> None:
    """Let the trials that rest go on now, because a document was filed, or a person said what is right in one.

    A trial that a run works on at the moment is left out: it may rest once more.
    """
    session.run("trials.wake")


def defer(session: Session, run: str, id: UUID, failures: Failures, seconds: float) -> None:
    """Defer the trial after a failure, and release it."""
    session.run("trials.defer", run=run, id=id, seconds=seconds, **failures.counts)


def close(session: Session, id: UUID, state: State, reason: str, *, is_audited: bool | None = None) -> bool:
    """Close an open trial. Returns False if it was closed before."""
    return session.run("trials.close", id=id, state=state, reason=reason, is_audited=is_audited) == 1


def pairs(session: Session, id: UUID) -> list[Pair]:
    """What the trial compared, in the order of the comparisons."""
    return session.all("trials.pairs", Pair, trial_id=id)


def differences(session: Session, ids: Sequence[UUID]) -> dict[UUID, Differences]:
    """What these trials have shown."""
    return {row.trial_id: row for row in session.all("trials.differences", Differences, ids=list(ids))}


def names(session: Session, ids: Sequence[UUID]) -> dict[UUID, str | None]:
    """What the documents that these trials compared are called."""
    return dict(session.all("trials.names", Named, ids=list(ids)))


def costs(session: Session, ids: Sequence[UUID]) -> dict[UUID, Cost]:
    """What these trials cost."""
    return {row.trial_id: row for row in session.all("trials.costs", Cost, ids=list(ids))}


def compare(session: Session, id: UUID, document: UUID, part: Part, fields: Mapping[str, Any]) -> None:
    """Record that both answers about a document are there, with the values that a person knows."""
    session.run("trials.compare", trial_id=id, document_id=document, part=part, fields=Json(fields))


def set_gold(session: Session, id: UUID, document: UUID, gold: float | None, fields: Mapping[str, Any]) -> None:
    """Record the difference by an audit; None if the audit was taken back."""
    session.run("trials.set_gold", trial_id=id, document_id=document, gold=gold, fields=Json(fields))


def set_judged(
    session: Session, id: UUID, document: UUID, judged: float, is_first: bool | None, reasoning: str | None
) -> None:
    """Record the judge's difference."""
    judgement = {"judged": judged, "is_first": is_first, "reasoning": reasoning}
    session.run("trials.set_judged", trial_id=id, document_id=document, **judgement)


def next_document(session: Session, id: UUID, *, audited_only: bool) -> UUID | None:
    """The next document of the court: first those with a closed audit, then those with an open one, then the newest.

    No copy of another paper is one of the newest. A return only has documents whose audit was closed since it began.
    """
    found: UUID | None = session.value("trials.next_document", trial_id=id, audited_only=audited_only)
    return found


def next_correction(session: Session, id: UUID, newest: int) -> Known | None:
    """The next of the newest corrected documents of the key, with the values that persons corrected."""
    return session.one("trials.next_correction", Known, trial_id=id, newest=newest)


def audited(session: Session, id: UUID) -> list[Known]:
    """The compared documents of which audits say something else than the pairs do, with what is right of their values.

    No values are known if the audit was taken back. A pair says it again by `set_gold`.
    """
    return session.all("trials.audited", Known, trial_id=id)


def agreement(session: Session, newest: int) -> Agreement:
    """How the judge did in the newest pairs that were audited as well."""
    return session.only("trials.agreement", Agreement, newest=newest)
