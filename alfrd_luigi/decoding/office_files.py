"""Office files as text: Word and OpenDocument texts, workbooks, RTF. What they look like on paper is not known.

Runs only in the child process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from alfrd_luigi.decoding import plain_text, xml_text, zip_files
from alfrd_luigi.decoding.formats import DOCX, ODT, RTF
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.decoding.xml_text import Rules

MOST_PARTS = 10_000  # a workbook has a part for each sheet, a text for each picture
_XML = (".xml", ".rels", ".vml")
_MANIFEST, _ENCRYPTED = "META-INF/manifest.xml", b"encryption-data"
_WORD = Rules(
    text=frozenset({"t"}),
    lines=frozenset({"p"}),
    cells=frozenset({"tc"}),
    rows=frozenset({"tr"}),
    # Properties (which have elements of the same names), the copy of a drawing for old programs, deleted or moved text.
    skipped=frozenset(
        {"pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "Fallback", "delText", "instrText", "moveFrom"}
    ),
    characters={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    hiding=frozenset({"vanish"}),
)
_OPEN_DOCUMENT = Rules(
    text=frozenset({"p", "h"}),
    lines=frozenset({"p", "h"}),
    cells=frozenset({"table-cell", "covered-table-cell"}),
    rows=frozenset({"table-row"}),
    skipped=frozenset({"tracked-changes", "annotation", "forms"}),
    characters={"tab": "\t", "line-break": "\n", "s": " "},
)
# The letterhead is often in the header, the bank account in the footer.
_WORD_PARTS = tuple(
    re.compile(rf"word/{name}\d*\.xml") for name in ("header", "document", "footnotes", "endnotes", "footer")
)
_OPEN_DOCUMENT_PARTS = tuple(re.compile(rf"{name}\.xml") for name in ("styles", "content"))
# striprtf leaves out headers and footers. Without these words they are ordinary groups.
_RTF_HEADERS = re.compile(r"\\(?:header|footer)[lrf]?(?![a-z])")


def pages(path: Path, media_type: str, limits: Limits) -> list[str]:
    """The text of each page: of each sheet of a workbook. Raises RefusalError, and the errors of the libraries."""
    if media_type == RTF:
        return [_rtf(path, limits)]
    if media_type == DOCX:
        return _text(path, _WORD_PARTS, _WORD, limits)
    if media_type == ODT:
        return _text(path, _OPEN_DOCUMENT_PARTS, _OPEN_DOCUMENT, limits)
    return _sheets(path, limits)


@contextmanager
def _opened(path: Path, limits: Limits) -> Iterator[ZipFile]:
    with zip_files.opened(path, limits._replace(parts=MOST_PARTS)) as archive:
        if _MANIFEST in archive.namelist() and _ENCRYPTED in archive.read(_MANIFEST):
            raise RefusalError("is encrypted", "Save it without a password")
        yield archive


def _text(path: Path, parts: Sequence[re.Pattern[str]], rules: Rules, limits: Limits) -> list[str]:
    with _opened(path, limits) as archive:
        texts = [_part(archive, entry, rules) for part in parts for entry in _entries(archive, part)]
    return [page.strip("\n") for page in "\n\n".join(filter(None, dict.fromkeys(texts))).split("\f")]


def _entries(archive: ZipFile, name: re.Pattern[str]) -> list[ZipInfo]:
    return [entry for entry in archive.infolist() if name.fullmatch(entry.filename)]


def _part(archive: ZipFile, entry: ZipInfo, rules: Rules) -> str:
    with archive.open(entry) as stream:
        return xml_text.text_of(stream, rules)


def _sheets(path: Path, limits: Limits) -> list[str]:
    """The visible sheets that have content."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # here, because most documents are no workbooks

    with _opened(path, limits) as archive:
        _check_xml(archive)
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        sheets = (_rows(book.get_sheet_by_name(name).iter_rows()) for name in visible)
        return [sheet for sheet in sheets if sheet.strip()] or [""]


def _check_xml(archive: ZipFile) -> None:
    for entry in archive.infolist():
        if entry.filename.endswith(_XML):
            with archive.open(entry) as stream:
                xml_text.check(stream)


def _rows(rows: Iterator[list[Any]]) -> str:
    lines = ("\t".join(map(_cell, row)).rstrip() for row in rows)
    return "\n".join(line for line in lines if line)


def _cell(value: Any) -> str:
    """The value of a cell. Its number format is not known, so a date is in ISO form, and 12.50 is 12.5."""
    if isinstance(value, float):
        return f"{value:.12g}" if abs(value) < 1e12 else f"{value:.2f}"
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time() else value)
    return " ".join(str(value).split())


def _rtf(path: Path, limits: Limits) -> str:
    from striprtf.striprtf import rtf_to_text  # here, because most documents are no RTF

    if path.stat().st_size > limits.unpacked_bytes:
        raise RefusalError(f"is a text of more than {limits.unpacked_bytes // 1_000_000} MB", "Save it as PDF")
    source = _RTF_HEADERS.sub("", path.read_bytes().decode("latin-1"))
    # Characters beyond the first 65,536 are written as two surrogates.
    text = str(rtf_to_text(source, errors="replace")).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return plain_text.without_controls(text)
