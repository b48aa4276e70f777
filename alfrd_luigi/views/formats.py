"""How dates, amounts and names are written, by locale. All faces of the archive write them here."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, format_percent

from alfrd_luigi.errors import SettingsError

_KILO = 1000
_KEPT = 5000
_UNITS = ("B", "kB", "MB", "GB", "TB")
_MINUTE = 60


class Formats:
    """Writes values in a locale. Times are in the time zone of the machine."""

    def __init__(self, locale: str) -> None:
        """Raises SettingsError for a locale that is not known."""
        # Documents share days, times, amounts and numbers, and Babel takes longer for one than the rest of a row.
        self.date = lru_cache(_KEPT)(self._date)
        self.money = lru_cache(_KEPT)(self._money)
        self.number = lru_cache(_KEPT)(self._number)
        self.dollars = lru_cache(_KEPT)(self._dollars)
        self.percent = lru_cache(_KEPT)(self._percent)
        self._time = lru_cache(_KEPT)(self._time_of)
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
        return f"{self.date(local.date())} {self._time(local.hour, local.minute)}"

    def _time_of(self, hour: int, minute: int) -> str:
        return format_time(time(hour, minute), "short", locale=self._locale)

    def _number(self, value: Decimal | float) -> str:
        """A number with separators."""
        return format_decimal(value, locale=self._locale)

    def _money(self, amount: Decimal | float, currency: str | None) -> str:
        """An amount with its currency, if that is known."""
        if currency is None:
            return format_decimal(amount, format="#,##0.00", locale=self._locale)
        return format_currency(amount, currency, locale=self._locale)

    def _dollars(self, amount: Decimal) -> str:
        """What a service charged, in US dollars, to a hundredth of a cent if it is less than a dollar."""
        places = "¤#,##0.00" if amount >= 1 or not amount else "¤#,##0.0000"
        return format_currency(amount, "USD", format=places, currency_digits=False, locale=self._locale)

    def value(self, content: object, currency: str | None = None) -> str:
        """Any value of a document: a day, an amount in the currency, a number, a list, or text."""
        if isinstance(content, date):
            return self.date(content)
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

    def _percent(self, share: float) -> str:
        """A share of 0 to 1 as whole per cent."""
        return format_percent(share, locale=self._locale)

    def size(self, count: float) -> str:
        """A number of bytes: `1.2 MB`."""
        for unit in _UNITS[:-1]:
            if count < _KILO:
                return f"{self.number(round(count, 1))} {unit}"
            count /= _KILO
        return f"{self.number(round(count, 1))} {_UNITS[-1]}"

    def seconds(self, count: float) -> str:
        """A duration: `1.2 s` or `3 min 5 s`."""
        if count < _MINUTE:
            return f"{self.number(round(count, 1))} s"
        return f"{int(count // _MINUTE)} min {int(count % _MINUTE)} s"


def name(identifier: str) -> str:
    """A name of ours in words: `utility_bill` is `Utility bill`, `field.account_number` is `Account number`."""
    words = identifier.removeprefix("field.").replace("_", " ")
    return words[:1].upper() + words[1:]
