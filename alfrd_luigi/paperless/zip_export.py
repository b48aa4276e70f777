"""An export that is a ZIP archive (`document_exporter --zip`): unpacks it privately, within the intake's limits.

The archive is untrusted. It is opened in the decoding process, and its names are used only if they lead nowhere else.
"""

from __future__ import annotations

import errno
import time
from pathlib import Path, PurePosixPath
from typing import Any

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.formats import ZIP
from alfrd_luigi.decoding.model import Part
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.document_files.durability import PRIVATE_FILE, PRIVATE_FOLDER
from alfrd_luigi.errors import InvalidInputError, machine_error, machine_trouble
from alfrd_luigi.intake.drafts import seconds_until
from alfrd_luigi.intake.manifest import is_encodable
from alfrd_luigi.intake.private_copies import MAX_SHOWN, copy, open_named
from alfrd_luigi.names import printable

_SECONDS = 900.0
_THUMBNAIL = "-thumbnail.webp"
_BY_HAND = "Unpack it, and name the folder"


def unpack(file: Path, area: Path) -> tuple[Path, list[str]]:
    """Unpack an archive. Returns a folder in the empty folder `area`, and why files are not in it.

    Raises InvalidInputError for an archive that exceeds a limit or cannot be read, and OverdueError.
    """
    ends, copied, folder = time.monotonic() + _SECONDS, area / "export.zip", area / "export"
    try:
        with machine_trouble(), open_named(file) as source:
            copy(source, copied)
        parts = shared_decoder().contents(copied, ZIP, seconds_until(ends)).parts
    except InvalidInputError as error:
        reason = error.message.replace(copied.name, printable(file.name), 1)
        raise InvalidInputError(reason, _BY_HAND) from error
    folder.mkdir(PRIVATE_FOLDER)
    return folder, [
        f"{printable(part.name[:MAX_SHOWN])} {fault}"
        for index, part in enumerate(parts)
        if not part.name.endswith(_THUMBNAIL) and (fault := _unpack(copied, index, part, folder, ends))
    ]


def inside(name: Any) -> PurePosixPath:
    """A path within an export. Raises InvalidInputError if it leads out of it."""
    path = PurePosixPath(name) if isinstance(name, str) and is_encodable(name) else PurePosixPath()
    if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in str(path):
        raise InvalidInputError("the manifest names no file of it inside the export", "Export again")
    return path


def _unpack(archive: Path, index: int, part: Part, folder: Path, ends: float) -> str | None:
    """Unpack a file. Returns why that is not possible."""
    if part.refused is not None:
        return part.refused.predicate
    try:
        path = folder / inside(part.name)
        content = shared_decoder().part(archive, ZIP, index, seconds_until(ends))
    except RefusalError as refusal:
        return refusal.predicate
    except InvalidInputError:
        return "has a name that leads out of the archive"
    return _written(path, content)


def _written(path: Path, content: bytes) -> str | None:
    try:
        path.parent.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        path.touch(PRIVATE_FILE, exist_ok=False)
    except (FileExistsError, NotADirectoryError):
        return "is in the archive more than once"
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return "has a name that is too long"
        raise machine_error(error) from error
    with machine_trouble():
        path.write_bytes(content)
    return None
