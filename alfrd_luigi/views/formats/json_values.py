"""Values in JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID


def plain_value(value: object) -> Any:
    """A value that JSON does not know, as one that it knows. Raises TypeError for one without such a form."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
