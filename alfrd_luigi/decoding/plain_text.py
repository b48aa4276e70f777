"""Plain text files: encoding, and pages at form feeds."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from alfrd_luigi.decoding import characters
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.refusal import RefusalError

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Tab, line feed, vertical tab, form feed, carriage return, DOS end of file and escape (printer codes) occur in text.
_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")
UNKNOWN_KIND = (
    "is a file of an unknown kind, which is not supported",
    "Add documents: PDF, pictures, Office files or plain text",
)


def pages(path: Path, limits: Limits) -> list[str]:
    """The pages of a text file. Raises RefusalError if it is not text, or too large."""
    if path.stat().st_size > limits.text_bytes:
        raise RefusalError(f"is a text of more than {limits.text_bytes // 1_000_000} MB", "Split it into smaller files")
    return pages_of(path.read_bytes())


def pages_of(content: bytes) -> list[str]:
    """The pages of a text. Raises RefusalError if it is not text."""
    text = decode(content)
    if _BINARY.search(text):
        raise RefusalError(*UNKNOWN_KIND)
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\f").split("\f")


def checked(found: list[str], limits: Limits) -> list[str]:
    """The pages of a file as they are seen. Raises RefusalError if all are blank, or if they exceed the limits."""
    found = list(map(characters.seen, found))
    if not any(page.strip() for page in found):
        raise RefusalError("holds no text", "Add a file that has some")
    if len(found) > limits.pages:
        raise RefusalError(f"has {len(found)} pages; {limits.pages} is the limit", "Split it into smaller files")
    if sum(map(len, found)) > limits.text_bytes:
        raise RefusalError(f"is a text of more than {limits.text_bytes // 1_000_000} MB", "Split it into smaller files")
    return found


def without_controls(text: str) -> str:
    """The text with line feeds, and without other control characters but tabs."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in plain if each in "\n\t" or unicodedata.category(each) != "Cc")


def is_text(head: bytes) -> bool:
    """Whether the first bytes of a file are text."""
    return _BINARY.search(decode(head)) is None


def decode(content: bytes) -> str:
    """Decode UTF-16 with a byte order mark, UTF-8, Windows-1252, or else Latin-1 (which decodes any byte)."""
    if content.startswith(_UTF16_MARKS):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
