"""ZIP files: their entries, within limits that also apply to Office files. Names in them are only shown, never used.

Runs only in the child process.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NoReturn
from zipfile import ZipFile, ZipInfo

from alfrd_luigi.decoding.formats import DOCX, ODS, ODT, XLSX, ZIP
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import Part, Refusal
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.decoding.unsupported_formats import SAVE

# A ZIP file with less than this in it is harmless, however well it is compressed.
_ANY_RATIO_BELOW = 1_000_000
_MEGABYTE = 1_000_000
_ENCRYPTED, _IN_UTF_8 = 0x1, 0x800
_MIMETYPE, _LONGEST_TYPE = "mimetype", 100
_BY_NAME = ((re.compile(r"word/document\d*\.xml"), DOCX), (re.compile(r"xl/workbook\d*\.(?:xml|bin)"), XLSX))
_BY_TYPE = ((ODT, ODT), (ODS, ODS))
_FOREIGN = {
    "ppt/presentation": "a PowerPoint presentation",
    "FixedDoc": "an XPS document",
    "Index/Document.iwa": "a Pages, Numbers or Keynote document",
    "Index/Tables/": "a Pages, Numbers or Keynote document",
}
_FOREIGN_TYPES = {
    b"application/epub": "an EPUB book",
    b"application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation",
    b"application/vnd.oasis.opendocument.graphics": "an OpenDocument drawing",
}
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")
_AGAIN = "Make the archive again, without it"
_SPLIT = "Split it into smaller archives"


def media_type(path: Path) -> str:
    """ZIP, or the format of which the archive is the form. Raises RefusalError for one that is not supported."""
    with ZipFile(path) as archive:
        names = archive.namelist()
        declared = _beginning(archive) if _MIMETYPE in names else b""
    for pattern, found in _BY_NAME:
        if any(map(pattern.fullmatch, names)):
            return found
    kind = next((kind for part, kind in _FOREIGN.items() if any(name.startswith(part) for name in names)), None)
    return _declared(declared) if kind is None else _refuse(kind)


def _beginning(archive: ZipFile) -> bytes:
    with archive.open(_MIMETYPE) as file:
        return file.read(_LONGEST_TYPE)


def _declared(type: bytes) -> str:
    """The media type of the file `mimetype`, by which OpenDocument files and books are known."""
    for prefix, found in _BY_TYPE:
        if type.startswith(prefix.encode("ascii")):
            return found
    kind = next((kind for prefix, kind in _FOREIGN_TYPES.items() if type.startswith(prefix)), None)
    return ZIP if kind is None else _refuse(kind)


def _refuse(kind: str) -> NoReturn:
    raise RefusalError(f"is {kind}, which is not supported", SAVE)


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[ZipFile]:
    """The archive. Raises RefusalError if it exceeds a limit: its entries are never larger than they declare."""
    with ZipFile(path) as archive:
        _check(archive.infolist(), path.stat().st_size, limits)
        yield archive


def parts(path: Path, limits: Limits) -> list[Part]:
    """The files in the archive, in its order. Raises RefusalError."""
    with opened(path, limits) as archive:
        entries = _files(archive)
    names = Counter(_comparable(entry) for entry in entries)
    return [Part(_name(entry), _fault(entry, names, limits)) for entry in entries]


def part(path: Path, index: int, limits: Limits) -> bytes:
    """The content of one of the `parts`. Raises RefusalError, and the errors of zipfile for a damaged one."""
    with opened(path, limits) as archive:
        return content(archive, _files(archive)[index])


def content(archive: ZipFile, entry: ZipInfo) -> bytes:
    """The content of an entry. Raises RefusalError if its compression is not supported."""
    try:
        with archive.open(entry) as file:
            return file.read(max(1, entry.file_size))  # without a size, it may unpack more than it returns
    except NotImplementedError as error:
        raise RefusalError("is compressed in a way that is not supported", "Unpack it, and add the file") from error


def _name(entry: ZipInfo) -> str:
    """The name, which macOS and some servers write in UTF-8 without saying so."""
    if entry.flag_bits & _IN_UTF_8 or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _files(archive: ZipFile) -> list[ZipInfo]:
    return [entry for entry in archive.infolist() if not entry.is_dir()]


def _check(entries: Sequence[ZipInfo], size: int, limits: Limits) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.parts:
        raise RefusalError(f"holds {len(entries)} files and folders; {limits.parts} is the limit", _SPLIT)
    if total > limits.unpacked_bytes:
        most = limits.unpacked_bytes // _MEGABYTE
        raise RefusalError(f"holds {total // _MEGABYTE} MB when unpacked; {most} MB is the limit", _SPLIT)
    if total > max(_ANY_RATIO_BELOW, limits.ratio * size):
        raise RefusalError(f"becomes more than {limits.ratio} times as large when unpacked", "Add the files themselves")


def _fault(entry: ZipInfo, names: Counter[str], limits: Limits) -> Refusal | None:
    try:
        _check_entry(entry, names, limits)
    except RefusalError as refusal:
        return Refusal(refusal.predicate, refusal.hint)
    return None


def _check_entry(entry: ZipInfo, names: Counter[str], limits: Limits) -> None:
    if "\0" in entry.orig_filename:
        raise RefusalError("has a name that cannot be that of a file", _AGAIN)
    if _leads_out(_name(entry)):
        raise RefusalError("has a name that leads out of the archive", _AGAIN)
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise RefusalError("is a link, or no regular file", "Add the file that it leads to")
    if entry.flag_bits & _ENCRYPTED:
        raise RefusalError("is encrypted", "Unpack the archive with its password, and add the file")
    if names[_comparable(entry)] > 1:
        raise RefusalError("is in the archive more than once", "Give each file a name of its own")
    if entry.file_size > limits.part_bytes:
        raise RefusalError(f"has more than {limits.part_bytes // _MEGABYTE} MB", _SPLIT)


def _leads_out(name: str) -> bool:
    return bool(_ABSOLUTE.match(name)) or ".." in re.split(r"[/\\]", name)


def _comparable(entry: ZipInfo) -> str:
    return unicodedata.normalize("NFC", str(PurePosixPath(_name(entry))))
