"""Options and arguments that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import isnan
from typing import Any

import click

from alfrd_luigi.cli import offers

_Option = Callable[[Callable[..., Any]], Callable[..., Any]]


class _Day(click.DateTime):
    """A day, as a midnight."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Raises BadParameter."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no day, such as 2024-03-05", param, ctx)


class _Hours(click.FloatRange):
    """A number of hours, which Nagios may give as it likes, but for `nan`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Raises BadParameter."""
        hours = float(super().convert(value, param, ctx))
        if isnan(hours):
            self.fail(f"{value!r} is no number of hours", param, ctx)
        return hours


DAY = _Day(["%Y-%m-%d"])
HOURS = _Hours(min=0, min_open=True, max=876_000)  # a hundred years; the date so long ago must exist
MOST = 2**31 - 1  # what an integer of PostgreSQL holds
COUNT = click.IntRange(1, MOST)

json_option = click.option("--json", is_flag=True, help="Print JSON.")
yes_option = click.option("--yes", is_flag=True, help="Pay for calls without asking.")

document_argument = click.argument("document", metavar="DOC", shell_complete=offers.documents)
documents_argument = click.argument("names", metavar="DOC...", shell_complete=offers.documents, nargs=-1, required=True)
series_argument = click.argument("name", metavar="SERIES", shell_complete=offers.series)


def tag_option(told: str) -> _Option:
    """Tags, as `tags`; `told` is the help."""
    told = f"{told}; may be repeated."
    return click.option("--tag", "tags", metavar="TAG", shell_complete=offers.tags, multiple=True, help=told)


def type_option(told: str, name: str = "document_type") -> _Option:
    """A document type; `told` is the help."""
    return click.option("--type", name, metavar="TYPE", shell_complete=offers.types, help=told)


def series_option(told: str) -> _Option:
    """A series; `told` is the help."""
    return click.option("--series", metavar="SERIES", shell_complete=offers.series, help=told)


def moment(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    """The value of an option: a time in the time zone of this machine, unless it names another. Raises BadParameter."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{text!r} is no time such as 2024-03-01 or 2024-03-01T12:00") from None
