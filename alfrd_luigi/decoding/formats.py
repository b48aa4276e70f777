"""The type of a file, by its content. Its name only decides whether a text is a document."""

from __future__ import annotations

import re

from alfrd_luigi.decoding import invoice_roots, plain_text, unsupported_formats
from alfrd_luigi.decoding.model import Kind

PDF, TEXT, XML = "application/pdf", "text/plain", "application/xml"
JPEG, PNG, TIFF, WEBP = "image/jpeg", "image/png", "image/tiff", "image/webp"
MAIL, ZIP = "message/rfc822", "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
RTF = "application/rtf"
HEIC, AVIF, BMP, GIF, JPEG_2000 = "image/heic", "image/avif", "image/bmp", "image/gif", "image/jp2"

NAMES = {
    PDF: "PDF",
    JPEG: "JPEG image",
    PNG: "PNG image",
    TIFF: "TIFF image",
    WEBP: "WebP image",
    HEIC: "HEIC photo",
    AVIF: "AVIF image",
    BMP: "BMP image",
    GIF: "GIF image",
    JPEG_2000: "JPEG 2000 image",
    TEXT: "plain text",
    XML: "electronic invoice (XML)",
    MAIL: "mail",
    ZIP: "ZIP archive",
    DOCX: "Word document",
    XLSX: "Excel workbook",
    ODT: "OpenDocument text",
    ODS: "OpenDocument spreadsheet",
    RTF: "RTF document",
}

_TEXTS = frozenset({TEXT, XML, MAIL, DOCX, XLSX, ODT, ODS, RTF})
TEXT_EXTENSIONS = frozenset({"", ".txt", ".text", ".md", ".markdown"})

# A PDF reader accepts the header anywhere in the first 1024 bytes (PDF 1.7 reference, implementation note 13).
PDF_HEADER_WITHIN = 1024
HEAD_BYTES = 16 * 1024

_SIGNATURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),  # BigTIFF, with 64-bit offsets
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"\0\0\0\x0cjP  \r\n\x87\n", JPEG_2000),
    (b"\xff\x4f\xff\x51", JPEG_2000),  # without a container
)
# The brands of a file in the ISO base media format. Both families also have the brand `mif1`, an image of any kind.
_FAMILY, _BRANDS_WITHIN = b"ftyp", 64
_BRANDS = (
    (AVIF, (b"avif", b"avis")),
    (HEIC, (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1")),
)
# "BM" may begin a text. The size of the header that follows it tells the version of the format.
_BMP_HEADER, _BMP_HEADER_SIZES = slice(14, 18), frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_ZIP_SIGNATURE, _RTF_SIGNATURE = b"PK\x03\x04", b"{\\rtf"
# A memo has a sender and a subject, too. Only headers that a mail program writes, or the name, make it a mail. A text
# whose name is that of a text is one, unless a mail program or a server wrote all of it.
_HEADERS = re.compile(rb"(?:[!-9;-~]++:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)++")
_OF_MAIL_PROGRAMS = re.compile(
    rb"^(?:(?:received|message-id|mime-version|return-path|delivered-to|dkim-signature):|date:.*[+-]\d{4}\b)",
    re.I | re.M,
)
# Programs that save a mail as a mailbox of one begin it with this line.
_POSTMARK = re.compile(rb"From [^\n]+\n")
_OF_ALL_MAILS = re.compile(rb"^(?:received|mime-version):", re.I | re.M)
_BEFORE_PDF_HEADER = b"\xef\xbb\xbf\0 \t\r\n"
# "Letter 2024.5" and "Invoice no. 7" have no extension, whatever follows their last dot.
_EXTENSION = re.compile(r"\.(?=\w*[^\W\d_])\w{1,10}")


def extension_of(name: str) -> str:
    """The extension in lower case with its dot; empty if the name has none."""
    suffix = name[name.rfind(".", 1) :].lower() if "." in name[1:] else ""
    return suffix if _EXTENSION.fullmatch(suffix) else ""


def media_type_of(head: bytes, extension: str = "") -> str | None:
    """The media type of the first `HEAD_BYTES` of a file; None if it is not supported. For ZIP, see zip_files.

    Text is tried last, and only there the extension counts: to a sniffer, nearly everything is text (web pages,
    programs, tables).
    """
    own = _image_type(head)
    if own is not None:
        return None if own == TIFF and unsupported_formats.is_raw_photo(head, extension) else own
    if head.startswith(_ZIP_SIGNATURE):
        return ZIP
    if head.startswith(_RTF_SIGNATURE):
        return RTF
    if unsupported_formats.has_signature(head):
        return None
    if _is_xml(head, extension):
        return XML
    if _is_mail(head, extension):
        return MAIL
    if _is_pdf(head, extension):
        return PDF
    return TEXT if _is_text_document(head, extension) else None


def kind_of(media_type: str) -> Kind:
    """The kind of a media type. A mail with attachments is a container, too."""
    if media_type == PDF:
        return "pdf"
    if media_type == ZIP:
        return "container"
    return "text" if media_type in _TEXTS else "image"


def _image_type(head: bytes) -> str | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"BM") and int.from_bytes(head[_BMP_HEADER], "little") in _BMP_HEADER_SIZES:
        return BMP
    if head.startswith(_FAMILY, 4):
        return _by_brand(head[8:_BRANDS_WITHIN])
    return next((media_type for signature, media_type in _SIGNATURES if head.startswith(signature)), None)


def _by_brand(brands: bytes) -> str | None:
    return next((media_type for media_type, names in _BRANDS if any(name in brands for name in names)), None)


def _is_pdf(head: bytes, extension: str) -> bool:
    """A text may contain the header, but does not begin with it."""
    if extension and extension in TEXT_EXTENSIONS:
        return head.lstrip(_BEFORE_PDF_HEADER).startswith(b"%PDF-")
    return b"%PDF-" in head[:PDF_HEADER_WITHIN]


def _is_mail(head: bytes, extension: str) -> bool:
    postmark = _POSTMARK.match(head) if extension == ".eml" else None
    headers = _HEADERS.match(head[postmark.end() :] if postmark else head.removeprefix(b"\xef\xbb\xbf"))
    if headers is None or not plain_text.is_text(head):
        return False
    signs = _OF_ALL_MAILS if extension and extension in TEXT_EXTENSIONS else _OF_MAIL_PROGRAMS
    return extension == ".eml" or signs.search(headers[0]) is not None


def _is_text_document(head: bytes, extension: str) -> bool:
    """A name without an extension claims nothing, so the content of the text decides."""
    if extension not in TEXT_EXTENSIONS or not plain_text.is_text(head):
        return False
    return bool(extension) or unsupported_formats.text_kind(head) is None


def _is_xml(head: bytes, extension: str) -> bool:
    """Whether it is an invoice, whatever its name, or XML that is neither named as a text nor a page or drawing."""
    if invoice_roots.begins_invoice(head):
        return True
    is_text = bool(extension) and extension in TEXT_EXTENSIONS
    return not is_text and invoice_roots.begins_xml(head, extension) and not unsupported_formats.is_page(head)
