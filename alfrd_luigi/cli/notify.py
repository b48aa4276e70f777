"""`alfrd notify`: what a person would be told about the archive, and a test message."""

from __future__ import annotations

import click

from alfrd_luigi.cli.columns import placed
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import notifications as rows
from alfrd_luigi.database.notifications import Standing
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import ExitCode, SettingsError
from alfrd_luigi.setting_values import NEWS
from alfrd_luigi.settings import settings


@click.command(short_help="Show what the next run would tell a person.", epilog="Example: alfrd notify --test")
@click.option("--test", is_flag=True, help="Send a test message by notify_command and notify_url.")
@json_option
@click.pass_context
def notify(context: click.Context, *, test: bool, json: bool) -> None:
    """Show what the next run would tell a person, and when each kind of news was last told.

    Nothing is sent without --test. The settings notify, notify_command and notify_url say who is told of what.
    """
    if test:
        context.exit(_send_test())
    with opened() as session:
        found = [(standing, _line(session, standing)) for standing in rows.standing(session, NEWS)]
    if json:
        print_json([_as_json(standing, line) for standing, line in found])
        return
    from alfrd_luigi.cli.rendering import print_table
    from alfrd_luigi.monitoring.sending import ways

    cells = [(standing.kind, _is_told(standing), standing.sent_at, line) for standing, line in found]
    print_table(placed("kind", "told", "last message", "news~"), cells)
    if not ways():
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


def _is_told(standing: Standing) -> str:
    return "yes" if standing.kind in settings().notify else "no"


def _as_json(standing: Standing, line: str | None) -> dict[str, object]:
    is_told = standing.kind in settings().notify
    return {"kind": standing.kind, "is_told": is_told, "sent_at": standing.sent_at, "news": line}
