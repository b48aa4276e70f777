"""To whom a document is addressed, and which names have what only a sender gives of itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from alfrd_luigi.extraction.entities.addressees import bare_addresses
from alfrd_luigi.extraction.entities.candidate import EntityCandidate, Source
from alfrd_luigi.extraction.entities.candidates import EMPLOYERS
from alfrd_luigi.extraction.entities.companies import has_legal_form, is_same, name_key
from alfrd_luigi.extraction.entities.domains import is_kin_of_any
from alfrd_luigi.extraction.entities.names import names_trade
from alfrd_luigi.extraction.entities.surroundings import LETTERHEAD_LINES, Surroundings
from alfrd_luigi.extraction.entities.zones import find_recipients
from alfrd_luigi.extraction.lines import TextLine

ACCOUNTS = {"bank_statement", "credit_card", "investment", "utility_bill", "insurance", "payroll", "tax", "medical"}
"""Types whose issuers print a brand, and the address of the recipient."""
# Nobody is addressed in these.
_UNADDRESSED = {"receipt", "event", "promotional", "resume"}
_SURE = {Source.PARTY, Source.DECLARANT}
"""Sources whose names are no recipients, whatever else suggests it."""
_SENDERS = {Source.IMPRINT, Source.SENDER}


class Addressing:
    """The recipients and senders among the candidates of one document. `heads` are the names that head the page."""

    def __init__(
        self, lines: Sequence[TextLine], document_type: str | None, candidates: Sequence[EntityCandidate],
        surroundings: Surroundings, domains: Collection[str], heads: Collection[str],
    ) -> None:  # fmt: skip
        self._type = document_type
        self._surroundings, self._domains, self._heads = surroundings, domains, heads
        self._recipients = find_recipients(lines, of_employer=document_type in EMPLOYERS)
        self._bare = bare_addresses(lines, self._recipients) if document_type not in _UNADDRESSED else frozenset()
        bare = (each for each in candidates if (each.line.number, each.cell) in self._bare)
        self._bare_names = {name_key(each.name) for each in bare}
        self._senders = {name_key(each.name) for each in candidates if self._is_sender(each)}

    def is_addressee(self, candidate: EntityCandidate) -> bool:
        """Whether a name heads a bare address, and is a person's on an account or not the only sender's."""
        key = name_key(candidate.name)
        if key not in self._bare_names or self._is_kin(candidate.name):
            return False
        if self._type in ACCOUNTS and not has_legal_form(candidate.name) and not names_trade(candidate.name):
            return True
        return any(not is_same(key, sender) for sender in self._senders)

    def _is_sender(self, candidate: EntityCandidate) -> bool:
        """Whether a name has what only a sender gives of itself."""
        if self.is_recipient(candidate):
            return False
        legal = has_legal_form(candidate.name)
        if candidate.source in _SENDERS or self._is_kin(candidate.name):
            return True
        if candidate.source is Source.SIGNATURE:
            return name_key(candidate.name) in self._heads
        if (candidate.line.number, candidate.cell) in self._bare:
            return False
        high = self._surroundings.rank(candidate) < LETTERHEAD_LINES and (legal or names_trade(candidate.name))
        return (
            high or self._surroundings.is_office(candidate) or (legal and self._surroundings.is_registered(candidate))
        )

    def is_recipient(self, candidate: EntityCandidate) -> bool:
        """Whether a candidate is named as a recipient."""
        place = (candidate.line.number, candidate.cell)
        if candidate.source is Source.PAYEE:  # the account of a customer, who pays by debit, may be named too
            return not (has_legal_form(candidate.name) or names_trade(candidate.name))
        if candidate.source in _SURE or not self._recipients.include(candidate.name, place):
            return False
        return place in self._recipients.cells or not self._heads_with_domain(candidate)

    def is_within_address(self, candidate: EntityCandidate) -> bool:
        """Whether a line without the column of a recipient, whose address it divides, may be a part of it."""
        number, columns = candidate.line.number, len(candidate.line.cells)
        return any(
            (number - 1, column) in self._recipients.cells and (number + 1, column) in self._recipients.cells
            for column in range(columns, columns + 2)
        )

    def _heads_with_domain(self, candidate: EntityCandidate) -> bool:
        """Whether a name has the document's domain and heads its first page, or a line of particulars."""
        high = self._surroundings.rank(candidate) < LETTERHEAD_LINES or candidate.source is Source.IMPRINT
        return high and self._is_kin(candidate.name)

    def _is_kin(self, name: str) -> bool:
        return is_kin_of_any(name, self._domains)
