"""What a file is, by its first bytes, and whether its name agrees."""

from __future__ import annotations

from alfrd_luigi.decoding.model import Kind

PDF, JPEG, PNG, TIFF, WEBP, TEXT = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "text/plain",
)

NAMES = {
    PDF: "PDF",
    JPEG: "JPEG image",
    PNG: "PNG image",
    TIFF: "TIFF image",
    WEBP: "WebP image",
    TEXT: "plain text",
}

MEDIA_TYPE_OF_EXTENSION = {
    ".pdf": PDF,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".jpe": JPEG,
    ".jfif": JPEG,
    ".png": PNG,
    ".tif": TIFF,
    ".tiff": TIFF,
    ".webp": WEBP,
    ".txt": TEXT,
    ".text": TEXT,
    ".md": TEXT,
    ".markdown": TEXT,
}

# A PDF reader accepts the header anywhere in the first 1024 bytes (PDF 1.7 reference, implementation note 13).
PDF_HEADER_WITHIN = 1024
HEAD_BYTES = 4096

_SIGNATURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)

# Formats that people do send and that are not read, so that the message can name them.
_UNSUPPORTED = (
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
)


def media_type_of(head: bytes) -> str | None:
    """The media type that the first `HEAD_BYTES` of a file show, None if it is none of ours; text is the last guess."""
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if unsupported_name(head):
        return None
    return PDF if b"%PDF-" in head[:PDF_HEADER_WITHIN] else TEXT


def unsupported_name(head: bytes) -> str | None:
    """What a file that is not one of ours is called, if that is known."""
    if head[4:8] == b"ftyp":
        return "a HEIC photo or a video"
    return next((name for signature, name in _UNSUPPORTED if head.startswith(signature)), None)


def kind_of(media_type: str) -> Kind:
    """The kind of a media type."""
    if media_type == PDF:
        return "pdf"
    return "text" if media_type == TEXT else "image"


def agrees(extension: str, media_type: str) -> bool:
    """Whether a file of that extension may hold that; an unknown extension may hold anything but text.

    Nearly everything is text to a sniffer (web pages, programs, tables), so there the name must agree.
    """
    expected = MEDIA_TYPE_OF_EXTENSION.get(extension.lower())
    if expected is None:
        return media_type != TEXT or extension == ""
    return expected == media_type
