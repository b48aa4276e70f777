"""`alfrd init` and `alfrd add`: the archive, and the way of files into its inbox."""

from __future__ import annotations

from pathlib import Path

import click

from alfrd_luigi import archive
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import one_line, print_json
from alfrd_luigi.database.connection import place
from alfrd_luigi.intake.inbox import usable
from alfrd_luigi.names import printable
from alfrd_luigi.settings import Settings, settings


@click.command(epilog="Example: alfrd init")
@json_option
def init(json: bool) -> None:
    """Make or update the archive: its database, the shipped types and prompts, its inbox. Safe to repeat."""
    applied = archive.initialise()
    with usable(settings().inbox_dir):
        click.echo(f"applied: {', '.join(applied)}" if applied else "The database is up to date.", err=True)
    if json:
        print_json({"applied": applied, **places(settings())})
        return
    for name, where in places(settings()).items():
        click.echo(f"{name:<10} {printable(where)}")


def places(settings: Settings) -> dict[str, str]:
    """Where the archive's parts live, without a password."""
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
@click.option("--tag", "tags", metavar="TAG", multiple=True, help="Give the documents this tag; may be repeated.")
@click.option("--source", metavar="TEXT", default="", help="Where they came from.")
@click.option("--together", is_flag=True, help="The files are the pages of one document, in this order.")
@json_option
def add(files: tuple[Path, ...], tags: tuple[str, ...], source: str, together: bool, json: bool) -> None:
    """Put copies of files in the inbox, each a document of its own.

    PDF, JPEG, PNG, TIFF, WebP and plain text. All are checked first: if one cannot be a document, none is added.
    """
    from alfrd_luigi.decoding.shared import inspect
    from alfrd_luigi.intake.adding import add_files

    folders = add_files(settings().inbox_dir, files, inspect, tags=tags, source=source, together=together)
    groups = [files] if together else [(file,) for file in files]
    if json:
        added = zip(folders, groups, strict=True)
        print_json(
            [{"id": folder.name, "folder": str(folder), "files": list(map(str, group))} for folder, group in added]
        )
        return
    for folder, group in zip(folders, groups, strict=True):
        click.echo(f"{folder.name}  {one_line(', '.join(printable(file.name) for file in group))}")
    click.echo("In the inbox. To process it now: alfrd process", err=True)
