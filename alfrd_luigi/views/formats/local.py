"""The form of a locale: `5 Mar 2024`, `US$42.00`."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache, partial

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, format_percent

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.views.formats import Formats

_CODE_AND_DIGIT = re.compile(r"(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_KEPT = 5000
_MINUTE = 60


class LocalFormats(Formats):
    """Writes values in a locale."""

    def __init__(self, locale: str) -> None:
        """Raises SettingsError for a locale that is not known."""
        try:
            self._locale = Locale.parse(locale)
        except (UnknownLocaleError, ValueError) as error:
            raise SettingsError(f"locale = {locale!r} is not known", "Name one such as en_GB or de_CH") from error
        # Documents share days, times, amounts and numbers, and Babel takes longer for one than the rest of a row.
        self._day = lru_cache(_KEPT)(partial(format_date, format="medium", locale=self._locale))
        self._time = lru_cache(_KEPT)(partial(format_time, format="short", locale=self._locale))
        self._amount = lru_cache(_KEPT)(self._money)
        self._number = lru_cache(_KEPT)(partial(format_decimal, locale=self._locale))

    @property
    def language(self) -> str:
        """The locale as HTML names it: `de-CH`."""
        return str(self._locale).replace("_", "-")

    def month(self, value: date) -> str:
        """A month: `Mar 2024`."""
        return format_skeleton("yMMM", value, locale=self._locale)

    def month_name(self, value: date) -> str:
        """A month without its year: `Mar`."""
        return format_date(value, format="LLL", locale=self._locale)

    def date(self, value: date) -> str:
        """A day: `5 Mar 2024`."""
        return self._day(value)

    def moment(self, value: datetime) -> str:
        """A day and a time."""
        local = value.astimezone()
        return f"{self.date(local.date())} {self._time(time(local.hour, local.minute))}"

    def number(self, value: Decimal | float) -> str:
        """A number with separators."""
        return self._number(value)

    def money(self, amount: Decimal | float, currency: str | None) -> str:
        """An amount with its currency, if that is known: `US$42.00`."""
        return self._amount(amount, currency)

    def _money(self, amount: Decimal | float, currency: str | None) -> str:
        if currency is None:
            return format_decimal(amount, format="#,##0.00", locale=self._locale)
        # CLDR parts a code from a digit by a space that does not break; Babel leaves it out.
        return _CODE_AND_DIGIT.sub("\u00a0", format_currency(amount, currency, locale=self._locale))

    def dollars(self, amount: Decimal) -> str:
        """What a service charged, in US dollars, to a hundredth of a cent if it is less than a dollar."""
        places = "¤#,##0.00" if amount >= 1 or not amount else "¤#,##0.0000"
        return format_currency(amount, "USD", format=places, currency_digits=False, locale=self._locale)

    def value(self, content: object, currency: str | None = None) -> str:
        """See Formats. In JSON, a day is a text."""
        if isinstance(content, str) and _DAY.fullmatch(content):
            with suppress(ValueError):
                return self.date(date.fromisoformat(content))
        return super().value(content, currency)

    def percent(self, share: float) -> str:
        """A share of 0 to 1 as whole per cent."""
        return format_percent(share, locale=self._locale)

    def seconds(self, count: float) -> str:
        """A duration: `0.03 s`, `1.2 s`, `3 min` or `3 min 5 s`."""
        if count < _MINUTE:
            return f"{self.number(round(count, 1 if count >= 1 else 2))} s"
        minutes, seconds = divmod(int(count), _MINUTE)
        return f"{minutes} min" + (f" {seconds} s" if seconds else "")
