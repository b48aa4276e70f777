"""PDF files whose pages are not the document: a cover of attached files, or a form that only Adobe Reader shows.

Runs only in the child process.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from ctypes import c_ulong
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from alfrd_luigi.decoding import formats
from alfrd_luigi.decoding.annotations import annotations_of
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.refusal import RefusalError

# Files that accompany a document and are none: data of an invoice, signatures.
_BESIDES = frozenset({".xml", ".xsl", ".xslt", ".xsd", ".json", ".p7s", ".p7m", ".sig", ".asc", ".css", ".joboptions"})
_MOST_BYTES = 200_000_000
_MARKED_PAGES = 2
ALONE = "Save the attached files from a PDF reader, and add them one by one"
# The marker of a portfolio in the catalogue of a file.
_PORTFOLIO = re.compile(rb"/Collection\b")
# A page that only says that files are attached, or that another program shows the form, has less text.
_MOST_ON_COVER, _MOST_ON_PLACEHOLDER = 350, 1000
_SAYS_ATTACHED = re.compile(
    r"attach|enclos|portfolio|anh[aä]ng|anlage|beigef|pi[eè]ces?.jointe|ci-joint|adjunt|anexo|allegat|bijlage|bijgevoegd",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"(?<![\d.,])\d[\d.,' ]*[.,]\d\d(?![.,]?\d)")
# "If this message is not replaced by the contents of the document, your viewer cannot display it", in each language.
_SAYS_REPLACED = re.compile(
    r"(?:message|meldung|nachricht|mensaje|messaggio|bericht|mensagem|komunikat|wiadomo|meddel|melding|zpr[aá]v|spr[aá]v"
    r"|viesti|ilmoitus|[uü]zenet|mesaj|сообщени|μήνυμα|メッセージ|消息|訊息|메시지).{0,80}?"
    r"(?:replac|ersetz|remplac|reempla[zc]|sustitu|sostitu|vervang|substitu|zast[aą]p|ersätt|erstatt|nahra[dz]|korva"
    r"|helyett|felv[aá]lt|cser[eé]l|değiş|înlocui|замен|αντικα|置き換|置換|表示されない|替换|取代|대체|바뀌)",
    re.IGNORECASE | re.DOTALL,
)
_SAYS_WAIT = re.compile(
    r"\s*(?:please wait|bitte warten|veuillez patienter|(?:por favor, )?espere|attendere|un momento|even geduld"
    r"|een ogenblik geduld|aguarde|proszę czekać|vänta|vent |čekejte|odota|kérem,? várjon|lütfen bekleyin|подождите"
    r"|пожалуйста, подождите|お待ち|しばらくお待ち|请稍候|請稍候|잠시)",
    re.IGNORECASE,
)
_PLACEHOLDER_HINT = "Open it in Adobe Reader, print it to a PDF, and add that"
_MOST_NAMED = 3


class Attached(NamedTuple):
    """A file in a PDF. The media type is empty if it is not supported."""

    name: str
    media_type: str
    content: bytes

    @property
    def is_read(self) -> bool:
        """Whether it is read as pages of the PDF. Office files, mails and archives are read only by themselves."""
        return self.media_type == formats.TEXT or (
            bool(self.media_type) and formats.kind_of(self.media_type) in ("pdf", "image")
        )


def check_form(document: pypdfium2.PdfDocument) -> None:
    """Raise RefusalError for an XFA form of which the PDF holds only a page that asks for another program."""
    kind = document.get_formtype()
    is_form = kind in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)
    if not is_form and len(document) > 1:
        return
    text = _text(document)
    if _written(text) > _MOST_ON_PLACEHOLDER or _has_fields(document[0]):
        return
    is_told = _SAYS_REPLACED.search(text) is not None
    if kind == raw.FORMTYPE_XFA_FULL or (is_form and (is_told or "adobe" in text.lower() or _SAYS_WAIT.match(text))):
        raise RefusalError("is an XFA form, of which the PDF holds only a placeholder", _PLACEHOLDER_HINT)
    if is_told and _SAYS_WAIT.match(text):  # a program that is not Adobe's printed or rewrote the form
        raise RefusalError("holds only the placeholder of an XFA form", "Find the form itself. " + _PLACEHOLDER_HINT)


def attached(document: pypdfium2.PdfDocument, limits: Limits) -> list[Attached]:
    """The files of which the pages are only the cover, by name; empty if the pages are the document.

    Raises RefusalError if a file of a portfolio is not supported, or if the files of a cover are documents that are
    only read by themselves: they would be lost.
    """
    files = [file for file in _files(document) if formats.extension_of(file.get_name()) not in _BESIDES]
    is_portfolio = bool(files) and _is_portfolio(document)
    if not is_portfolio and not (files and _is_cover(document)):
        return []
    if len(files) > limits.pages:
        raise RefusalError(f"has {len(files)} attached files; {limits.pages} is the limit", ALONE)
    attached = (_attached(name, content) for name, content in _contents(files))
    found = [each for each in attached if each.media_type != formats.XML]  # an invoice as data, under any name
    read = sorted((each for each in found if each.is_read), key=lambda each: each.name)
    if is_portfolio:
        _check_read(found, "is a PDF portfolio with files")
    elif not read:
        _check_read([each for each in found if each.media_type], "is a cover of attached files")
    return read


def _check_read(found: Sequence[Attached], what: str) -> None:
    unsupported = [each.name for each in found if not each.is_read]
    if unsupported:
        raise RefusalError(
            f"{what} that are not supported: {_listed(unsupported)}",
            "Save its files from a PDF reader, and add them one by one",
        )


def _files(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfAttachment]:
    """The attached files: those of the whole file, then those that a mark on a page holds."""
    for index in range(raw.FPDFDoc_GetAttachmentCount(document)):
        yield document.get_attachment(index)
    for number in range(min(len(document), _MARKED_PAGES)):
        for annotation in annotations_of(document[number]):
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FILEATTACHMENT:
                yield pypdfium2.PdfAttachment(raw.FPDFAnnot_GetFileAttachment(annotation), document)


def _contents(files: Sequence[pypdfium2.PdfAttachment]) -> Iterator[tuple[str, bytes]]:
    left = _MOST_BYTES
    for file in files:
        size = c_ulong()
        raw.FPDFAttachment_GetFile(file, None, 0, size)
        left -= size.value
        if left < 0:
            raise RefusalError(f"has more than {_MOST_BYTES // 1_000_000} MB of attached files", ALONE)
        yield file.get_name(), bytes(file.get_data().raw)


def _attached(name: str, content: bytes) -> Attached:
    media_type = formats.media_type_of(content[: formats.HEAD_BYTES], formats.extension_of(name))
    return Attached(name, media_type or "", content)


def _is_cover(document: pypdfium2.PdfDocument) -> bool:
    """Whether the only page says little more than that files are attached, and is not a short bill itself."""
    if len(document) > 1 or _has_pictures(document[0]):
        return False
    text = _text(document)
    if _AMOUNT.search(text):
        return False
    return _written(text) <= _MOST_ON_COVER and (not text.strip() or _SAYS_ATTACHED.search(text) is not None)


def _is_portfolio(document: pypdfium2.PdfDocument) -> bool:
    """Whether the catalogue says so. A copy has it in plain bytes, where the file itself may have compressed it."""
    copy = io.BytesIO()
    document.save(copy, flags=raw.FPDF_NO_INCREMENTAL)
    return _PORTFOLIO.search(copy.getbuffer()) is not None


def _has_pictures(sheet: pypdfium2.PdfPage) -> bool:
    return next(iter(sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)), None) is not None


def _has_fields(sheet: pypdfium2.PdfPage) -> bool:
    return any(raw.FPDFAnnot_GetSubtype(each) == raw.FPDF_ANNOT_WIDGET for each in annotations_of(sheet))


def _text(document: pypdfium2.PdfDocument) -> str:
    """The text of the first page."""
    text_page = document[0].get_textpage()
    try:
        return str(text_page.get_text_range(0, min(text_page.count_chars(), 5000)))
    finally:
        text_page.close()


def _written(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else shown
