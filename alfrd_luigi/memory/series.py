"""The series of a document that is not filed yet, as far as the memory of issuers knows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from alfrd_luigi.database import documents, issuers
from alfrd_luigi.database.issuers import IssuerSeries
from alfrd_luigi.database.session import Session
from alfrd_luigi.extraction.accounts import account_of_key
from alfrd_luigi.memory.identification import read_page
from alfrd_luigi.memory.issuer import issuer_of

_NO_PART_OF_A_NUMBER = re.compile(r"[^A-Z0-9]+")


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
