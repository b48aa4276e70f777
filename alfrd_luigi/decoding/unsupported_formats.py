"""Common kinds of files that are not supported: their names, and what to do with them."""

from __future__ import annotations

import re
from typing import NamedTuple

from alfrd_luigi.decoding import plain_text

SAVE = "Print or save it as PDF, and add that"
UNPACK = "Unpack it, and add the documents that it holds"
DECRYPT = "Decrypt it, and add the document that it holds"
ORIGINAL = "Add the file that it leads to"
OTHER = "Add documents: PDF, pictures, Office files or plain text"


class _Kind(NamedTuple):
    """A file with `signature` at `offset`. The first bytes tell which of the `members` it is, if any.

    A member is what stands in the first bytes, the name, and the advice.
    """

    signature: bytes
    name: str
    advice: str = SAVE
    offset: int = 0
    members: tuple[tuple[bytes, str, str], ...] = ()


# These look like text, but nobody means them by plain text.
_READABLE = (
    _Kind(b"%!PS", "a PostScript file"),
    _Kind(b"-----BEGIN PGP MESSAGE-----", "an encrypted message (OpenPGP)", DECRYPT),
    _Kind(b"-----BEGIN AGE ENCRYPTED FILE-----", "an encrypted file (age)", DECRYPT),
    _Kind(b"-----BEGIN PKCS7-----", "a signed or encrypted envelope (PKCS #7)", DECRYPT),
    _Kind(b"-----BEGIN CMS-----", "a signed or encrypted envelope (CMS)", DECRYPT),
    _Kind(b"age-encryption.org/", "an encrypted file (age)", DECRYPT),
)

_OLE_MEMBERS = (
    ("WordDocument".encode("utf-16-le"), "an old Word document", SAVE),
    ("Workbook".encode("utf-16-le"), "an old Excel workbook", SAVE),
    ("PowerPoint Document".encode("utf-16-le"), "an old PowerPoint presentation", SAVE),
    ("__substg1.0_".encode("utf-16-le"), "an Outlook message", SAVE),
    ("EncryptedPackage".encode("utf-16-le"), "an encrypted office document", SAVE),
)
_MEDIA_MEMBERS = (
    (b"crx ", "a camera's raw photo", SAVE),
    (b"M4A ", "a sound recording", OTHER),
)
_BRANDS_WITHIN = 64  # bytes that contain the list of brands, before other data

# A text may begin with two such letters. These count only if the first bytes are not text.
_BINARY = (
    _Kind(b"ftyp", "a video", OTHER, offset=4, members=_MEDIA_MEMBERS),
    _Kind(b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL image"),
    _Kind(b"\xff\x0a", "a JPEG XL image"),
    _Kind(b"II\xbc", "a JPEG XR image"),
    _Kind(b"MM\0+", "a BigTIFF in big-endian byte order"),  # Pillow opens only the little-endian one
    _Kind(b"8BPS", "a Photoshop image"),
    _Kind(b"gimp xcf", "a GIMP image"),
    _Kind(b"\0\0\x01\0", "an icon"),
    _Kind(b"AT&TFORM", "a DjVu document"),
    _Kind(b"CR\x02", "a camera's raw photo", offset=8),
    _Kind(b"IIRO", "a camera's raw photo"),
    _Kind(b"IIRS", "a camera's raw photo"),
    _Kind(b"IIU\0", "a camera's raw photo"),
    _Kind(b"FUJIFILMCCD-RAW", "a camera's raw photo"),
    _Kind(b"\xd7\xcd\xc6\x9a", "a Windows metafile"),
    _Kind(b" EMF", "a Windows metafile", offset=40),
    _Kind(b"\xd0\xcf\x11\xe0", "an old office document", members=_OLE_MEMBERS),
    _Kind(b"PK\x05\x06", "an empty ZIP archive", OTHER),
    _Kind(b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    _Kind(b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    _Kind(b"\x1f\x8b", "a gzip archive", UNPACK),
    _Kind(b"\x1f\x9d", "a compressed file (compress)", UNPACK),
    _Kind(b"BZh", "a bzip2 archive", UNPACK),
    _Kind(b"\xfd7zXZ\0", "an xz archive", UNPACK),
    _Kind(b"\x28\xb5\x2f\xfd", "a Zstandard archive", UNPACK),
    _Kind(b"\x04\x22\x4d\x18", "an LZ4 archive", UNPACK),
    _Kind(b"LZIP", "an lzip archive", UNPACK),
    _Kind(b"MSCF", "a cabinet archive", UNPACK),
    _Kind(b"ustar", "a tar archive", UNPACK, offset=257),
    _Kind(b"x\x9f\x3e\x22", "an Outlook attachment (winmail.dat)", UNPACK),
    _Kind(b"!BDN", "an Outlook mailbox", UNPACK),
    _Kind(b"Salted__", "an encrypted file (OpenSSL)", DECRYPT),
    _Kind(b"\x2a\x86\x48\x86\xf7\x0d\x01\x07", "a signed or encrypted envelope (PKCS #7)", DECRYPT, offset=6),
    _Kind(b"\x03\xd9\xa2\x9a", "a password database", OTHER),
    _Kind(b"SQLite format 3\0", "a database (SQLite)", OTHER),
    _Kind(b"L\0\0\0\x01\x14\x02\0", "a Windows shortcut", ORIGINAL),
    _Kind(b"MZ", "a Windows program", OTHER),
    _Kind(b"\x7fELF", "a program", OTHER),
    _Kind(b"\xcf\xfa\xed\xfe", "a program", OTHER),
    _Kind(b"\xca\xfe\xba\xbe", "a program", OTHER),
    _Kind(b"bplist00", "an Apple property list", OTHER),
    _Kind(b"\0\x05\x16\x07", "what macOS keeps beside a file (AppleDouble)", OTHER),
    _Kind(b"\0\x01\0\0\0", "a font", OTHER),
    _Kind(b"OTTO", "a font", OTHER),
    _Kind(b"ID3", "a sound recording", OTHER),
    _Kind(b"\xff\xfb", "a sound recording", OTHER),
    _Kind(b"\xff\xf3", "a sound recording", OTHER),
    _Kind(b"OggS", "a sound recording", OTHER),
    _Kind(b"fLaC", "a sound recording", OTHER),
    _Kind(b"#!AMR", "a sound recording", OTHER),
    _Kind(b"WAVE", "a sound recording", OTHER, offset=8),
    _Kind(b"AVI ", "a video", OTHER, offset=8),
    _Kind(b"\x1a\x45\xdf\xa3", "a video", OTHER),
    _Kind(b"\0\0\x01\xba", "a video", OTHER),
    _Kind(b"FLV\x01", "a video", OTHER),
    _Kind(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a video or sound recording", OTHER),
)

# The part that identifies a member of a container is often after the first bytes. Then the name decides.
_IN_OLD_OFFICE = {
    ".doc": "an old Word document",
    ".xls": "an old Excel workbook",
    ".ppt": "an old PowerPoint presentation",
    ".msg": "an Outlook message",
}
_RAW_PHOTOS = frozenset(
    {".3fr", ".arw", ".cr2", ".dcr", ".dng", ".erf", ".kdc", ".mef", ".mrw", ".nef", ".nrw", ".pef", ".sr2", ".srw"}
)

_TEXT_BY_EXTENSION = {
    ".emlx": ("an e-mail of Apple Mail", SAVE),
    ".mbox": ("a mailbox", SAVE),
    ".mht": ("a saved web page", SAVE),
    ".mhtml": ("a saved web page", SAVE),
    ".htm": ("an HTML page", SAVE),
    ".html": ("an HTML page", SAVE),
    ".xhtml": ("an HTML page", SAVE),
    ".csv": ("a CSV table", SAVE),
    ".tsv": ("a table of tab-separated values", SAVE),
    ".xml": ("an XML document", SAVE),
    ".json": ("JSON data", SAVE),
    ".svg": ("an SVG drawing", SAVE),
    ".ics": ("a calendar", SAVE),
    ".vcf": ("an address card", SAVE),
    ".tex": ("a LaTeX source", SAVE),
    ".url": ("a shortcut to a web page", ORIGINAL),
    ".webloc": ("a shortcut to a web page", ORIGINAL),
    ".desktop": ("a desktop shortcut", ORIGINAL),
    ".bat": ("a program", OTHER),
    ".js": ("a program", OTHER),
    ".py": ("a program", OTHER),
    ".ps1": ("a program", OTHER),
    ".sh": ("a program", OTHER),
    ".vbs": ("a program", OTHER),
}
# White space, an XML declaration and comments; possessive quantifiers, so that no text takes long to reject.
_PROLOGUE = rb"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+"
_TEXT_BY_CONTENT = (
    (re.compile(_PROLOGUE + rb"(?:<!doctype svg[^>]*>\s*)?<svg\b", re.I | re.S), ".svg"),
    (re.compile(_PROLOGUE + rb"<(?:!doctype html|html|head|body)\b", re.I | re.S), ".html"),
    (re.compile(rb"\s*<\?xml\b"), ".xml"),
    (re.compile(rb"From \S+ .*\r?\n[\w-]+: "), ".mbox"),
    (re.compile(rb"BEGIN:VCARD\b"), ".vcf"),
    (re.compile(rb"BEGIN:VCALENDAR\b"), ".ics"),
    (re.compile(rb"\[InternetShortcut\]"), ".url"),
    (re.compile(rb"\[Desktop Entry\]"), ".desktop"),
    (re.compile(rb'\s*[\[{]\s*("|\{|\[)'), ".json"),
    (re.compile(rb"#!\s*/"), ".sh"),
)
_OWN_NAMES = frozenset(
    {
        ".pdf",
        ".eml",
        ".docx",
        ".xlsx",
        ".odt",
        ".ods",
        ".rtf",
        ".zip",
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".tif",
        ".tiff",
        ".webp",
        ".heic",
        ".heif",
        ".avif",
        ".bmp",
        ".gif",
    }
    | {".jp2", ".j2k", ".jpf", ".jpx"}
)


def has_signature(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an unsupported kind."""
    return _by_signature(head) is not None


def is_raw_photo(head: bytes, extension: str) -> bool:
    """Whether a TIFF is a camera's raw photo, in which a TIFF reader finds only a thumbnail."""
    return extension in _RAW_PHOTOS or has_signature(head)


def text_kind(head: bytes) -> tuple[str, str] | None:
    """The kind of a text that is not plain text, and the advice; None for plain text."""
    found = next((like for pattern, like in _TEXT_BY_CONTENT if pattern.match(_without_mark(head))), None)
    return _TEXT_BY_EXTENSION[found] if found is not None else None


def is_page(head: bytes) -> bool:
    """Whether a text is a web page or a drawing, which may be XML."""
    return text_kind(head) in (_TEXT_BY_EXTENSION[".html"], _TEXT_BY_EXTENSION[".svg"])


def refusal(head: bytes, extension: str) -> tuple[str, str]:
    """Why an unsupported file is refused, as the end of a sentence about it; and what to do."""
    found = _named(head, extension)
    if found is not None:
        name, advice = found
        return f"is {name}, which is not supported", advice
    return _misnamed_text(extension) if plain_text.is_text(head) else plain_text.UNKNOWN_KIND


def _named(head: bytes, extension: str) -> tuple[str, str] | None:
    kind = _by_signature(head)
    if kind is not None:
        return _member(kind, head, extension)
    if plain_text.is_text(head):
        return text_kind(head) or _TEXT_BY_EXTENSION.get(extension)
    return ("a camera's raw photo", SAVE) if extension in _RAW_PHOTOS else None


def _misnamed_text(extension: str) -> tuple[str, str]:
    shown = ascii(extension)[1:-1]
    if extension in _OWN_NAMES:
        return (
            f"is named {shown} but holds plain text",
            "Add the right file; if this text is the document, name it .txt",
        )
    return f"is text under the name {shown}, which is not that of a document", "If it is a document, name it .txt"


def _by_signature(head: bytes) -> _Kind | None:
    kinds = _READABLE if plain_text.is_text(head) else (*_READABLE, *_BINARY)
    return next((kind for kind in kinds if head.startswith(kind.signature, kind.offset)), None)


def _member(kind: _Kind, head: bytes, extension: str) -> tuple[str, str]:
    where = head[:_BRANDS_WITHIN] if kind.members is _MEDIA_MEMBERS else head
    found = next(((name, advice) for needle, name, advice in kind.members if needle in where), None)
    if found is None and kind.members is _OLE_MEMBERS:
        found = _IN_OLD_OFFICE.get(extension, kind.name), SAVE
    return found or (kind.name, kind.advice)


def _without_mark(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf")
