"""The labels of dates and their kinds, in several languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import cache, lru_cache

from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import fold, skeleton


class DateKind(Enum):
    """The role of a date in its document."""

    ISSUED = auto()
    """The date of the document itself, named explicitly."""
    DATE = auto()
    """A bare "date"."""
    AS_OF = auto()
    """The day to which a statement refers."""
    NEARBY = auto()
    """The day of an order, a payment or a delivery, usually close to the document's own date."""
    PERIOD = auto()
    DUE = auto()
    OTHER = auto()
    """Birthdays, expiries, other papers' dates: never the document's own."""


def _phrases() -> dict[str, DateKind]:
    """The kinds by the skeletons of their labels in all languages. A label of several kinds belongs to the first."""
    known: dict[str, DateKind] = {}
    for kind in DateKind:
        for phrase in phrases("dates", kind.name.lower()):
            known.setdefault(skeleton(phrase), kind)
    return known


_BY_SKELETON: Mapping[str, DateKind] = _phrases()
_LONGEST_FIRST = sorted(_BY_SKELETON, key=len, reverse=True)
_SHORTEST_CONTAINED = 6
# "Invoice no. 4711 of": the document's own number. "Your letter of", "according to the statement of": another paper's.
_NUMBERED = re.compile(
    r"\b(?:invoice|bill|\w*rechnung|rechnungs-?nr|facture|factura|fattura|factuur|faktura|beleg|quittung)\b.{0,12}?"
    r"\b(?:n[ro.\u00b0]{1,3}|nummer|numero|number)\W{0,3}\S*\d\S*\W{1,3}(?:vom|dated|of|du|de|del|van|av|af|le)\W*$"
)
_CITED = re.compile(
    r"\b(?:gemass|laut|gem|siehe|according to|selon|conformement a|segun|volgens"
    r"|ihr(?:e[mnrs]?)? (?:schreiben|nachricht|brief|anfrage|bestellung|antrag|e-?mail|anruf|auftrag)"
    r"|your (?:\S+ )?(?:letter|order|request|e-?mail|inquiry|application|claim|fax|note|message)"
    r"|votre (?:courrier|lettre|demande|commande|e-?mail|message|appel|dossier)"
    r"|su (?:carta|escrito|pedido|solicitud|correo)|(?:vostra|vs\.?) (?:lettera|richiesta|comunicazione|e-?mail|nota)"
    r"|uw (?:brief|schrijven|bestelling|e-?mail|verzoek))\b.{0,30}?\b(?:vom|of|dated|on|du|de|del|van)\W*$"
)
# Words such as "on" and "for" are labels only if they are alone, not at the end of a part of a sentence.
_SHORT_LABEL = 2
_SHORTEST_IN_SENTENCE = 3


@lru_cache(maxsize=4096)
def date_kind(label: str) -> DateKind | None:
    """The kind of a date with this label, by the longest known phrase in its last words; None if there is none."""
    if _CITED.search(fold(label)):
        return DateKind.OTHER
    if _NUMBERED.search(fold(label)):
        return DateKind.ISSUED
    compact = skeleton(label)
    if compact in _BY_SKELETON:
        return _BY_SKELETON[compact]
    words = {skeleton(word) for word in label.split()}
    shortest = 1 if len(words) <= _SHORT_LABEL else _SHORTEST_IN_SENTENCE
    found = next((key for key in _LONGEST_FIRST if _occurs(key, words, compact) and len(key) >= shortest), None)
    if found:
        return _BY_SKELETON[found]
    return DateKind.DATE if compact.endswith(("date", "datum")) else None


@lru_cache(maxsize=4096)
def is_foreign(label: str) -> bool:
    """Whether the label is a known phrase of another language than English."""
    words = {skeleton(label), *map(skeleton, label.split())}
    return any(word in _foreign() for word in words if len(word) >= _SHORTEST_CONTAINED)


@cache
def _foreign() -> frozenset[str]:
    english = {skeleton(phrase) for kind in DateKind for phrase in phrases("dates", kind.name.lower(), "en")}
    return frozenset(_BY_SKELETON) - english


def _occurs(key: str, words: set[str], compact: str) -> bool:
    return key in words or (len(key) >= _SHORTEST_CONTAINED and key in compact)
