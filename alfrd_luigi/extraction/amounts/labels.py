"""The labels of amounts and their kinds, in several languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import fold, skeleton


class AmountKind(Enum):
    """The role of an amount in its document."""

    FINAL = auto()
    """The whole price, including tax and rounding."""
    DUE = auto()
    """The amount that remains to be paid."""
    CLOSING = auto()
    """The balance at the end of a statement's period."""
    CREDIT = auto()
    """The amount that remains in the customer's favour: a refund. It is due with a negative sign."""
    TOTAL = auto()
    """A plain "total": usually the whole price, sometimes one of several."""
    PAID = auto()
    """The amount paid, by card or in total."""
    GROSS = auto()
    """An amount with tax on an invoice, or before deductions on a payslip."""
    AMOUNT = auto()
    SUBTOTAL = auto()
    TAX = auto()
    CHARGE = auto()
    """Service charge, tip, delivery: added to the subtotal."""
    ROUNDING = auto()
    DISCOUNT = auto()
    TENDERED = auto()
    CHANGE = auto()
    EARLIER = auto()
    """The balance before a bill's or statement's own charges."""
    OTHER = auto()
    """A known label of something that is not to be paid: quantities, points, limits, deductions."""


# "Montant du prêt" is the amount of a loan, "montant dû" what is due.
_OF_THE = re.compile(r"\bdu(?= (?!par\b|pour\b|avant\b|apres\b)[^\W\d_]{3})", re.IGNORECASE)


def _phrases() -> dict[str, AmountKind]:
    """The kinds by the skeletons of their labels in all languages. A label of several kinds belongs to the first."""
    known: dict[str, AmountKind] = {}
    for kind in AmountKind:
        for phrase in phrases("amounts", kind.name.lower()):
            known.setdefault(skeleton(_OF_THE.sub("de", phrase)), kind)
    return known


_BY_SKELETON: Mapping[str, AmountKind] = _phrases()
_SHORTEST_CONTAINED = 5
_LONGEST_ENDING = 2
_SHORTEST_RESEMBLING = 4
_RESEMBLANCE = 0.8
# A plain "amount" says less than any other word of its label.
_LONGEST_FIRST = sorted(_BY_SKELETON, key=lambda key: (_BY_SKELETON[key] is AmountKind.AMOUNT, -len(key)))
_TAXES = r"(?:gst|vat|tax(?:es)?|sst|hst|btw|mwst|ust|tva|iva|moms|cgst|sgst|igst|service|taxe|rounding|adj|"
_TAXES += r"(?:versicherung|mehrwert|umsatz)s?steuer|assurantiebelasting|impots|imposte|impuestos|ipt\b)"
_WITH = r"(?:inc[l1i]?(?:us\w*|ud\w*|l)?|inkl\w*|incluye|incluido|includes|incluso|tax paid)"
_WITHOUT = r"(?:exc[l1i]?(?:us\w*|ud\w*|l)?|exkl\w*|without|before|zzgl|ohne|sin|senza|hors|exc)"
_INCLUSIVE = re.compile(
    rf"\b{_WITH}[^a-z]*(?:of )?(?:[\d.%@s]+ ?)?\s*{_TAXES}|{_TAXES}[\s\d.%]*{_WITH}\b|\btotal\w*\W+{_WITH}\b|"
    rf"\btotaal\W+{_WITH}"
)
_EXCLUSIVE = re.compile(
    rf"\b{_WITHOUT}[^a-z]*(?:of )?(?:[\d.%@s]+ ?)?\s*{_TAXES}|\btota\w*\W+{_WITHOUT}\b|\b{_WITHOUT}\W+total"
)
# What is to be paid only after the due date.
_LATE = re.compile(
    r"\b(?:after|nach|apres|despues d\w+|dopo|na|efter|etter)\W+(?:\w{2,3}\W+)?(?:[a-z]{3,9}\.?\W+)?"
    r"(?:\d(?![\d.,]{0,6}\s?%)|due\b|falligkeit|echeance|vencimiento|scadenza|vervaldatum|forfald|forfall)|"
    r"\b(?:if (?:not paid|unpaid)|bei nichtzahlung|a defaut de paiement|en caso de impago|se non pagat\w|"
    r"bij niet betaling)\b"
)
_FINES = r"\b(?:geldstrafe|geldbusse|verwarnungsgeld|amende|multa|sancion|sanzione|geldboete|boete|fined?|penalty)\b"
_FINE = re.compile(_FINES)
# A fine with which a rule threatens those who break it.
_THREAT = re.compile(
    r"\b(?:droht|drohen|verstoss\w*|zuwiderhandl\w*|may|can|could|will be|if you|offenders|anyone|passible|s'expose\w*|"
    r"contrevenant\w*|infractores|podra\w*|quien|trasgressor\w*|chiunque|puo|overtred\w*|riskeer\w*|kan|kunt|wie)\b.*"
    + _FINES
)
# The total of what is taxed at one rate ("Total 6% supplies").
_PARTIAL = re.compile(r"^\W*(?:sub)?(?:tot\w{0,4}|summe|som|sum)\W{0,2}\d{1,2}(?:[.,]\d{1,2})?\s?%")
# Words above the parts of a price that is paid bit by bit: "Payments are made in instalments as follows:".
_IN_PARTS = re.compile(
    r"\b(?:(?:in|by) (?:\w+ )?instal?lments?|in (?:\w+ )?raten|en plusieurs fois|en \w+ (?:cuotas|plazos)|"
    r"a rate|in termijnen)\b"
)
# The tax that a total contains: "TOTAL includes GST   $1.34".
_CONTAINED_TAX = re.compile(rf"\btotal (?:price )?includes (?:\S+ )?{_TAXES}")
# How many things a total is of: "TOTAL (9 items)".
_COUNTED = re.compile(r"\(\s?\d+ [^\W\d_]+\)")
# What is to be paid in all ("Total taxes due"), apart from what is late, or only the least of it.
_ALL_DUE = re.compile(r"^\W*total (?!.*\b(?:vat|gst|past|minimum|not)\b)[a-z ]*\b(?:due|payable|owing|owed)\W*$")
# What is to be paid from now on ("New monthly rent", "Neuer Abschlag"): another paper asks for it.
_FUTURE = re.compile(
    r"^\W*(?:your |ihre?r? |votre |uw |tu |su |la |le |il |el |de |i )?"
    r"(?:new|neue[rsn]?|kunftige[rsn]?|next|nachste[rsn]?|nouve\w+|prochain\w*|nuev[oa]|proxim[oa]|nuov[oa]|prossim[oa]|"
    r"nieuwe?|volgende)\b"
)
# What was due, and is paid: "gezahlte Teilbeträge", "betaalde termijnbedragen".
_PAST = re.compile(
    r"\b(?:gebrachte|betaalde|(?:geleistete|gezahlte|entrichtete|uberwiesene)[nr]?|versees|payees|pagad[oa]s|abonad[oa]s|"
    r"versat[ie]|pagat[ie])\b"
)
_ROUNDED = re.compile(r"\b(?:rounded|gerundet\w*|arrondie?|redondead[oa]|arrotondat[oa]|afgerond)\b")
_WHOLE_OF = re.compile(r"^\W*gesamt[a-z]{4,}\W*$")
_LASTING = {AmountKind.CLOSING, AmountKind.DUE, AmountKind.CREDIT}
_ANY: Set[AmountKind | None] = {None, *AmountKind}
# Words that decide the kind of an amount, whatever else its label says.
_DECIDING: Sequence[tuple[Callable[[str], object], AmountKind]] = (
    (_LATE.search, AmountKind.OTHER),
    (_THREAT.search, AmountKind.OTHER),
    (_PARTIAL.search, AmountKind.OTHER),
    (_IN_PARTS.search, AmountKind.OTHER),
    (_CONTAINED_TAX.search, AmountKind.TAX),
    (_EXCLUSIVE.search, AmountKind.SUBTOTAL),
)
# Words that make another kind of these kinds; the first that apply count.
_REVISING: Sequence[tuple[Callable[[str], object], Set[AmountKind | None], AmountKind]] = (
    (_FUTURE.match, _ANY - _LASTING, AmountKind.OTHER),
    (_PAST.search, {AmountKind.DUE}, AmountKind.PAID),
    (_ALL_DUE.match, _ANY - {AmountKind.OTHER, AmountKind.FINAL}, AmountKind.DUE),
)
_TOTAL_LIKE = {AmountKind.FINAL, AmountKind.DUE, AmountKind.TOTAL}
# Letters that look alike on a worn print: "IUIAL", "TDTAL", "RUUNDING".
_WORN = str.maketrans("tijfuqdve", "llllooouc")
_FUZZY = tuple(key for key in _LONGEST_FIRST if len(key) >= 5 and _BY_SKELETON[key] in _TOTAL_LIKE)


@lru_cache(maxsize=4096)
def amount_kind(label: str) -> AmountKind | None:
    """The kind of an amount with this label, by the label's longest known phrase; None if it has none."""
    label = _OF_THE.sub("de", _COUNTED.sub("", label))
    folded = fold(label)
    for says, other in _DECIDING:
        if says(folded):
            return other
    kind = _longest_phrase(label)
    for says, kinds, other in _REVISING:
        if kind in kinds and says(folded):
            return other
    if _INCLUSIVE.search(folded):
        return _inclusive_kind(label, kind, "tot" in folded or "gross" in folded)
    return kind or _compound(folded) or _worn(label) or _resembling(skeleton(label))


def names_rounding(label: str) -> bool:
    """Whether a label says that its amount is rounded: "Total bill amount (rounded)"."""
    return bool(_ROUNDED.search(fold(label)))


def names_fine(label: str) -> bool:
    """Whether a label names a fine: "Über Sie wird eine Geldstrafe von"."""
    return bool(_FINE.search(fold(label)))


def _compound(folded: str) -> AmountKind | None:
    """The total that a compound names whatever it is of: "Gesamthonorar"."""
    return AmountKind.TOTAL if _WHOLE_OF.match(folded) else None


def _inclusive_kind(label: str, kind: AmountKind | None, is_total: bool) -> AmountKind | None:
    """The kind of an amount that includes tax: a price is a total then, and the tax itself remains a tax."""
    if kind in _TOTAL_LIKE or (is_total and (kind is not AmountKind.SUBTOTAL or "gross" in fold(label))):
        return AmountKind.FINAL
    without_tax = _longest_phrase(_INCLUSIVE.sub(" ", fold(label)))
    return AmountKind.TOTAL if without_tax in {AmountKind.AMOUNT, AmountKind.PAID} else kind


def _longest_phrase(label: str) -> AmountKind | None:
    compact = skeleton(label)
    if compact in _BY_SKELETON:
        return _BY_SKELETON[compact]
    words = [skeleton(word) for word in re.split(r"[^\w|!]+", fold(label))]
    joined, found = "".join(words), set(words)
    contained = (
        key
        for key in _LONGEST_FIRST
        if key in found or (len(key) >= _SHORTEST_CONTAINED and key in joined and _is_whole(key, words, joined))
    )
    kind = next(contained, None)
    return _BY_SKELETON[kind] if kind else None


def _is_whole(key: str, words: Sequence[str], joined: str) -> bool:
    """Whether a phrase ends with a word, apart from its ending, and begins with one unless it ends a compound.

    A word that is known by itself is no compound: "importo" does not end with "porto".
    """
    bounds = list(pairwise([0, *accumulate(map(len, words))]))
    start = joined.find(key)
    while start >= 0:
        end = start + len(key)
        tail = min((each - end for _, each in bounds if each >= end), default=0)
        parted = next((joined[first:last] for first, last in bounds if first < start < last), "")
        if tail <= _LONGEST_ENDING and parted not in _BY_SKELETON:
            return True
        start = joined.find(key, start + 1)
    return False


def _worn(label: str) -> AmountKind | None:
    """The kind of the only label that looks like this one on a worn print, apart from what is in brackets."""
    return _by_worn().get(skeleton(label.split("(")[0]).translate(_WORN))


@cache
def _by_worn() -> Mapping[str, AmountKind]:
    """The kinds by the worn forms of their labels, without forms that labels of several kinds have."""
    kinds: dict[str, set[AmountKind]] = {}
    for key, kind in _BY_SKELETON.items():
        if len(key) >= _SHORTEST_CONTAINED:
            kinds.setdefault(key.translate(_WORN), set()).add(kind)
    return {form: kind for form, (kind, *others) in kinds.items() if not others}


def _resembling(compact: str) -> AmountKind | None:
    """The total that a misread label resembles ("TOTL AMOUNT", "IOTAL"): one letter in five may be wrong."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    if len(compact) < _SHORTEST_RESEMBLING:
        return None
    best = process.extractOne(compact, _FUZZY, scorer=Levenshtein.normalized_similarity, score_cutoff=_RESEMBLANCE)
    return _BY_SKELETON[best[0]] if best else None
