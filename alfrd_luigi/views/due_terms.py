"""By when bills are to be paid that name no day, by their terms: "payable within 30 days". The day is computed here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import dues as rows
from alfrd_luigi.database.dues import Bill
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.debits import find_debit
from alfrd_luigi.extraction.terms import ROOTS, find_terms


class DueTerms(NamedTuple):
    """The day on which a bill is due, and the words from which it is computed."""

    day: date
    words: str


def terms_of(session: Session, bills: Iterable[Bill]) -> dict[UUID, DueTerms]:
    """What the terms of these bills say, which have no due date, by bill.

    A bill that will be debited has none, and neither has one of which a person said that it has no due date.
    """
    dated = {bill.id: bill.document_date for bill in bills if bill.document_date is not None}
    if not dated:
        return {}
    texts = rows.texts_of_terms(session, list(dated), ROOTS)
    return {each.id: found for each in texts if (found := _found(each.text, dated[each.id])) is not None}


def _found(text: str, since: date) -> DueTerms | None:
    terms = find_terms(text)
    if terms is None or find_debit(text) is not None:
        return None
    day = terms.day(since)
    return None if day is None else DueTerms(day, terms.words)
