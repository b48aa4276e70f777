"""`alfrd cost`: the cost of calls to services."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast, get_args

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import calls
from alfrd_luigi.views.formats.plain import plain

_COUNTED = ("calls", "in_vain", "pages", "input_tokens", "output_tokens", "usd", "at_most_usd", "unpriced", "flex")


@click.command(epilog="Example: alfrd cost --by stage --since 2024-03-01")
@click.option(
    "--by", type=click.Choice(get_args(calls.By)), default="day", show_default=True, help="Group the costs by this."
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Include only calls since this day (UTC).")
@json_option
def cost(by: str, since: datetime | None, json: bool) -> None:
    """Show the cost of calls to services by day (UTC), stage, type, document or tier, with the total.

    The column `failed` counts calls that were throttled, failed, or returned an invalid answer. The service may have
    charged a call that was interrupted: `at most` includes its maximum cost. Each call has the price of its day.
    """
    with opened() as session:
        found = calls.cost(session, cast(calls.By, by), since.date() if since else None)
    total = {name: sum(getattr(row, name) for row in found) for name in _COUNTED}
    if json:
        print_json({"by": by, "rows": found, "total": total})
        return
    _print(by, found, total)


def _print(by: str, found: list[calls.Cost], total: dict[str, Any]) -> None:
    from alfrd_luigi.cli import rendering

    columns = (by, "name", "calls>", "failed>", "pages>", "tokens in>", "tokens out>", "USD>", "at most>")
    rows = [*(_cells(row) for row in found), _cells(calls.Cost("total", None, **total))]
    rendering.console().print(rendering.table("", columns, rows))
    if total["unpriced"]:
        click.echo(f"{total['unpriced']} calls have no price in the list: name one in a prices_file", err=True)


def _cells(row: calls.Cost) -> tuple[object, ...]:
    at_most = plain.cents(row.at_most_usd) if row.at_most_usd != row.usd else None
    counts = (row.calls, row.in_vain, row.pages, row.input_tokens, row.output_tokens)
    return (row.what, row.name, *counts, plain.cents(row.usd), at_most)
