"""Currency marks as printed, and their ISO 4217 codes."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from alfrd_luigi.extraction.countries import find_country

_TABLES: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("currencies.toml").read_text(encoding="utf-8"))
_CODES: Sequence[str] = _TABLES["codes"].split()
_PLAIN: Mapping[str, str] = _TABLES["plain"]
_SHARED: Mapping[str, Mapping[str, str]] = _TABLES["shared"]
_COUNTRIES: Mapping[str, str] = _TABLES["countries"]

_SYMBOLS = sorted((mark for mark in (*_PLAIN, *_SHARED) if not mark.isalpha()), key=len, reverse=True)
_WORDS = sorted((mark for mark in (*_PLAIN, *_SHARED, *_CODES) if mark.isalpha()), key=len, reverse=True)
_BEFORE_NUMBER = r"(?:RM|Rp|Rs\.?|kr\.?)(?=\s?\d)"
MARK = (
    rf"(?:(?<![A-Za-z])(?:{'|'.join(map(re.escape, _SYMBOLS))}|(?:{'|'.join(_WORDS)})\b\.?|{_BEFORE_NUMBER})"
    r"|[$€£¥₹])"
)
"""The pattern of any mark."""

_MARK_BY_NUMBER = re.compile(
    rf"({MARK})\s?[-(]?\d|\d\s?({MARK})(?![A-Za-z])|\(({MARK})\)|\bin ({'|'.join(_CODES)})\b", re.IGNORECASE
)


def resolve(mark: str, country: str | None) -> str | None:
    """The ISO 4217 code of a printed mark. `country` (ISO 3166) decides for a mark that several countries use."""
    name = mark.strip().rstrip(".").lower()
    if name.upper() in _CODES:
        return name.upper()
    if name in _PLAIN:
        return _PLAIN[name]
    shared = _SHARED.get(name, {})
    return shared.get(country or "default", shared.get("default"))


def prevailing_currency(pages: Sequence[str]) -> tuple[str, str] | None:
    """The currency of most marks, and the mark as printed. Without marks, that of the document's country."""
    country = find_country(pages)
    marks = [next(filter(None, match.groups())) for page in pages for match in _MARK_BY_NUMBER.finditer(page)]
    codes = [(code, mark) for mark in marks if (code := resolve(mark, country.value if country else None))]
    if codes:
        winner = Counter(code for code, _ in codes).most_common(1)[0][0]
        return next((code, mark) for code, mark in codes if code == winner)
    if country and country.value in _COUNTRIES:
        return _COUNTRIES[country.value], country.words
    return None
