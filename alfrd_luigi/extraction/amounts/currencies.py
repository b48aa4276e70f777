"""Currency marks as printed, and their ISO 4217 codes."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from alfrd_luigi.extraction.countries import find_country
from alfrd_luigi.extraction.document_language import language_of
from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.languages import ENGLISH

_TABLES: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("currencies.toml").read_text(encoding="utf-8"))
_CODES: Sequence[str] = _TABLES["codes"].split()
_PLAIN: Mapping[str, str] = _TABLES["plain"]
_SHARED: Mapping[str, Mapping[str, str]] = _TABLES["shared"]
_COUNTRIES: Mapping[str, str] = _TABLES["countries"]

THOUSANDTHS = frozenset(_TABLES["thousandths"].split())
"""The codes of the currencies that have three decimals."""

_SYMBOLS = sorted((mark for mark in (*_PLAIN, *_SHARED) if not mark.isalpha()), key=len, reverse=True)
# Marks that are also words, names of people or short for a room or feet are marks only as they are written here.
_WORDLIKE = {"COP", "Ft", "MAD", "PEN", "RM", "RON", "TRY"}
_CASED = {mark.lower() for mark in _WORDLIKE}
_WORDS = sorted(
    (mark for mark in (*_PLAIN, *_CODES, "kr", "rs") if mark.isalpha() and mark.lower() not in _CASED),
    key=len,
    reverse=True,
)
_BEFORE_NUMBER = (
    r"(?:(?-i:RM)|Rp|Rs\.?|kr\.?|S?Fr\.)(?=\s?\d)|RM(?=\s?\d{1,5}[.,]\d\d\b)|"
    r"(?-i:R(?=\s?\d{1,3}(?:[ ,]?\d{3}){0,3}[.,]\d\d\b))|"
    rf"(?-i:{'|'.join(sorted({*_CODES} - _WORDLIKE))})(?=\d{{1,3}}(?:[.,]?\d{{3}}){{0,3}}[.,]\d\d\b)"
)
MARK = (
    rf"(?:(?<![A-Za-z])(?:{'|'.join(map(re.escape, _SYMBOLS))}|(?:{'|'.join(_WORDS)})\b\.?|"
    rf"(?-i:{'|'.join(sorted(_WORDLIKE))})\b|Fr\.|{_BEFORE_NUMBER})"
    r"|[$€£¥₹])"
)
"""The pattern of any mark."""

_MARK_BY_NUMBER = re.compile(
    rf"({MARK})\s?[-(]?\d|[\d\-]\s?({MARK})(?![A-Za-z])|\(({MARK})\)|\bin ({'|'.join(_CODES)})\b", re.IGNORECASE
)
_DECLARED = re.compile(
    r"\b(?:currency|w\w?hrung|rechnungsw\w?hrung|devise|monnaie|valuta|munteenheid|moneda|divisa|waluta)"
    rf"\s{{0,4}}[:=]\s{{0,4}}(?:\w{{3,9}} \()?(?P<code>{'|'.join(_CODES)})\b",
    re.IGNORECASE,
)
_CODE = re.compile(rf"\b(?:{'|'.join(_CODES)})\b")
# A code in the head of a column, or beside the label of a total: "Betrag EUR", "Amount (CAD)", "Importe en euros".
_HEADED = re.compile(
    r"\b(?:amount|total|betrag|montant|importe|importo|totale|bedrag|totaal|saldo|balance|summe|prix|price|prezzo|precio|prijs)"
    rf" ?(?:in |\()?({'|'.join(_CODES)}|[€£])(?! ?[-(]?\d)\)?(?=\s|$)|\b(?:en|in) (euros?)\b(?!\W{{0,3}}\d)",
    re.IGNORECASE,
)
# A sign before a blank that is filled in by hand: "Amount enclosed $ ______".
_BEFORE_BLANK = re.compile(r"([$€£])\s?(?:_{2,}|\.{4,}|$)", re.MULTILINE)
_ENGLISH_DEFAULT = {"$"}


@dataclass(frozen=True)
class Currencies:
    """What a text tells about its currencies: the country of its issuer, and its marks."""

    pages: tuple[str, ...]

    @cached_property
    def prevailing(self) -> Extract[str] | None:
        """The currency (ISO 4217) that the text declares, or that of most marks, or of its country, and the proof."""
        return self.printed or self._national or self._coded or self._before_blank

    @cached_property
    def printed(self) -> Extract[str] | None:
        """The currency that the text declares, or that stands beside most of its amounts, and the proof."""
        return self._declared or self._headed or self._marked

    def code(self, mark: str) -> str | None:
        """The code of a printed mark. One that several countries use is that of the issuer's country.

        Without a country, it is the one of them that the text names.
        """
        name = mark.strip().rstrip(".").lower()
        if name.upper() in _CODES:
            return name.upper()
        if name in _PLAIN:
            return _PLAIN[name]
        shared = _SHARED.get(name, {})
        named = [code for code in self._named if code in shared.values()]
        own = shared.get(self._country.value) if self._country else None
        usual = shared.get("default") if name not in _ENGLISH_DEFAULT or self._is_english else None
        return (own if own is not None else named[0] if named else usual) or None

    def signs(self, code: str) -> dict[str, float]:
        """What tells how sure a currency is: whether it is the country's."""
        return {"national": float(code == self._home)}

    @cached_property
    def _is_english(self) -> bool:
        return language_of(self.pages) == ENGLISH

    @cached_property
    def _country(self) -> Extract[str] | None:
        return find_country(self.pages)

    @cached_property
    def _named(self) -> list[str]:
        """The codes that stand in the text, the most frequent first."""
        return [code for code, _ in Counter(code for page in self.pages for code in _CODE.findall(page)).most_common()]

    @property
    def _declared(self) -> Extract[str] | None:
        matches = (match for page in self.pages for match in _DECLARED.finditer(page))
        return next((Extract(match["code"].upper(), match[0]) for match in matches), None)

    @property
    def _headed(self) -> Extract[str] | None:
        """The only currency that heads of columns name."""
        found = {
            self.code(match[match.lastindex or 1]): match[0] for page in self.pages for match in _HEADED.finditer(page)
        }
        code = next(iter(found), None)
        return Extract(code, found[code]) if code and len(found) == 1 else None

    @cached_property
    def _marks(self) -> list[tuple[str, str]]:
        """The marks beside amounts that have a code, in reading order, each with its code."""
        found = (next(filter(None, match.groups())) for page in self.pages for match in _MARK_BY_NUMBER.finditer(page))
        marks = list(found)
        codes = {mark: self.code(mark) for mark in set(marks)}
        return [(mark, code) for mark in marks if (code := codes[mark])]

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(code for _, code in self._marks)

    @cached_property
    def _home(self) -> str | None:
        """The currency of the issuer's country."""
        return _COUNTRIES.get(self._country.value) if self._country else None

    @property
    def _marked(self) -> Extract[str] | None:
        winner = max(self._counts, key=lambda code: (self._counts[code], code == self._home), default=None)
        return Extract(winner, next(mark for mark, code in self._marks if code == winner)) if winner else None

    @property
    def _national(self) -> Extract[str] | None:
        return Extract(self._home, self._country.words) if self._country and self._home else None

    @property
    def _coded(self) -> Extract[str] | None:
        """The only code that stands in the text, wherever it is, and is no word."""
        only = self._named[0] if len(self._named) == 1 else None
        return Extract(only, only) if only and only not in _WORDLIKE else None

    @property
    def _before_blank(self) -> Extract[str] | None:
        """The currency of the only sign that stands before a blank."""
        signs = {match[1] for page in self.pages for match in _BEFORE_BLANK.finditer(page)}
        code = self.code(next(iter(signs))) if len(signs) == 1 else None
        return Extract(code, next(iter(signs))) if code else None


@lru_cache(maxsize=2)
def currencies_of(pages: tuple[str, ...]) -> Currencies:
    """What the pages tell about their currencies."""
    return Currencies(pages)
