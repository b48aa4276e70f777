"""Whether two texts or values say the same: a quotation and its value, or the values of two readers."""

from __future__ import annotations

from typing import Any

from alfrd_luigi.assessment.printing import Print
from alfrd_luigi.extraction.lines import fold

# Of 100: a model may correct a misread letter of a name, or write it without its legal form.
_SAME_TEXT = 85
_CENT = 0.005


def holds(quotation: str, value: Any) -> bool:
    """Whether a quotation contains a value, in any notation. A few letters of a text may differ."""
    return Print((quotation,)).has(value) or (isinstance(value, str) and _is_in(value, quotation))


def is_same(first: Any, second: Any) -> bool:
    """Whether two values are the same. The sign of an amount does not matter: a printed sign is easily lost."""
    if isinstance(first, int | float) and isinstance(second, int | float):
        return abs(abs(first) - abs(second)) < _CENT
    if isinstance(first, str) and isinstance(second, str):
        return _is_in(first, second) or _is_in(second, first)
    return bool(first == second)


def _is_in(value: str, quotation: str) -> bool:
    """Whether a text is in another. Its letters may be misread; a digit that differs makes another number or date."""
    from rapidfuzz import fuzz

    wanted, printed = _letters(value), _letters(quotation)
    if any(map(str.isdigit, wanted)) or len(printed) < len(wanted) * _SAME_TEXT / 100:
        return wanted in printed
    return bool(fuzz.partial_ratio(wanted, printed) >= _SAME_TEXT)


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
