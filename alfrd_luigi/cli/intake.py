"""`alfrd init` and `alfrd add`: create the archive, and put files into its inbox."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote

import click

from alfrd_luigi import archive
from alfrd_luigi.cli import offers
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import one_line, print_json
from alfrd_luigi.configuration import user_file
from alfrd_luigi.database.connection import place
from alfrd_luigi.intake.inbox import usable
from alfrd_luigi.names import printable
from alfrd_luigi.settings import Settings, is_named, settings


@click.command(epilog="Example: alfrd init")
@json_option
def init(json: bool) -> None:
    """Create or update the archive: its database, the shipped types and prompts, its inbox. Safe to repeat.

    If neither a luigi.cfg nor ALFRD_DATA_DIR names an archive, it is created in ./data.
    """
    applied = archive.initialise()
    with usable(settings().inbox_dir):
        click.echo(f"applied: {', '.join(applied)}" if applied else "The database is up to date.", err=True)
    if json:
        print_json({"applied": applied, **places(settings())})
    else:
        for name, where in places(settings()).items():
            click.echo(f"{name:<10} {printable(where)}")
    if not is_named(os.environ):
        click.echo(_how_to_name(settings().data_dir), err=True)


def _how_to_name(data_dir: Path) -> str:
    """How other commands find this archive: it was created here because no setting names another place."""
    file = printable(user_file(os.environ))
    return (
        "No other command finds this archive until it is named, in one of two ways:\n"
        f"  export ALFRD_DATA_DIR={quote(str(data_dir))}\n"
        f"  in {file}: [alfrd] and, on a line of its own, data_dir = {printable(data_dir)}"
    )


def places(settings: Settings) -> dict[str, str]:
    """The places of the archive's parts, without a password."""
    return {
        "database": _database(settings),
        "documents": settings.documents_url or str(settings.documents_dir),
        "inbox": str(settings.inbox_dir),
    }


def _database(settings: Settings) -> str:
    if not settings.database_url:
        return f"embedded PostgreSQL in {settings.postgres_dir}"
    return place(settings.database_url)


@click.command(epilog="Example: alfrd add scan-1.jpg scan-2.jpg --together --tag car --source scanner")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--tag",
    "tags",
    metavar="TAG",
    shell_complete=offers.tags,
    multiple=True,
    help="Add this tag to the documents; may be repeated.",
)
@click.option("--source", metavar="TEXT", default="", help="The source of the documents.")
@click.option("--together", is_flag=True, help="The files are the pages of one document, in this order.")
@click.option("--again", is_flag=True, help="Take documents in even if you deleted them before.")
@json_option
def add(files: tuple[Path, ...], tags: tuple[str, ...], source: str, together: bool, again: bool, json: bool) -> None:
    """Copy files to the inbox, each as a separate document.

    Supported formats are PDF, pictures, Office files and plain text. The files in a mail or a ZIP archive are added
    instead of it. All files are checked first. If one of them cannot become a document, none is added.
    """
    from alfrd_luigi.decoding import shared_decoder
    from alfrd_luigi.intake.addition import add_files

    archive.check_made()
    added = add_files(
        settings().inbox_dir, files, shared_decoder, tags=tags, source=source, together=together, again=again
    )
    if json:
        print_json(
            [
                {"id": each.folder.name, "folder": str(each.folder), "files": list(map(str, each.files))}
                for each in added
            ]
        )
        return
    for each in added:
        click.echo(f"{each.folder.name}  {one_line(', '.join(printable(file.name) for file in each.files))}")
    click.echo("In the inbox. To process it now: alfrd process", err=True)
