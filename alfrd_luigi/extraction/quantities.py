"""Numbers that are no money, such as hours and kilowatt-hours: their form in print and their value."""

from __future__ import annotations

import re

# Thousands in groups, or plain digits; then decimals.
QUANTITY = r"(?:\d{1,3}(?:[.,'\u2019]\d{3})+(?:[.,]\d{1,4})?|\d{1,9}(?:[.,]\d{1,4})?)(?![.,]?\d)"
_THOUSAND = 3


def quantity(number: str, point: str | None) -> float:
    """The value of a number as printed. `point` is what the text has before decimals (see `decimal_point`).

    A separator with three digits behind it groups thousands, unless it is that point. A comma does so too in a text
    without a point.
    """
    compact = re.sub("['\u2019]", "", number)
    last = max(map(compact.rfind, ".,"))
    if last < 0:
        return float(compact)
    mark, decimals = compact[last], compact[last + 1 :]
    is_grouped = len(decimals) == _THOUSAND and mark != (point or ".")
    digits = re.sub("[.,]", "", compact)
    return float(digits) if is_grouped or compact.count(mark) > 1 else float(digits) / 10 ** len(decimals)
