"""`alfrd add`: copies files to inbox folders with a `meta.json`: all of them or none."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple
from uuid import uuid4

from alfrd_luigi.decoding.formats import kind_of
from alfrd_luigi.document_files.durability import PRIVATE_FILE, PRIVATE_FOLDER, sync
from alfrd_luigi.errors import AlfrdError, InvalidInputError, PermanentError
from alfrd_luigi.intake.containers import drafts_in
from alfrd_luigi.intake.drafts import Decoding, Draft, draft_of_file, incoming
from alfrd_luigi.intake.free_names import free_path
from alfrd_luigi.intake.inbox import usable
from alfrd_luigi.intake.labels import clean_source, clean_tags
from alfrd_luigi.intake.manifest import META_NAME
from alfrd_luigi.intake.private_copies import copy, open_named
from alfrd_luigi.intake.workspace import workspace
from alfrd_luigi.triggers import Point, reached

DEFAULT_SOURCE = "command line"
_STAGING = "staging"
_LONGEST = 900.0  # seconds for the files in a container


class Added(NamedTuple):
    """A new folder of the inbox, and the files that it holds: as they were named, or `CONTAINER/NAME`."""

    folder: Path
    files: tuple[Path, ...]


class Sent(NamedTuple):
    """A file that a program sent under a name: its content is open, at its beginning, and has a file descriptor."""

    named: Path
    content: IO[bytes]


class _Paper(NamedTuple):
    named: Path
    draft: Draft


def add_files(
    inbox: Path,
    files: Sequence[Path | Sent],
    decoding: Decoding,
    *,
    tags: Iterable[str] = (),
    source: str = "",
    together: bool = False,
    again: bool = False,
) -> list[Added]:
    """Put copies of `files` in the inbox: one folder for each, or with `together` one for all, in the given order.

    The files in a mail or a ZIP archive count instead of it. With `again`, a document is made even if one with the same
    content was deleted. Returns the new folders. Existing entries are unchanged.
    Every file is checked before the first one is put: if a file is missing, unreadable or unsupported
    (InvalidInputError), or the inbox is not writable (SettingsError), nothing is put.
    """
    labels: dict[str, Any] = {"source": clean_source(source, DEFAULT_SOURCE), "tags": list(clean_tags(tags))}
    if again:
        labels["again"] = True
    with usable(inbox), workspace(inbox) as folder:
        papers = _checked(files, folder / _STAGING, decoding)
        groups = [papers] if together else [[paper] for paper in papers]
        ready = [(_filled(folder, group, labels), group) for group in groups if group]
        reached(Point.ADD_COPIED)
        return [Added(_placed(each, inbox), tuple(paper.named for paper in group)) for each, group in ready]


def _checked(files: Sequence[Path | Sent], staging: Path, decoding: Decoding) -> list[_Paper]:
    """The documents that the files are. Raises InvalidInputError or PermanentError, which names each that is none."""
    papers: list[_Paper] = []
    refused: list[AlfrdError] = []
    for file in files:
        try:
            papers += _papers(file, staging, decoding)
        except (InvalidInputError, PermanentError) as error:
            refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        said = "; ".join(error.message for error in refused)
        raise InvalidInputError(f"none of the files was added: {said}", "Correct these files, or leave them out")
    return papers


def _papers(named: Path | Sent, staging: Path, decoding: Decoding) -> list[_Paper]:
    """The document that a file is, or those in a container."""
    id = uuid4()
    path, opening = (named, open_named(named)) if isinstance(named, Path) else (named.named, nullcontext(named.content))
    copied = staging / str(id) / path.name
    with opening as source:
        sha256, size = copy(source, copied)
    info = decoding.inspect(copied)
    file = incoming(copied, sha256, size, info)
    if info.kind != "container":
        return [_Paper(path, draft_of_file(id, file))]
    found = drafts_in(file, id, staging, decoding, time.monotonic() + _LONGEST)
    if found.refused:
        raise found.refused[0]
    return [_Paper(path / draft.files[0].path.name, draft) for draft in found.drafts]


def _placed(folder: Path, inbox: Path) -> Path:
    placed = folder.rename(inbox / folder.name)
    reached(Point.ADD_PLACED)
    return placed


def _filled(workspace: Path, papers: Sequence[_Paper], labels: dict[str, Any]) -> Path:
    document_id = str(uuid4())
    folder = workspace / document_id
    folder.mkdir(PRIVATE_FOLDER)
    target = folder / META_NAME
    target.touch(PRIVATE_FILE)  # created first, so that no added file gets its name
    documents = [_moved(paper.draft, folder, order) for order, paper in enumerate(papers, start=1)]
    note = "\n\n".join(dict.fromkeys(paper.draft.note for paper in papers if paper.draft.note))
    metadata = {**labels, "note": note} if note else labels
    created_at = datetime.now(UTC).isoformat()
    meta = {"id": document_id, "created_at": created_at, "documents": documents, "metadata": metadata}
    target.write_text(json.dumps(meta, indent=2), encoding="utf-8")
    sync(target)
    sync(folder)
    return folder


def _moved(draft: Draft, folder: Path, order: int) -> dict[str, Any]:
    (file,) = draft.files
    target = free_path(folder, file.path.name)  # files with the same name may come from several folders
    file.path.rename(target)
    sync(target)
    return {"file": target.name, "type": kind_of(file.media_type), "order": order}
