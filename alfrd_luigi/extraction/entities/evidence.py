"""The evidence that a text is the issuer's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from alfrd_luigi.extraction.entities.addresses import is_postal, localities
from alfrd_luigi.extraction.entities.addressing import ACCOUNTS, Addressing
from alfrd_luigi.extraction.entities.candidate import EntityCandidate, Source
from alfrd_luigi.extraction.entities.candidates import BANK_PAPERS
from alfrd_luigi.extraction.entities.companies import core, has_legal_form, is_same, name_key
from alfrd_luigi.extraction.entities.domains import find_domains, is_kin_of_any, is_name_of, own_mailboxes
from alfrd_luigi.extraction.entities.label_words import consists_of_labels
from alfrd_luigi.extraction.entities.names import before_heading, doubt, names_trade, small
from alfrd_luigi.extraction.entities.surroundings import LETTERHEAD_LINES, Surroundings
from alfrd_luigi.extraction.entities.vocabulary import beginning, is_generic, occurs, single_words, words_of
from alfrd_luigi.extraction.entities.zones import count_addresses, is_memo
from alfrd_luigi.extraction.lines import TextLine, skeleton

_WEIGHTS: Mapping[Source, int] = {
    Source.PLACE: 20, Source.LEGAL_FORM: 20, Source.LABEL: 50, Source.SENDER: 50, Source.THANKS: 38,
    Source.PARTY: 60, Source.SIGNATURE: 36, Source.DECLARANT: 50, Source.IMPRINT: 48, Source.BLOCK: 20,
    Source.PAYEE: 45, Source.BANK: 38,
}  # fmt: skip
# Papers of these types nearly always begin with the issuer's name, if it is printed.
_PAPERWORK = {*ACCOUNTS, "receipt", "invoice", "service_bill", "quotation", "education", "vehicle"}
_FIRMS = {*_PAPERWORK, "legal", "government"}
"""Types whose issuers are hardly ever two persons with first names."""
_PARTNERS = re.compile(r"[A-Z]\w{2,} & [A-Z]\w{2,}")
_BRAND = re.compile(r"\b(?:[A-Z]+\d+|\d+[A-Z]+)\b")
_COLUMNS = (0, 1, 10)
"""The points that a place loses by its column. Three columns or more are those of a table."""
_LOGO_WORDS = 4
_LOGO = 10
"""The points against a logo in lower case."""
_PLACELESS = {Source.SIGNATURE, Source.IMPRINT, Source.BANK}
_HEAD_LINES = 10
"""The length of a receipt's head. It contains the shop's legal name, often below the name of the brand."""

_AGREEMENT: Mapping[Source, int] = {
    Source.LEGAL_FORM: 14, Source.LABEL: 10, Source.SENDER: 8, Source.PARTY: 10, Source.SIGNATURE: 8,
    Source.DECLARANT: 10, Source.IMPRINT: 12, Source.BLOCK: 10,
    Source.BANK: 8,
}  # fmt: skip
"""The points of a name for another source that gives it too."""
_KNOWN = {"form", "trade", "partners", "office", "kin", "imprint"}
"""The evidence that a text is a name."""
_HEAD_AGREEMENT = 10
"""The points of a name further down for heading the page too."""


@dataclass(frozen=True)
class _Facts:
    """What several signs ask of a candidate."""

    candidate: EntityCandidate
    key: str
    legal: bool
    trade: bool
    office: bool
    kin: bool
    operates: bool

    @property
    def is_placed(self) -> bool:
        return self.candidate.source is Source.PLACE

    @property
    def is_known(self) -> bool:
        """Whether a text is a name by its legal form, the words of a public body or the document's domain."""
        return self.kin or self.legal or self.office

    @property
    def is_plain(self) -> bool:
        """Whether a text is a single word, or has neither a legal form, a trade nor the document's domain."""
        return not self.is_known and (not self.trade or len(words_of(self.candidate.name)) == 1)

    @property
    def is_labelled(self) -> bool:
        return self.candidate.source is Source.LABEL


class Weighed(NamedTuple):
    """A candidate with its score, and the points for and against it by kind of evidence."""

    score: float
    candidate: EntityCandidate
    gains: Mapping[str, float]
    losses: Mapping[str, float]


class Evidence:
    """The evidence of one document, gathered once for all its candidates."""

    def __init__(
        self, lines: Sequence[TextLine], document_type: str | None, candidates: Sequence[EntityCandidate]
    ) -> None:
        self._type = document_type
        self._surroundings = Surroundings(lines)
        self._has_one_address = count_addresses(lines) < 2
        # A private letter begins with its writer's address.
        private = document_type not in _PAPERWORK and bool(lines) and is_postal(lines[0].text)
        self._is_letter = document_type == "correspondence" or private
        self._is_memo = document_type not in _PAPERWORK and is_memo(lines)
        self.domains = find_domains(lines) | own_mailboxes(lines)
        self._localities = frozenset(map(name_key, localities(lines)))
        self._occurrences = [(name_key(each.name), each.source, each.line.number) for each in candidates]
        self._heads = {name_key(each.name) for each in candidates if self._surroundings.rank(each) < LETTERHEAD_LINES}
        self._addressing = Addressing(lines, document_type, candidates, self._surroundings, self.domains, self._heads)
        self._text = "\n".join(line.text for line in lines)
        self._lowered = self._text.lower()
        self._skeleton = "\n".join(skeleton(line.text) for line in lines)

    def weigh(self, candidate: EntityCandidate) -> Weighed:
        """Points for and against. A label, a place at the top and a legal form count most; a recipient loses points."""
        facts = self._facts(candidate)
        gains = {name: points for name, points, holds in self._gains(facts) if holds and points}
        # A ticket begins with its passenger's or guest's name.
        unknown = self._type == "event" and facts.is_placed and not gains.keys() & _KNOWN
        against = (
            ("odd", doubt(candidate.name, is_known=facts.kin and not facts.legal), True),
            ("unknown", 12, unknown),
            *self._losses(facts),
            *self._losses_of_place(facts),
        )
        losses = {name: points for name, points, holds in against if holds and points}
        return Weighed(sum(gains.values()) - sum(losses.values()), candidate, gains, losses)

    def _facts(self, candidate: EntityCandidate) -> _Facts:
        name, is_site = candidate.name, candidate.words.lower().startswith("www.")
        return _Facts(
            candidate, name_key(name), has_legal_form(name), _names_trade(name),
            self._surroundings.is_office(candidate), not is_site and is_kin_of_any(name, self.domains),
            self._is_operator(candidate),
        )  # fmt: skip

    def _gains(self, facts: _Facts) -> tuple[tuple[str, float, bool], ...]:
        """The evidence for a candidate: its name, its points, and whether it is there."""
        candidate, around = facts.candidate, self._surroundings
        partners = not facts.trade and self._type in _FIRMS and _names_partners(candidate.name)
        block = candidate.source is Source.BLOCK
        letterhead = facts.legal or facts.trade or block or self._is_letterhead(candidate)
        professes = around.professes(candidate) and not around.is_service(candidate)
        return (
            ("source", _WEIGHTS[candidate.source], True),
            ("author", 14, self._is_letter and candidate.source is Source.SIGNATURE),
            ("place", self._place(candidate), True),
            ("form", self._form(candidate) if facts.legal else 0, True),
            ("trade", 12, facts.trade),
            ("partners", 8, partners),
            ("office", 26, not facts.legal and facts.office),
            ("kin", 18, facts.kin),
            ("repeats", 4 * min(self._repeats(candidate.name), 3), True),
            ("agreement", self._agreement(candidate), True),
            ("imprint", 10, around.is_registered(candidate) and not facts.operates),
            ("profession", 20, professes),
            ("heading", 3, facts.is_placed and around.heads_paper(candidate)),
            ("address", 12, letterhead and around.heads_address(candidate)),
            ("footer", 12, facts.legal and around.is_addressed(candidate)),
        )

    def _losses(self, facts: _Facts) -> tuple[tuple[str, float, bool], ...]:
        """What speaks against a candidate: its name, its points, and whether it is there."""
        candidate, name, around = facts.candidate, facts.candidate.name, self._surroundings
        generic = _is_common(name) and not self._begins_domain(name)
        employs = self._type == "payroll" and facts.legal
        return (
            ("generic", 25 if facts.legal else 60, generic),
            ("labels", 15, not (facts.is_known or _precedes_heading(candidate)) and consists_of_labels(name)),
            ("priced", 45, not employs and not facts.is_labelled and around.is_priced(candidate)),
            ("postage", 60, beginning("postage", candidate.line.cells[candidate.cell].text) is not None),
            ("maker", 60, around.is_maker(candidate)),
            ("client", 30, around.is_client(candidate)),
            ("account", 50, self._type not in BANK_PAPERS and around.is_account(candidate)),
            ("intermediary", 60, self._type == "insurance" and around.is_intermediary(candidate)),
            ("addressee", 25, self._addressing.is_addressee(candidate)),
            ("recipient", 60, self._addressing.is_recipient(candidate) and not _is_thanked(candidate)),
            ("bank", 24, self._type == "receipt" and not facts.legal and occurs("bank", name)),
            ("owner", 40, _names_owner(name)),
            ("small", self._smallness(candidate), not self._is_written_small(facts)),
        )

    def _losses_of_place(self, facts: _Facts) -> tuple[tuple[str, float, bool], ...]:
        """The same for a text whose only reason is its place."""
        if not facts.is_placed:
            return ()
        candidate, around = facts.candidate, self._surroundings
        return (
            ("mail_address", 30, "@" in candidate.words),
            ("caption", 25, facts.is_plain and around.is_caption(candidate)),
            ("locality", 25, facts.is_plain and facts.key in self._localities),
            ("trade_alone", 25, facts.is_plain and names_trade(candidate.name)),
            ("continues_address", 30, not facts.legal and not facts.kin and around.continues_address(candidate)),
            ("place", 50, around.is_place(candidate)),
            ("service", 40, not facts.legal and around.is_service(candidate)),
            ("superior", 40, not facts.legal and around.is_superior(candidate)),
            ("within_address", 15, self._addressing.is_within_address(candidate)),
        )

    def _is_written_small(self, facts: _Facts) -> bool:
        """Whether words in lower case are no sign against a name: a logo, or a public body."""
        return facts.office or facts.kin or self._is_elsewhere(facts.candidate.name)

    def _smallness(self, candidate: EntityCandidate) -> float:
        """Points against words in lower case: few for a logo without a capital, or a company, at the very top."""
        name = candidate.name
        logo = name == name.lower() and len(name.split()) <= _LOGO_WORDS
        at_top = (logo or has_legal_form(name)) and self._surroundings.is_top(candidate)
        return min(_LOGO, small(name)) if at_top else small(name)

    def _is_elsewhere(self, name: str) -> bool:
        """Whether a name in lower case is printed elsewhere with capitals."""
        return self._lowered.count(name.lower()) > self._text.count(name)

    def _is_letterhead(self, candidate: EntityCandidate) -> bool:
        """Whether a line is where a letterhead is, and not the addressee of an account, who also has an address."""
        account = self._type in ACCOUNTS and self._has_one_address
        return not account and self._surroundings.rank(candidate) < LETTERHEAD_LINES

    def _place(self, candidate: EntityCandidate) -> float:
        """Points for the place: more for a higher line on the first page and, within a line, for the left cell."""
        rank = self._surroundings.rank(candidate)
        height = max(0, 27 - 3 * rank) if candidate.line.page == 0 else 0
        height = 0 if candidate.source in _PLACELESS else height
        if self._surroundings.is_first(candidate):
            height += 30 if self._is_memo else 5 if self._type in _PAPERWORK else 0
        return height - _COLUMNS[min(candidate.cell, 2)] - candidate.line.number / 100

    def _form(self, candidate: EntityCandidate) -> float:
        """Points for a legal form. A curriculum names employers; a till slip, its operator below the brand."""
        if self._type == "resume" or self._is_operator(candidate):
            return 0
        if self._type == "payroll":
            return 36
        labelled = ":" in candidate.line.cells[candidate.cell].text.partition(candidate.words)[0]
        return 46 if self._type == "receipt" and not labelled and candidate.line.number < _HEAD_LINES else 26

    def _is_operator(self, candidate: EntityCandidate) -> bool:
        """Whether a name is that of a shop's operator, below the brand."""
        return self._type == "receipt" and beginning("leading_form", candidate.name) is not None

    def _begins_domain(self, name: str) -> bool:
        """Whether a domain begins with the whole name, so that a name of common words is one."""
        return any(is_name_of(name, domain) for domain in self.domains)

    def _agreement(self, candidate: EntityCandidate) -> int:
        """Points for the other sources that give the same name, or one that begins with it, on other lines."""
        key, line = name_key(candidate.name), candidate.line.number
        sources = {
            source
            for other, source, number in self._occurrences
            if number != line and source is not candidate.source and is_same(key, other)
        }
        low = self._surroundings.rank(candidate) >= LETTERHEAD_LINES
        head = _HEAD_AGREEMENT if low and key in self._heads else 0
        return head + sum(points for source, points in _AGREEMENT.items() if source in sources)

    def _repeats(self, name: str) -> int:
        key = skeleton(core(name))
        return max(0, self._skeleton.count(key) - 1) if len(key) >= 4 else 0


def _is_thanked(candidate: EntityCandidate) -> bool:
    """Whether words that greet stand before the name of the paper's own issuer: "Dear parents of Example School"."""
    return candidate.source is Source.THANKS and occurs("thanks", candidate.line.text)


def _names_trade(name: str) -> bool:
    return names_trade(name) and not _is_common(name)


def _is_common(name: str) -> bool:
    """Whether a name has only words of headings and labels, and no brand of letters and digits as in "N1 Bank AG"."""
    own = core(name)
    return is_generic(own) and (own == name or _BRAND.search(own) is None)


def _precedes_heading(candidate: EntityCandidate) -> bool:
    """Whether capitals before a dash and the heading of the paper are a name: "EXP - Electricity bill"."""
    text = candidate.line.cells[candidate.cell].text
    return candidate.name.isupper() and before_heading(text) == candidate.name != text


def _names_partners(name: str) -> bool:
    """Whether a name is of partners: "Example & Sample"."""
    return bool(_PARTNERS.search(name)) and not is_generic(name) and not occurs("title", name)


def _names_owner(name: str) -> bool:
    """Whether a text continues the name above it: the owner as in "di Bianchi & C. snc", or a partner: "& Sons"."""
    return name[0] == "&" or (name[0].islower() and words_of(name)[0].form in single_words("connecting"))
