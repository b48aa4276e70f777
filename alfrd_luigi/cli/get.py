"""`alfrd get`: documents as files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import documents_argument
from alfrd_luigi.cli.written_file import STDOUT, writing
from alfrd_luigi.database import documents
from alfrd_luigi.errors import UsageError
from alfrd_luigi.names import printable

if TYPE_CHECKING:
    from alfrd_luigi.downloads.download import Part


@click.command(
    short_help="Get documents as files: the originals, or PDFs with text.",
    epilog="Example: alfrd get 154c --searchable --output bill.pdf",
)
@documents_argument
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file or folder to write to, - for stdout.",
)
@click.option("--searchable", is_flag=True, help="Get a PDF with its text, which can be searched and copied.")
@click.option("--force", is_flag=True, help="Replace a file that exists.")
def get(names: tuple[str, ...], output: Path | None, searchable: bool, force: bool) -> None:
    """Get documents as a file: the original as it came, or a ZIP file of several.

    A searchable PDF shows the original pages, and has what was recognised on them as invisible text. The file has its
    own name, in this folder, unless another is given.

    DOC is the id of a document, or a unique prefix of it.
    """
    from alfrd_luigi.downloads.download import Notes, download

    if output == STDOUT and sys.stdout.isatty():
        raise UsageError("a file is not written to a terminal", "Name a file with --output, or use a pipe")
    notes = Notes()
    with opened() as session:
        ids = list(dict.fromkeys(documents.find(session, name) for name in names))
        part = download(session, ids, searchable=searchable, notes=notes)
        path = _path(part, output)
        with writing(path, replaces=force) as file:
            part.write(file)
    for note in notes:
        click.echo(note, err=True)
    if path != STDOUT:
        click.echo(printable(path))


def _path(part: Part, output: Path | None) -> Path:
    if output is None:
        return Path(part.name)
    return output / part.name if output != STDOUT and output.is_dir() else output
