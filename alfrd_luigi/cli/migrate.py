"""`alfrd migrate`: brings the database to the schema of this version, after a backup."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alfrd_luigi import archive
from alfrd_luigi.cli.columns import placed
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import one_line, print_json
from alfrd_luigi.database import migration, requirements
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import ExitCode
from alfrd_luigi.names import printable

if TYPE_CHECKING:
    from alfrd_luigi.database.migration import Before, Planned


@click.command(
    short_help="Bring the database to this version, after a backup.",
    epilog="Example: alfrd migrate --backup /mnt/backup/before-upgrade",
)
@click.option("--plan", is_flag=True, help="Only list the migrations and the active runs; change nothing.")
@click.option(
    "--backup", metavar="DIR", type=click.Path(path_type=Path), help="Export the archive to DIR, a new folder, first."
)
@click.option("--no-backup", is_flag=True, help="Migrate without a backup.")
@json_option
@click.pass_context
def migrate(context: click.Context, plan: bool, backup: Path | None, no_backup: bool, json: bool) -> None:
    """Bring the database to the schema of this version, in one transaction, after a backup.

    The backup is what `alfrd export` writes, in the former schema: the former version can import it. No run can begin
    from the backup to the end of the migration. Without --backup or --no-backup, the command asks for a folder on a
    terminal, and exits with 2 otherwise. It exits with 4 if there is something to migrate and runs are active, which it
    names; so does --plan. It exits with 7 if the schema is that of a newer version. It exits with 0 if it has migrated,
    or if there is nothing to migrate.
    """
    if backup is not None and no_backup:
        raise click.UsageError("--backup and --no-backup exclude each other.")
    session, missing = _opened()
    try:
        if plan:
            context.exit(_show(session, missing, json=json))
        folder = _chosen(missing, backup, no_backup=no_backup)
        applied = archive.migrate(_export_to(folder) if folder is not None else None)
    finally:
        database().close()
    _tell(applied, folder, json=json)


def _opened() -> tuple[Session, list[Planned]]:
    archive.check_made()
    requirements.check(database())
    session = database().session()
    archive.check_prepared(session)
    return session, migration.planned(session)


def _show(session: Session, missing: Sequence[Planned], *, json: bool) -> ExitCode:
    from alfrd_luigi.cli.rendering import print_table

    current, runs = migration.version(session), migration.living_runs(session)
    if json:
        listed = [each._asdict() for each in missing]
        print_json({"schema": current, "newest": migration.newest(), "migrations": listed, "runs": runs})
    else:
        click.echo(f"The database has schema {current}; this version has schema {migration.newest()}.", err=True)
        print_table(placed("migration", "purpose~"), [(each.name, each.purpose) for each in missing])
        for run in runs:
            click.echo(one_line(f"active: {run}"), err=True)
    return ExitCode.BUSY if missing and runs else ExitCode.OK


def _chosen(missing: Sequence[Planned], backup: Path | None, *, no_backup: bool) -> Path | None:
    """The folder of the backup. None without one. Raises UsageError without a terminal to ask for it."""
    if not missing or no_backup:
        return None
    if backup is not None:
        return backup.resolve()
    if not sys.stdin.isatty():
        raise click.UsageError(f"{len(missing)} migrations change the database: add --backup DIR, or --no-backup.")
    return Path(click.prompt("Export the archive to this new folder first", err=True)).expanduser().resolve()


def _export_to(folder: Path) -> Before:
    def export(schema: int) -> None:
        from alfrd_luigi.cli.backup import exported

        made = exported(database().session(), folder)
        said = f"{made.tables['documents']} documents and {made.page_files} page files, in schema {schema}"
        click.echo(f"backup: {said}, are in {printable(folder)}", err=True)

    return export


def _tell(applied: Sequence[str], folder: Path | None, *, json: bool) -> None:
    if json:
        # If another process has migrated meanwhile, no backup was needed, and none was made.
        backup = str(folder) if folder is not None and applied else None
        print_json({"applied": applied, "backup": backup, "schema": migration.newest()})
    elif applied:
        click.echo(f"migrated to schema {migration.newest()}: {len(applied)} migrations applied")
    else:
        click.echo("The database is up to date.")
