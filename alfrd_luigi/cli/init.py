"""`alfrd init`: writes a configuration where there is none, and creates or updates the archive."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from alfrd_luigi import archive
from alfrd_luigi.cli.analyst import analyst_options, settle
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.configuration import NAMED, config_file, home_folder, local_file, user_file
from alfrd_luigi.database import embedded, migration
from alfrd_luigi.database.connection import database, place
from alfrd_luigi.errors import InvalidInputError, UsageError
from alfrd_luigi.intake.inbox import usable
from alfrd_luigi.names import printable
from alfrd_luigi.permissions import refused
from alfrd_luigi.settings import DATA_DIR_VARIABLE, Settings, is_named, names_data_dir, set_variables, settings

BESIDE_THE_FILE = "./data"
_IN_HOME = "alfrd"
_MAY_BE_THERE = {"inbox"}
_WRITER = "alfrd init"
_FOR_THE_CRONTAB = "# For your crontab (crontab -e): process the inbox every ten minutes"


@click.command(short_help="Create or update the archive.", epilog="Example: alfrd init")
@click.option("--here", is_flag=True, help="Use ./luigi.cfg and ./data, instead of places in your home.")
@analyst_options
@json_option
def init(here: bool, analyst: str | None, revoke_analyst: str | None, json: bool) -> None:
    """Create or update the archive: its database, the shipped types and prompts, its inbox. Safe to repeat.

    If neither a luigi.cfg nor ALFRD_DATA_DIR names an archive, ~/.config/alfrd/luigi.cfg is written (or that in
    XDG_CONFIG_HOME), and the archive is created in ~/alfrd. A luigi.cfg that exists is never changed.

    A new archive is checked as by `alfrd doctor`. The last line is for your crontab. With --analyst, a role gets the
    right to read the views for analysts, and nothing else (docs/analysts.md).
    """
    _configure(here=here)
    applied = archive.initialise()
    found = places(settings()) | settle(analyst, revoke_analyst)
    with usable(settings().inbox_dir):
        is_new = len(applied) == len(migration.migrations())
        click.echo(_done(applied, is_new=is_new), err=True)
    _print_places(applied, found, json=json)
    if is_new:
        _tell_problems()


def _done(applied: Sequence[str], *, is_new: bool) -> str:
    if is_new:
        return f"applied: {applied[0]} to {applied[-1]}"
    return f"applied: {', '.join(applied)}" if applied else "The database is up to date."


def _configure(*, here: bool) -> None:
    """Write a luigi.cfg if nothing names an archive. Raises UsageError for `--here` if a variable names another one."""
    if here:
        _check_unnamed()
        write_beside(local_file(), _WRITER)
    elif not is_named(os.environ):
        folder = home_folder(os.environ) / _IN_HOME
        _write(user_file(os.environ), folder, str(folder), _WRITER)
    elif not names_data_dir(os.environ) and not settings().database_url:  # the luigi.cfg may be another project's
        _check_free(settings().data_dir)


def _check_unnamed() -> None:
    for name in (NAMED, DATA_DIR_VARIABLE):
        if os.environ.get(name):
            raise UsageError(f"{name} names an archive, and --here another one", f"Unset {name}, or omit --here")


def write_beside(file: Path, writer: str) -> None:
    """Write the luigi.cfg of an archive that is beside it, unless the file exists.

    Raises InvalidInputError if something else is there, and the errors of `new_configuration.write`.
    """
    _write(file, file.parent / BESIDE_THE_FILE, BESIDE_THE_FILE, writer)


def _write(file: Path, folder: Path, data_dir: str, writer: str) -> None:
    from alfrd_luigi import new_configuration  # here, because it is needed once

    if file.is_file():
        return
    _check_free(folder)
    if new_configuration.write(file, data_dir, writer):
        click.echo(f"{printable(file)} was written: the archive is in {printable(folder)}", err=True)


def _check_free(folder: Path) -> None:
    """Raise InvalidInputError if the folder holds something, and no archive."""
    try:
        is_free = _is_free(folder)
    except OSError as error:
        raise refused(error, "look into", "Correct its permissions") from error
    if not is_free:
        raise InvalidInputError(
            f"{printable(folder)} holds something else than an archive",
            "Move it, or use another folder: mkdir FOLDER; cd FOLDER; alfrd init --here",
        )


def _is_free(folder: Path) -> bool:
    """Whether an archive is there, or nothing but papers that wait for one."""
    if not folder.exists() or embedded.exists(folder / "postgres"):
        return True
    return {path.name for path in folder.iterdir()} <= _MAY_BE_THERE


def _print_places(applied: Sequence[str], found: Mapping[str, str], *, json: bool) -> None:
    from alfrd_luigi.cli import crontab

    file = config_file(os.environ)
    if json:
        named = {"configuration": None if file is None else str(file), **found}
        print_json({"applied": applied, **named, "crontab": crontab.line()})
        return
    for name, where in found.items():
        click.echo(f"{name:<10} {printable(where)}")
    click.echo(f"{_FOR_THE_CRONTAB}\n{crontab.line()}")


def _tell_problems() -> None:
    """The findings of `alfrd doctor` that are not well, and the settings that cron will not have."""
    from alfrd_luigi.health.examination import examine

    problems = [finding for finding in examine(call=False) if finding.state in ("wrong", "doubtful")]
    database().close()
    for finding in problems:
        click.echo(f"{finding.check}: {finding.said}. {finding.mend}", err=True)
    if not problems:
        click.echo("Checked as by `alfrd doctor`: all is well.", err=True)
        click.echo("Next: put papers in the inbox (or: alfrd add FILE...), and then: alfrd process", err=True)
    others = [name for name in set_variables(os.environ) if name != DATA_DIR_VARIABLE]
    if others:
        click.echo(f"Cron does not have {', '.join(others)}. Set that in a luigi.cfg, too.", err=True)


def places(settings: Settings) -> dict[str, str]:
    """The places of the archive's parts, without a password."""
    return {
        "database": _database(settings),
        "documents": settings.documents_place,
        "inbox": str(settings.inbox_dir),
    }


def _database(settings: Settings) -> str:
    if not settings.database_url:
        return f"embedded PostgreSQL in {settings.postgres_dir}"
    return place(settings.database_url)
