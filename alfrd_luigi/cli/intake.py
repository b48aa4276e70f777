"""`alfrd add`: puts files into the inbox."""

from __future__ import annotations

from pathlib import Path

import click

from alfrd_luigi import archive
from alfrd_luigi.cli.options import json_option, tag_option
from alfrd_luigi.cli.output import one_line, print_json
from alfrd_luigi.names import printable
from alfrd_luigi.settings import settings


@click.command(epilog="Example: alfrd add scan-1.jpg scan-2.jpg --together --tag car --source scanner")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@tag_option("Add this tag to the documents")
@click.option("--source", metavar="TEXT", default="", help="The source of the documents.")
@click.option("--together", is_flag=True, help="The files are the pages of one document, in this order.")
@click.option("--again", is_flag=True, help="Take documents in even if you deleted them before.")
@json_option
def add(files: tuple[Path, ...], tags: tuple[str, ...], source: str, together: bool, again: bool, json: bool) -> None:
    """Copy files to the inbox, each as a separate document.

    Supported formats are PDF, pictures, Office files and plain text. The files in a mail or a ZIP archive are added
    instead of it. All files are checked first. If one of them cannot become a document, none is added.
    """
    from alfrd_luigi.decoding.decoder import shared_decoder
    from alfrd_luigi.intake.addition import add_files

    archive.check_made()
    added = add_files(
        settings().inbox_dir, files, shared_decoder(), tags=tags, source=source, together=together, again=again
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
