"""How dates, amounts and names are written, by locale. All faces of the archive write them here."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

from alfrd_luigi.errors import SettingsError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_KILO = 1000
_KEPT = 5000
_UNITS = ("B", "kB", "MB", "GB", "TB")
_MINUTE = 60
# Static/documents.js writes names, too: of types and of states.
_ACRONYMS = {"bic", "iban", "ocr", "vat", "vin"}


class Formats:
    """Writes values in a locale. Times are in the time zone of the machine."""

    def __init__(self, locale: str) -> None:
        """Raises SettingsError for a locale that is not known."""
        # Documents share days and amounts, and Babel takes longer for one than the rest of a row.
        self.date = lru_cache(_KEPT)(self._date)
        self.money = lru_cache(_KEPT)(self._money)
        try:
            self._locale = Locale.parse(locale)
        except (UnknownLocaleError, ValueError) as error:
            raise SettingsError(f"locale = {locale!r} is not known", "Name one such as en_GB or de_CH") from error

    @property
    def language(self) -> str:
        """The locale as HTML names it: `de-CH`."""
        return str(self._locale).replace("_", "-")

    def month(self, value: date) -> str:
        """A month: `Mar 2024`."""
        return format_skeleton("yMMM", value, locale=self._locale)

    def _date(self, value: date) -> str:
        """A day: `5 Mar 2024`."""
        return format_date(value, "medium", locale=self._locale)

    def moment(self, value: datetime) -> str:
        """A day and a time."""
        local = value.astimezone()
        return f"{self.date(local.date())} {format_datetime(local, 'short', locale=self._locale).split(', ')[-1]}"

    def number(self, value: Decimal | float) -> str:
        """A number with separators."""
        return format_decimal(value, locale=self._locale)

    def _money(self, amount: Decimal | float, currency: str | None) -> str:
        """An amount with its currency, if that is known."""
        if currency is None:
            return format_decimal(amount, format="#,##0.00", locale=self._locale)
        return format_currency(amount, currency, locale=self._locale)

    def dollars(self, amount: Decimal) -> str:
        """What a service charged, in US dollars, to a hundredth of a cent if it is less than a dollar."""
        places = "¤#,##0.00" if amount >= 1 or not amount else "¤#,##0.0000"
        return format_currency(amount, "USD", format=places, currency_digits=False, locale=self._locale)

    def value(self, content: object, currency: str | None = None) -> str:
        """Any value of a document: a day, an amount in the currency, a number, a list, or text."""
        if isinstance(content, date):
            return self.date(content)
        if isinstance(content, str) and _DAY.fullmatch(content):  # in JSON, a day is a text
            with suppress(ValueError):
                return self.date(date.fromisoformat(content))
        if isinstance(content, Decimal):
            return self.money(content, currency)
        if isinstance(content, bool) or not isinstance(content, (int, float, list, dict)):
            return str(content)
        if isinstance(content, (int, float)):
            return self.number(content)
        if isinstance(content, dict):
            return ", ".join(
                f"{name(key)} {self.value(each, currency)}" for key, each in content.items() if each is not None
            )
        return "; ".join(self.value(each, currency) for each in content)

    def percent(self, share: float) -> str:
        """A share of 0 to 1 as whole per cent."""
        return format_percent(share, locale=self._locale)

    def size(self, count: float) -> str:
        """A number of bytes: `1.2 MB`."""
        for unit in _UNITS[:-1]:
            if count < _KILO:
                return f"{format_decimal(round(count, 1), locale=self._locale)} {unit}"
            count /= _KILO
        return f"{format_decimal(round(count, 1), locale=self._locale)} {_UNITS[-1]}"

    def seconds(self, count: float) -> str:
        """A duration: `0.03 s`, `1.2 s`, `3 min` or `3 min 5 s`."""
        if count < _MINUTE:
            return f"{format_decimal(round(count, 1 if count >= 1 else 2), locale=self._locale)} s"
        minutes, seconds = divmod(int(count), _MINUTE)
        return f"{minutes} min" + (f" {seconds} s" if seconds else "")


def name(identifier: str) -> str:
    """A name of ours in words: `utility_bill` is `Utility bill`, `field.account_number` is `Account number`."""
    words = identifier.removeprefix("field.").replace("_", " ").split(" ")
    written = " ".join(word.upper() if word in _ACRONYMS else word for word in words)
    return written[:1].upper() + written[1:]
