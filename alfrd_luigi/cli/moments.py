"""Times as a person writes them on a command line."""

from __future__ import annotations

from datetime import datetime

import click


def moment(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    """The value of an option: a time in the time zone of this machine, unless it names another. Raises BadParameter."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{text!r} is no time such as 2024-03-01 or 2024-03-01T12:00") from None
