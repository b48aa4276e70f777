"""Options and arguments that several commands take."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from alfrd_luigi.cli import offers


class _Day(click.DateTime):
    """A day, as a midnight."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Raises BadParameter."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no day, such as 2024-03-05", param, ctx)


DAY = _Day(["%Y-%m-%d"])

json_option = click.option("--json", is_flag=True, help="Print JSON.")

document_argument = click.argument("document", metavar="DOC", shell_complete=offers.documents)
