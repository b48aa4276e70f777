"""`alfrd add`: copies files to inbox folders with a `meta.json`: all of them or none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from alfrd_luigi.document_files.durability import PRIVATE_FILE, PRIVATE_FOLDER, sync
from alfrd_luigi.intake.drafts import Inspect
from alfrd_luigi.intake.free_names import free_path
from alfrd_luigi.intake.inbox import ADDING, usable
from alfrd_luigi.intake.labels import clean_source, clean_tags
from alfrd_luigi.intake.manifest import META_NAME
from alfrd_luigi.intake.private_copies import copy, open_named
from alfrd_luigi.triggers import Point, reached

DEFAULT_SOURCE = "command line"


def add_files(
    inbox: Path,
    files: Sequence[Path],
    inspect: Inspect,
    *,
    tags: Iterable[str] = (),
    source: str = "",
    together: bool = False,
) -> list[Path]:
    """Put copies of `files` in the inbox: one folder for each, or with `together` one for all, in the given order.

    Returns the new folders. Existing entries are unchanged. Every file is checked before the first one is put: if a
    file is missing, unreadable or unsupported (InvalidInputError), or the inbox is not writable (SettingsError),
    nothing is put.
    """
    labels = {"source": clean_source(source, DEFAULT_SOURCE), "tags": list(clean_tags(tags))}
    groups = [files] if together else [[file] for file in files]
    with usable(inbox), _workspace(inbox) as workspace:
        ready = [_filled(workspace, group, labels, inspect) for group in groups if group]
        reached(Point.ADD_COPIED)
        return [_placed(folder, inbox) for folder in ready]


@contextmanager
def _workspace(inbox: Path) -> Iterator[Path]:
    folder = inbox / f"{ADDING}{uuid4().hex}"
    folder.mkdir(PRIVATE_FOLDER)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _placed(folder: Path, inbox: Path) -> Path:
    placed = folder.rename(inbox / folder.name)
    reached(Point.ADD_PLACED)
    return placed


def _filled(workspace: Path, files: Sequence[Path], labels: dict[str, Any], inspect: Inspect) -> Path:
    document_id = str(uuid4())
    folder = workspace / document_id
    folder.mkdir(PRIVATE_FOLDER)
    target = folder / META_NAME
    target.touch(PRIVATE_FILE)  # created first, so that no added file gets its name
    documents = [_copied(path, folder, order, inspect) for order, path in enumerate(files, start=1)]
    created_at = datetime.now(UTC).isoformat()
    meta = {"id": document_id, "created_at": created_at, "documents": documents, "metadata": labels}
    target.write_text(json.dumps(meta, indent=2), encoding="utf-8")
    sync(target)
    sync(folder)
    return folder


def _copied(path: Path, folder: Path, order: int, inspect: Inspect) -> dict[str, Any]:
    with open_named(path) as source:
        target = free_path(folder, path.name)  # files with the same name may come from several folders
        copy(source, target)
    sync(target)
    return {"file": target.name, "type": inspect(target).kind, "order": order}
