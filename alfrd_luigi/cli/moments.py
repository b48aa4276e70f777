"""Times as a person writes them on a command line."""

from __future__ import annotations

from datetime import datetime

import click


def moment(text: str) -> datetime:
    """A time in the time zone of this machine, unless it names another. Raises UsageError."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise click.UsageError(f"{text!r} is no time such as 2024-03-01 or 2024-03-01T12:00") from None
