"""`alfrd cost`: the cost of calls to services."""

from __future__ import annotations

from datetime import datetime
from typing import cast, get_args

import click

from alfrd_luigi.cli.columns import Column
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import DAY
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import calls
from alfrd_luigi.views.formats.plain import plain

_COUNTED = ("calls", "in_vain", "pages", "input_tokens", "output_tokens", "usd", "at_most_usd", "unpriced", "flex")
_COLUMNS = (
    Column("what", lambda row: row.what, room="cut"),
    Column("name", lambda row: row.name, room="cut", rank=1),
    Column("calls", lambda row: row.calls, is_right=True),
    Column("failed", lambda row: row.in_vain, is_right=True),
    Column("pages", lambda row: row.pages, is_right=True),
    Column("tokens_in", lambda row: row.input_tokens, is_right=True),
    Column("tokens_out", lambda row: row.output_tokens, is_right=True),
    Column("usd", lambda row: row.usd, lambda row: plain.cents(row.usd), is_right=True),
    Column("at_most", lambda row: row.at_most_usd, lambda row: _at_most(row), is_right=True),
    Column("unpriced", lambda row: row.unpriced, is_right=True, is_extra=True),
    Column("flex", lambda row: row.flex, is_right=True, is_extra=True),
)


@click.command(
    short_help="Show the cost of calls to services.", epilog="Example: alfrd cost --by stage --since 2024-03-01"
)
@click.option(
    "--by", type=click.Choice(get_args(calls.By)), default="day", show_default=True, help="Group the costs by this."
)
@click.option("--since", type=DAY, metavar="DAY", help="Include only calls since this day (UTC).")
@listing_options(_COLUMNS)
def cost(by: str, since: datetime | None, output: Output) -> None:
    """Show the cost of calls to services by day (UTC), stage, type, document or tier, with the total.

    The column `failed` counts calls that were throttled, failed, or returned an invalid answer. The service may have
    charged a call that was interrupted: `at_most` includes its maximum cost. Each call has the price of its day.
    """
    with opened() as session:
        found = calls.cost(session, cast(calls.By, by), since.date() if since else None)
    total = {name: sum(getattr(row, name) for row in found) for name in _COUNTED}
    if output.is_whole_json:
        print_json({"by": by, "rows": found, "total": total})
    elif not output.is_text:
        output.print(found)
    else:
        output.print([*found, calls.Cost("total", None, **total)])
        if total["unpriced"]:
            unpriced = f"{total['unpriced']} calls have no price in the list"
            click.echo(f"{unpriced}: name one in a prices_file", err=True)


def _at_most(row: calls.Cost) -> str | None:
    return plain.cents(row.at_most_usd) if row.at_most_usd != row.usd else None
