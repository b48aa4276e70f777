"""The documents in a mail or a ZIP archive: each file in it that can become one, at any depth.

A file that cannot become a document does not affect the others. A limit of the whole is another matter: it refuses all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.decoding.model import Contents, Part
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.document_files.durability import PRIVATE_FILE, PRIVATE_FOLDER
from alfrd_luigi.document_files.port import IncomingFile
from alfrd_luigi.errors import AlfrdError, InvalidInputError, PermanentError
from alfrd_luigi.intake.drafts import (
    FROM_MAIL,
    MAIL,
    MOST_PARTS,
    Decoding,
    Draft,
    Drafts,
    draft_of_file,
    id_of_part,
    incoming,
    seconds_until,
)
from alfrd_luigi.intake.free_names import free_path
from alfrd_luigi.intake.litter import is_hidden, is_litter
from alfrd_luigi.intake.manifest import DEFAULT_SOURCE
from alfrd_luigi.intake.private_copies import MAX_SHOWN
from alfrd_luigi.names import printable

DEEPEST = 3  # a mail in a mail in an archive
MAX_BYTES = 2_000_000_000  # of all files in a container together
_SPLIT = "Unpack it, and add the documents that it holds"


class _LimitError(InvalidInputError):
    """The container as a whole exceeds a limit."""


class _Place(NamedTuple):
    """Where a file is: the names and the number of the containers around it, and what the innermost mail says."""

    path: str = ""
    depth: int = 1
    source: str = DEFAULT_SOURCE
    note: str = ""


def drafts_in(container: IncomingFile, id: UUID, staging: Path, decoding: Decoding, ends: float) -> Drafts:
    """The documents in a staged container, whose id is `id`. The same bytes are one document.

    Raises InvalidInputError if the container cannot be unpacked or exceeds a limit, and OverdueError at `ends` (of the
    monotonic clock).
    """
    unpacking = _Unpacking(id, printable(container.name), staging, decoding, ends)
    unpacking.take(container, id, _Place())
    if not unpacking.drafts and not unpacking.refused:
        raise InvalidInputError(f"{printable(container.name)} holds no document", "Add one that holds some")
    return Drafts(tuple(unpacking.drafts.values()), tuple(unpacking.refused))


@dataclass
class _Unpacking:
    id: UUID
    name: str
    staging: Path
    decoding: Decoding
    ends: float
    drafts: dict[str, Draft] = field(default_factory=dict)  # by content
    refused: list[AlfrdError] = field(default_factory=list)
    parts: int = 0
    size: int = 0  # bytes

    def take(self, container: IncomingFile, id: UUID, around: _Place) -> None:
        """Take the documents in a container. The text of a mail without a document is one itself, with this id."""
        found = self.decoding.contents(container.path, container.media_type, seconds_until(self.ends))
        place, before = _inside(container, found, around), len(self.drafts)
        for index, part in enumerate(found.parts):
            self._count()
            if container.media_type == MAIL or not _is_for_programs(part.name):
                with self._collecting_refusals(f"{around.path}{part.name}"):
                    self._take_part(container, index, part, place)
        if found.has_body and len(self.drafts) == before:
            self._add(draft_of_file(id, container, place.source))

    def _take_part(self, container: IncomingFile, index: int, part: Part, place: _Place) -> None:
        if part.refused is not None:
            raise RefusalError(*part.refused)
        content = self.decoding.part(container.path, container.media_type, index, seconds_until(self.ends))
        self._weigh(content)
        id = id_of_part(self.id, self.parts)
        path = _staged(self.staging / str(id), part.name, content)
        info = self.decoding.inspect(path, seconds_until(self.ends))
        file = incoming(path, hashlib.sha256(content).hexdigest(), len(content), info)
        if info.kind != "container":
            self._add(draft_of_file(id, file, place.source, place.note))
        elif place.depth >= DEEPEST:
            raise RefusalError(f"is more than {DEEPEST} levels deep in mails or archives", _SPLIT)
        else:
            self.take(file, id, place._replace(path=f"{place.path}{part.name}/", depth=place.depth + 1))

    def _add(self, draft: Draft) -> None:
        self.drafts.setdefault(draft.content_hash, draft)

    def _count(self) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise _LimitError(f"{self.name} holds more than {MOST_PARTS} files", _SPLIT)

    def _weigh(self, content: bytes) -> None:
        self.size += len(content)
        if self.size > MAX_BYTES:
            raise _LimitError(f"{self.name} holds more than {MAX_BYTES // 1_000_000} MB", _SPLIT)

    @contextmanager
    def _collecting_refusals(self, name: str) -> Iterator[None]:
        try:
            yield
        except _LimitError:
            raise
        except RefusalError as refusal:
            self.refused.append(InvalidInputError(f"{printable(name[:MAX_SHOWN])} {refusal.predicate}", refusal.hint))
        except (InvalidInputError, PermanentError) as error:
            self.refused.append(error)


def _inside(container: IncomingFile, found: Contents, around: _Place) -> _Place:
    if container.media_type != MAIL:
        return around
    return around._replace(source=FROM_MAIL, note=found.note)


def _is_for_programs(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(is_litter(part) or is_hidden(part) for part in parts if part != "..")


def _staged(folder: Path, name: str, content: bytes) -> Path:
    """A part in a folder of its own. Only the last part of its name is used: the rest may lead anywhere."""
    last = name.replace("\\", "/").replace("\0", "").rpartition("/")[2]
    folder.mkdir(PRIVATE_FOLDER)
    path = free_path(folder, last if last not in ("", ".", "..") else "file")
    path.touch(PRIVATE_FILE)
    path.write_bytes(content)
    return path
