"""Currency marks as printed, and the ISO 4217 codes they stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from alfrd_luigi.language.offline.countries import find_country

CODES = (
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KES KRW LKR MAD MXN MYR NGN NOK NZD "
    "PEN PHP PKR PLN QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
).split()
# Marks that mean one currency wherever they are printed.
_PLAIN: Mapping[str, str] = {
    "us$": "USD", "usd$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "can$": "CAD", "nz$": "NZD", "s$": "SGD",
    "hk$": "HKD", "nt$": "TWD", "r$": "BRL", "mx$": "MXN", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₫": "VND", "฿": "THB",
    "₺": "TRY", "₪": "ILS", "₱": "PHP", "zł": "PLN", "zl": "PLN", "kč": "CZK", "ft": "HUF", "rm": "MYR", "rp": "IDR", "sfr": "CHF",
    "euro": "EUR", "euros": "EUR",
}  # fmt: skip
# Marks that several countries use: the currency where no country shows in the document (None: unknown), then the countries'.
_SHARED: Mapping[str, Mapping[str | None, str]] = {
    "$": {None: "USD", "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "MX": "MXN"},
    "rs": {None: "INR", "IN": "INR", "PK": "PKR", "LK": "LKR"},
    "¥": {"JP": "JPY", "CN": "CNY"},
    "kr": {"SE": "SEK", "NO": "NOK", "DK": "DKK"},
}
_COUNTRIES: Mapping[str, str] = {
    "MY": "MYR", "SG": "SGD", "IN": "INR", "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "GB": "GBP", "CH": "CHF", "SE": "SEK",
    "NO": "NOK", "DK": "DKK", "PL": "PLN", "NL": "EUR", "DE": "EUR", "AT": "EUR", "FR": "EUR", "BE": "EUR", "ES": "EUR", "IT": "EUR",
    "IE": "EUR", "PT": "EUR", "BR": "BRL", "ZA": "ZAR", "ID": "IDR", "HK": "HKD", "MX": "MXN", "JP": "JPY",
}  # fmt: skip

_SYMBOLS = sorted((mark for mark in (*_PLAIN, *_SHARED) if not mark.isalpha()), key=len, reverse=True)
_WORDS = sorted((mark for mark in (*_PLAIN, *_SHARED, *CODES) if mark.isalpha()), key=len, reverse=True)
MARK = rf"(?:(?<![A-Za-z])(?:{'|'.join(map(re.escape, _SYMBOLS))}|(?:{'|'.join(_WORDS)})\b\.?|(?:RM|Rp|Rs\.?|kr\.?)(?=\s?\d))|[$€£¥₹])"
_MARK_BY_NUMBER = re.compile(rf"({MARK})\s?[-(]?\d|\d\s?({MARK})(?![A-Za-z])|\(({MARK})\)|\bin ({'|'.join(CODES)})\b", re.IGNORECASE)


def resolve(mark: str, country: str | None) -> str | None:
    """The ISO 4217 code of a printed mark; `country` (ISO 3166) decides what several countries use."""
    name = mark.strip().rstrip(".").lower()
    if name.upper() in CODES:
        return name.upper()
    if name in _PLAIN:
        return _PLAIN[name]
    shared = _SHARED.get(name, {})
    return shared.get(country, shared.get(None))


def prevailing_currency(pages: Sequence[str]) -> tuple[str, str] | None:
    """The currency that most marks of the document name, and the mark as printed; without marks, that of its country."""
    country = find_country(pages)
    marks = [next(filter(None, match.groups())) for page in pages for match in _MARK_BY_NUMBER.finditer(page)]
    codes = [(code, mark) for mark in marks if (code := resolve(mark, country.value if country else None))]
    if codes:
        winner = Counter(code for code, _ in codes).most_common(1)[0][0]
        return next((code, mark) for code, mark in codes if code == winner)
    if country and country.value in _COUNTRIES:
        return _COUNTRIES[country.value], country.words
    return None
