"""Documents of the court and the clinic, trials of prompts, and audits of documents, inserted for a test."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5
from itertools import count
from uuid import UUID, uuid4

from alfrd_luigi.corrections import audit
from alfrd_luigi.corrections.correction import approve, set_values
from alfrd_luigi.database import prompts, trials
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.database.trials import Purpose
from support.document_rows import filed

BILLS, RECEIPTS = Key("summarizer", "utility_bill"), Key("summarizer", "receipt")
CLASSIFIER = Key("classifier")

_numbers = count(1)
_CLASSIFIED_BY = "UPDATE stage_results SET prompt_id = (SELECT id FROM prompts WHERE kind = 'classifier' AND is_active)"


def papers(session: Session, wanted: int, document_type: str = "utility_bill", *, of_court: bool = True) -> list[UUID]:
    """Filed documents whose values differ, the newest last."""
    return [
        filed(session, id=id, document_type=document_type, total_amount=next(_numbers), entity=f"Sender {id}")
        for _, id in zip(range(wanted), _ids(of_court), strict=False)
    ]


def classify(session: Session) -> None:
    """Let the active version have classified every document."""
    session.script(f"{_CLASSIFIED_BY} WHERE stage = 'classify'")


def open_trial(session: Session, key: Key = BILLS, purpose: Purpose = "challenge") -> UUID:
    """A trial of a new version against the active one."""
    active = prompts.active(session, key)
    candidate = prompts.add(session, active.id, f"Read it twice, {uuid4()}.", "proposed")
    trial = trials.open(session, purpose, candidate, active.id, 1, "seed")
    assert trial is not None
    return trial


def check(session: Session, id: UUID, **values: str) -> None:
    """Show the paper of an open audit, and close it."""
    audit.paper(session, id)
    if values:
        set_values(session, id, values, "anna")
    else:
        approve(session, id, "anna")


def _ids(of_court: bool) -> Iterator[UUID]:
    while True:
        id = uuid4()
        digest = md5(f"court{id}".encode(), usedforsecurity=False).hexdigest()
        if (int(digest[:8], 16) % 3 != 0) == of_court:
            yield id
