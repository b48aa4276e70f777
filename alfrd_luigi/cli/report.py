"""`alfrd report`: the archive as pages that a browser opens from disk."""

from __future__ import annotations

from pathlib import Path

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.plurals import counted
from alfrd_luigi.settings import settings


@click.command(short_help="Write the archive as pages for a browser.", epilog="Example: alfrd report ~/archive-pages")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
def report(folder: Path | None) -> None:
    """Write the archive as pages for a browser, into DIR or the `report_dir` of the settings.

    Only the pages of what changed since the last time are written. DIR must be empty, or hold a report.
    """
    from alfrd_luigi.report.writing import write

    with opened() as session:
        written = write(session, (folder or settings().report_dir).absolute(), settings().locale)
    click.echo(written.home.as_uri())
    done = f"{counted(written.documents, 'document')} written" if written.documents else "up to date"
    click.echo(done, err=True)
