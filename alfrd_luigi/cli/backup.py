"""`alfrd export` and `alfrd import`: the whole archive, to a folder and back."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import one_line, print_json
from alfrd_luigi.corrections.person import person
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.inbox import usable
from alfrd_luigi.names import printable
from alfrd_luigi.settings import check_named, settings

if TYPE_CHECKING:
    from alfrd_luigi.backup.former import FormerExport
    from alfrd_luigi.backup.layout import ExportManifest
    from alfrd_luigi.database.session import Session

_folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.command(
    short_help="Write the whole archive to a folder, as a backup.",
    epilog="Example: alfrd export /mnt/backup/2024-03-31 --link-from /mnt/backup/2024-02-29",
)
@_folder
@click.option(
    "--link-from",
    "former",
    metavar="OLD",
    type=click.Path(path_type=Path),
    help="Share the unchanged page files of OLD, a former export on the same file system, by hard links.",
)
@json_option
def export(folder: Path, former: Path | None, json: bool) -> None:
    """Write the whole archive to DIR, a new or empty folder: one snapshot of all rows, and the page files.

    A run may be active. Every page file is verified against its checksum. If one is missing or damaged, the command
    names it and exits with 9, and the export is incomplete. An export does not include the inbox.

    With --link-from, a page file that OLD has, too, is not copied: both exports name the same file on the disk. The
    file of OLD is verified first; what cannot be linked is copied. Nothing is written to OLD.
    """
    from alfrd_luigi.backup.former import FormerExport

    shared = FormerExport(former.resolve()) if former is not None else None
    with opened() as session:
        made = exported(session, folder.resolve(), shared)
    _tell(made, f"are in {printable(folder.resolve())}", json=json)
    if shared is not None:
        click.echo(f"{shared.linked} page files are shared with {printable(shared.folder)}", err=True)


def exported(session: Session, folder: Path, former: FormerExport | None = None) -> ExportManifest:
    """Export to a folder outside of the archive, with progress. Names the page files that are missing or damaged.

    Raises the errors of `backup.export.export`.
    """
    from alfrd_luigi.backup.export import IncompleteExportError
    from alfrd_luigi.backup.export import export as write
    from alfrd_luigi.cli.progress import tracking
    from alfrd_luigi.document_files.store import page_store

    for place in (settings().inbox_dir, settings().documents_dir):
        if folder.is_relative_to(place.resolve()):
            raise InvalidInputError(f"{printable(folder)} lies in {printable(place)}", "Name another folder")
    try:
        with tracking() as track:
            return write(session, page_store(), folder, track, former)
    except IncompleteExportError as error:
        for line in error.lines:
            click.echo(one_line(line), err=True)
        raise


@click.command("import", epilog="Example: alfrd import /mnt/backup/2024-03-31")
@_folder
@click.option(
    "--from", "source", type=click.Choice(["alfrd", "paperless"]), default="alfrd", help="Whose export DIR is."
)
@json_option
def import_archive(folder: Path, source: str, json: bool) -> None:
    """Load an export from DIR into an empty archive. Its pages go to a folder or to a bucket.

    The whole export is verified first. If the import is interrupted, the archive is still empty: import again. An
    export of an older version is migrated.

    With `--from paperless`, DIR is an export of paperless-ngx (its document_exporter), a folder or a ZIP archive, and
    this archive may have documents. Titles, correspondents, dates, types, tags, custom fields and notes become your
    word. A document that is here already is not added again, and nothing that you have said here is changed; what only
    an earlier import has said follows a later one. If the import is interrupted, import again.
    """
    if source == "paperless":
        _import_paperless(folder.absolute(), json=json)
        return
    from alfrd_luigi.backup.restore import import_archive as load
    from alfrd_luigi.cli.progress import tracking

    check_named(os.environ)
    with tracking() as track:
        made = load(folder.resolve(), track)
    with usable(settings().inbox_dir):
        _tell(made, "were imported", json=json)


def _import_paperless(folder: Path, *, json: bool) -> None:
    from alfrd_luigi.cli.progress import tracking
    from alfrd_luigi.document_files.store import page_store
    from alfrd_luigi.paperless.importing import import_export

    with opened() as session, tracking() as track:
        report = import_export(session, page_store(), folder, person(), track)
    for remark in report.remarks:
        click.echo(one_line(remark), err=True)
    for document, reason in report.skipped:
        click.echo(one_line(f"skipped: {document}: {reason}"), err=True)
    if json:
        print_json(asdict(report))
    else:
        said = f"{len(report.added)} added, {len(report.completed)} were here and got values, {report.known} unchanged"
        click.echo(f"documents: {said}, {len(report.skipped)} skipped")
    if report.added:
        click.echo("To process them now: alfrd process", err=True)
    if report.skipped:
        raise InvalidInputError(
            f"not every document of the export was imported: {len(report.skipped)} skipped",
            "Mend what is named above, and import again",
        )


def _tell(made: ExportManifest, said: str, *, json: bool) -> None:
    if json:
        print_json(made.as_json())
    else:
        rows = sum(made.tables.values())
        click.echo(f"{made.tables['documents']} documents, {made.page_files} page files, {rows} rows {said}")
