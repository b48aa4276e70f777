"""`alfrd --version`: the version of the program, the schema that it expects, and the one that the archive has."""

from __future__ import annotations

import os
from importlib.metadata import version

import click

from alfrd_luigi import archive
from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.settings import is_named


def _show(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if not is_asked or context.resilient_parsing:
        return
    from alfrd_luigi.database import migration  # here, because every command loads this module

    click.echo(f"alfrd, version {version('alfrd-luigi')}")
    click.echo(f"schema of the program: {migration.newest()}")
    if is_named(os.environ):
        click.echo(f"schema of the archive: {_of_archive()}")
    context.exit()


def _of_archive() -> str:
    """The version of the archive's schema, or why it is not known. No server is started for it."""
    try:
        return archive.schema()
    except AlfrdError as error:
        return f"not known: {error.line}"


version_option = click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show,
    help="Show the version, and the schemas of the program and of the archive.",
)
