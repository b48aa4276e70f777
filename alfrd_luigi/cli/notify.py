"""`alfrd notify`: what a person would be told about the archive, and a test message."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import click

from alfrd_luigi.cli.columns import Column
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.database import notifications as rows
from alfrd_luigi.database.notifications import Standing
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import ExitCode, SettingsError
from alfrd_luigi.setting_values import NEWS
from alfrd_luigi.settings import settings


class _Kind(NamedTuple):
    """A kind of news: whether a person is told of it, when that last happened, and what would be told now."""

    kind: str
    is_told: bool
    sent_at: datetime | None
    news: str | None


_COLUMNS = (
    Column("kind", lambda row: row.kind),
    Column("told", lambda row: row.is_told, lambda row: "yes" if row.is_told else "no"),
    Column("last_message", lambda row: row.sent_at),
    Column("news", lambda row: row.news, room="wrap"),
)


@click.command(short_help="Show what the next run would tell a person.", epilog="Example: alfrd notify --test")
@click.option("--test", is_flag=True, help="Send a test message by notify_command and notify_url.")
@listing_options(_COLUMNS)
@click.pass_context
def notify(context: click.Context, *, test: bool, output: Output) -> None:
    """Show what the next run would tell a person, and when each kind of news was last told.

    Nothing is sent without --test. The settings notify, notify_command and notify_url say who is told of what.
    """
    if test:
        context.exit(_send_test())
    from alfrd_luigi.monitoring.sending import ways

    with opened() as session:
        told = settings().notify
        found = [
            _Kind(standing.kind, standing.kind in told, standing.sent_at, _line(session, standing))
            for standing in rows.standing(session, NEWS)
        ]
    output.show(found)
    if output.is_grouped and not ways():
        click.echo("Nobody is told of anything: set notify_command or notify_url", err=True)


def _send_test() -> ExitCode:
    from alfrd_luigi.monitoring import message, sending

    if not sending.ways():
        raise SettingsError("there is no way to tell anybody", "Set notify_command or notify_url")
    errors = sending.send(message.of_test(), is_test=True)
    for error in errors:
        click.echo(f"error: {error.line}", err=True)
    if not errors:
        click.echo("sent", err=True)
    return ExitCode.FAILURE if errors else ExitCode.OK


def _line(session: Session, standing: Standing) -> str | None:
    from alfrd_luigi.monitoring import news

    found = news.look(session, standing.kind, standing.told)
    return found.line if found.items else None
