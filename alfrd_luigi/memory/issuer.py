"""Finds the known issuer of a document in the memory, and the series to which its papers belong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database import documents, issuers
from alfrd_luigi.database.issuers import IssuerSeries
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.accounts import account_of_key
from alfrd_luigi.memory.identification import Page, headed_names, identify, may_be_named, read_page
from alfrd_luigi.memory.mark import Mark

_NO_PART_OF_A_NUMBER = re.compile(r"[^A-Z0-9]+")


class KnownIssuer(NamedTuple):
    """An issuer of the memory, and its name; the kinds of marks that identify it, and its name as printed if it is."""

    id: UUID
    name: str | None
    by: list[str]
    printed: str | None


def issuer_of(session: Session, document: UUID, page: Page) -> KnownIssuer | None:
    """The known issuer of a document, without what was learnt from the document itself. None if there is none."""
    if not issuers.is_known(session):
        return None
    candidates = {*issuers.with_marks(session, [mark.value for mark in page.marks]), *_named(session, page)}
    known: dict[UUID, list[Mark]] = {}
    for mark in issuers.marks(session, sorted(candidates), document):
        known.setdefault(mark.issuer, []).append(Mark(mark.kind, mark.value, mark.shown))
    found = identify(page, known)
    if found is None:
        return None
    return KnownIssuer(found.issuer, issuers.name(session, found.issuer), found.by, found.printed)


def _named(session: Session, page: Page) -> Iterable[UUID]:
    """The issuers one of whose names the page may print as that of its issuer."""
    printed = headed_names(page)
    return (each.issuer for each in issuers.names(session) if may_be_named(printed, each.value))


def known_series(session: Session, document: UUID, document_type: str) -> int | None:
    """The series with a prompt in which documents of the same issuer and type are. None unless there is exactly one.

    Of several, that whose account the page prints. It is a guess: filing decides where the document belongs.
    """
    if not issuers.is_known(session):
        return None
    pages = tuple(documents.page_texts(session, document))
    issuer = issuer_of(session, document, read_page(pages))
    found = issuers.series(session, issuer.id, document_type, document) if issuer is not None else []
    fitting = [each.id for each in found if _may_be_of(each, pages)]
    return fitting[0] if len(fitting) == 1 else None


def _may_be_of(series: IssuerSeries, pages: Sequence[str]) -> bool:
    """Whether the pages print the number of the series' account, if that is known with all its digits."""
    account = account_of_key(series.account)
    return not account.is_whole or any(account.number in _NO_PART_OF_A_NUMBER.sub("", page.upper()) for page in pages)
