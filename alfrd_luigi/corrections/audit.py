"""Audits: a random sample of filed documents, whose values a person checks without knowing how sure the engine was.

The sample is drawn at the end of a run that works, or when a person asks for it, up to a number for each ISO week.
Usually it is of the documents of the last seven days that no person has touched, which are chosen before anybody has
seen their values. While prompts are tried, it is of the court of their keys: of all documents by which they are judged,
also those that persons corrected. To leave these out would favour the version that filed the others. Each draw can be
repeated from its seed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from alfrd_luigi.corrections import fields
from alfrd_luigi.database import audits, corrections, documents, events, trials
from alfrd_luigi.database.audits import KeyOnTrial, OpenAudit
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidInputError

_FIELD = "field."
_SEED_BYTES = 8


class Paper(NamedTuple):
    """What a person sees: the document, its values by name, its text, and the keys of its files by name."""

    document: UUID
    values: dict[str, Any]
    text: str
    files: dict[str, str]


def draw(session: Session, wanted: int, seed: str | None = None) -> int:
    """Draw documents until `wanted` were drawn in this ISO week. Returns the number of those drawn now.

    The seed decides which; without one, it is random. It is recorded with the draw.
    """
    if wanted <= audits.drawn(session):
        return 0
    with session.transaction():
        audits.lock(session)
        left = wanted - audits.drawn(session)
        made = _draw(session, seed or secrets.token_hex(_SEED_BYTES), left) if left > 0 else 0
        if made:
            events.record(session, None, "run", "audits", "audits drawn", documents=made)
        return made


def _draw(session: Session, seed: str, count: int) -> int:
    """Draw for the keys on trial, and what they have no documents for from what was filed lately."""
    shares = _shares(audits.keys_on_trial(session), count)
    made = sum(audits.draw_for_trial(session, trial, seed, share) for trial, share in shares.items())
    return made + (audits.draw(session, seed, count - made) if made < count else 0)


def _shares(keys: Sequence[KeyOnTrial], count: int) -> dict[UUID, int]:
    """How many of `count` documents each trial gets. The oldest one has the first claim: three audits a week that are
    spread over many trials decide none of them for a year (docs/prompts.md).
    """
    shares: dict[UUID, int] = {}
    for each in keys:
        shares[each.trial] = min(each.candidates, count - sum(shares.values()))
    return {trial: share for trial, share in shares.items() if share}


def next_paper(session: Session) -> tuple[Paper | None, list[OpenAudit]]:
    """The paper of the first open audit, None if there is none, and all open audits."""
    waiting = audits.waiting(session)
    return (paper(session, waiting[0].document), waiting) if waiting else (None, [])


def paper(session: Session, id: UUID) -> Paper:
    """The paper of an open audit, which counts as shown from now on. Raises InvalidInputError if there is none."""
    if id not in {each.document for each in audits.waiting(session)}:
        raise InvalidInputError(f"document {id} has no open audit", "See the open ones with: alfrd audit list")
    audits.set_shown(session, id)
    values = corrections.values(session, id)
    shown = {name: values.get(name) for name in (*fields.APPROVED, *sorted(filter(_is_field, values)))}
    files = {file.name: file.key for file in documents.files(session, id)}
    return Paper(id, shown, "\f".join(documents.page_texts(session, id)), files)


def close(session: Session, document: UUID, act: int, said: Iterable[str]) -> None:
    """Close the open audit of a document, if it has one, by an act that says something of the values `said`.

    To be called in the act's transaction, before the values are derived. Every value is judged: one of which nothing
    was said is right. An act on other things, such as a title, closes nothing. Nor does one on a paper that was not
    shown: a person volunteers a correction where a value is wrong, and says nothing of the other values.
    """
    if audits.is_shown(session, document) and any(name in fields.APPROVED or _is_field(name) for name in said):
        audits.close(session, document, act, dict(_verdicts(audits.findings(session, document))))
        trials.wake(session)


def reopen(session: Session, document: UUID, act: int) -> None:
    """Take back that an act closed the audit of a document, if it did. To be called in the transaction of the undo."""
    if audits.reopen(session, document, act):
        trials.wake(session)


def _verdicts(findings: audits.Findings) -> Iterator[tuple[str, Mapping[str, Any]]]:
    found, words = findings
    is_other_type = words.get("type", found["type"]) != found["type"]
    own = sorted(filter(_is_field, {**found, **words}))
    for name in (*fields.APPROVED, *own):
        # The fields of another type are not right or wrong.
        if name in words or not (is_other_type and _is_field(name)):
            right = words.get(name, found.get(name))
            yield name, {"right": found.get(name) == right, "found": found.get(name), "is": right}


def _is_field(name: str) -> bool:
    return name.startswith(_FIELD)
