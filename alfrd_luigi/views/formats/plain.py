"""The plain form, which is the same in each locale, and which a program can read: `2024-03-05`, `42.00 USD`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from alfrd_luigi.views.formats import Formats


class PlainFormats(Formats):
    """Writes values for the terminal, with names as the commands take them."""

    def date(self, value: date) -> str:
        """A day: `2024-03-05`."""
        return f"{value:%Y-%m-%d}"

    def moment(self, value: datetime) -> str:
        """A day and a time: `2024-03-05 14:30`."""
        return f"{value.astimezone():%Y-%m-%d %H:%M}"

    def second(self, value: datetime) -> str:
        """A day and a time, as exact as `alfrd diff --since` takes it: `2024-03-05 14:30:09`."""
        return f"{value.astimezone():%Y-%m-%d %H:%M:%S}"

    def number(self, value: Decimal | float) -> str:
        """A number without separators: `350`, `0.25`."""
        return f"{Decimal(str(value)).normalize():f}"

    def measured(self, value: float) -> str:
        """A measured number, to hundredths, so that those of a column have their points below each other."""
        return f"{value:.2f}"

    def money(self, amount: Decimal | float, currency: str | None) -> str:
        """An amount with its currency, if that is known: `42.00 USD`."""
        return f"{amount:.2f} {currency}" if currency else f"{amount:.2f}"

    def dollars(self, amount: Decimal) -> str:
        """What a service charged, to a hundredth of a cent: `0.0123 USD`."""
        return f"{self.cents(amount)} USD"

    def cents(self, amount: Decimal) -> str:
        """The same in a column of US dollars: `0.0123`."""
        return f"{amount:.4f}"

    def percent(self, share: float) -> str:
        """A share of 0 to 1 as whole per cent: `87%`."""
        return f"{share:.0%}"

    def label(self, identifier: str) -> str:
        """A name of ours, as it is."""
        return identifier


plain = PlainFormats()
