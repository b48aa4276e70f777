"""Finds the country that issued a document, which decides the meaning of "$" and the order of day and month."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from alfrd_luigi.extraction.extracts import Extract
from alfrd_luigi.extraction.lines import TextLine, read_lines

_STRONG, _WEAK = 3, 1
_COUNTRIES: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    files(__package__).joinpath("countries.toml").read_text("utf-8")
)
_PATTERNS = {country: re.compile(signs["strong"], re.IGNORECASE) for country, signs in _COUNTRIES.items()}
_TOWNS = {country: re.compile(signs["town"]) for country, signs in _COUNTRIES.items() if "town" in signs}
_WORDS = [(country, word) for country, signs in _COUNTRIES.items() for word in signs.get("weak", ())]
_BY_PHONE = {str(signs["phone"]): country for country, signs in _COUNTRIES.items() if "phone" in signs}
_BY_DOMAIN = {signs.get("domain", country.lower()): country for country, signs in _COUNTRIES.items()}
_PREFIX = "|".join(sorted(_BY_PHONE, key=len, reverse=True))
# A telephone number with its prefix, a web or mail address, and an IBAN: each names a country in its only group that
# matches.
_NAMING: Sequence[tuple[re.Pattern[str], Mapping[str, str]]] = (
    (
        re.compile(rf"(?<![\d+])(?:\+ ?({_PREFIX})[ (/.-]{{0,2}}\d|(?<!\d )00 ?({_PREFIX})(?:[ /.-]\d|\(0))"),
        _BY_PHONE,
    ),
    (re.compile(rf"(?:www\.|@|://)[\w.-]{{1,60}}\.({'|'.join(_BY_DOMAIN)})\b(?![.@])"), _BY_DOMAIN),
    (re.compile(rf"\b({'|'.join(_COUNTRIES)})\d\d(?: ?[A-Z\d]{{4}}){{3}}"), {name: name for name in _COUNTRIES}),
)
_BUYER = re.compile(
    r"\W*(?:(?:bill(?:ed|ing)?|ship(?:ped|ping)?|sold|deliver(?:ed|y)?|invoiced?)\W?(?:to|address)\b|customer\b|consignee\b"
    r"|buyer\b|purchaser\b|k[aä]ufer\b|kunde\b|(?:liefer|rechnungs)(?:adresse|anschrift)\b|rechnung an\b|empf[aä]nger\b"
    r"|client\b|destinataire\b|adresse (?:de livraison|de facturation|du client)\b|factur[eé] [aà]\b|livr[eé] [aà]\b"
    r"|(?:ship )?to\W*$|cliente\b|destinatario\b|facturar a\b|spett\w*|intestatario\b"
    r"|(?:factuur|aflever)adres\b|klant\b)",
    re.IGNORECASE,
)
_BUYER_LINES = 7
# Where a sign goes on in the next cell or line, as much of it as is printed in one piece.
_CELL_END = re.compile(r"\n|   ")


def find_country(pages: Sequence[str]) -> Extract[str] | None:
    """The country (ISO 3166) with the most signs in the text, and one of them. None without signs, or for a tie."""
    ranked = _ranked(tuple(pages))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return Extract(ranked[0][0], _CELL_END.split(ranked[0][2])[0])


def likely_countries(pages: Sequence[str]) -> list[str]:
    """The countries that have the most signs in the text: several for a tie, none without signs."""
    ranked = _ranked(tuple(pages))
    return [country for country, score, _ in ranked if score == ranked[0][1]]


@lru_cache(maxsize=4)
def _ranked(pages: tuple[str, ...]) -> list[tuple[str, int, str]]:
    """Each country with its score and its first sign, the highest score first. A sign counts once."""
    text = "\n".join(_without_buyers(read_lines(pages)))
    signs: dict[str, dict[str, int]] = defaultdict(dict)
    for country, weight, sign in _signs(text):
        signs[country].setdefault(sign, weight)
    scored = [(country, sum(found.values()), next(iter(found))) for country, found in signs.items()]
    return sorted(scored, key=lambda each: each[1], reverse=True)


def _signs(text: str) -> Iterator[tuple[str, int, str]]:
    for country, pattern in _PATTERNS.items():
        yield from ((country, _STRONG, match[0]) for match in pattern.finditer(text))
    for pattern, countries in _NAMING:
        yield from ((countries[match[match.lastindex or 1]], _STRONG, match[0]) for match in pattern.finditer(text))
    for country, pattern in _TOWNS.items():
        yield from ((country, _WEAK, match[0]) for match in pattern.finditer(text))
    yield from ((country, _WEAK, word) for country, word in _words(text))


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The countries' words that the text has, as printed. Hundreds of patterns would take longer than this."""
    lowered = text.lower()
    printed = text if len(lowered) == len(text) else lowered  # the lower case of one letter can be two
    for country, word in _WORDS:
        if word in lowered and (match := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered)):
            yield country, printed[match.start() : match.end()]


def _without_buyers(lines: Sequence[TextLine]) -> Iterator[str]:
    """The lines without the cells below the label of a buyer, in its column."""
    blocks: dict[int, int] = {}
    for line in lines:
        labels = [index for index, cell in enumerate(line.cells) if _BUYER.match(cell.text)]
        blocks = {index: left - 1 for index, left in blocks.items() if left > 1}
        barred = {min(index, len(line.cells) - 1) for index in blocks}
        blocks |= dict.fromkeys(labels, _BUYER_LINES)
        kept = (cell.text for index, cell in enumerate(line.cells) if index not in barred | set(labels))
        yield "   ".join(kept)
