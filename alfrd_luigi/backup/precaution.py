"""The rows of an archive, saved before a migration for which nobody asked: the former version can have them back.

Migrations do not touch page files, so none is copied: docs/upgrading.md shows how they are added before an import.
"""

from __future__ import annotations

import logging
import re
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alfrd_luigi.backup.export import export_rows
from alfrd_luigi.database.connection import database
from alfrd_luigi.document_files.durability import make_private
from alfrd_luigi.errors import InvalidInputError, MachineError
from alfrd_luigi.settings import settings

logger = logging.getLogger(__name__)

FOLDER = "backups"
_NAME = "schema-{schema:04d}-{now:%Y%m%dT%H%M%S%f}"
_NAMED = re.compile(r"schema-\d{4}-\d{8}T\d{12}")


def save_rows(schema: int) -> None:
    """Save the rows in data_dir/backups, in the place of those of the migration before.

    Raises MachineError if they cannot be written.
    """
    folder = settings().data_dir / FOLDER
    made = folder / _NAME.format(schema=schema, now=datetime.now(UTC))
    try:
        make_private(folder)
        with closing(database().new_session()) as session:
            export_rows(session, made)
        _remove_others(folder, made)
    except (OSError, InvalidInputError) as error:
        shutil.rmtree(made, ignore_errors=True)  # so that a full disk does not stay full
        reason = error.message if isinstance(error, InvalidInputError) else str(error)
        raise MachineError(
            f"the rows cannot be saved before the migration: {reason}",
            "Mend that; or, without saving them, run: alfrd migrate --no-backup",
        ) from error
    logger.warning("the database has schema %s and is now migrated; its rows are saved in %s", schema, made)


def _remove_others(folder: Path, kept: Path) -> None:
    """Remove what earlier calls have written, also those that were interrupted; not what a person has linked there."""
    for path in list(folder.iterdir()):
        if path != kept and _NAMED.fullmatch(path.name) and not path.is_symlink():
            shutil.rmtree(path)
