"""Tags and sources: short words that a person chose for a document. Notes: what came with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.names import printable

MAX_LENGTH = 100  # characters
MAX_NOTE = 20_000
_MOST_PARTS = 4  # characters that normalisation joins into one, in common scripts
CONTROLS = frozenset({"Cc", "Cs"})  # Unicode categories: control characters, surrogates
_BIDI = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))  # they reverse the text around them


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags, trimmed, in lower case, without duplicates, in the given order. Raises InvalidInputError."""
    return tuple(dict.fromkeys(tag for tag in (_clean(tag).lower() for tag in tags) if tag))


def clean_source(source: str, default: str) -> str:
    """The source of a document, trimmed; `default` if it is blank. Raises InvalidInputError."""
    return _clean(source) or default


def clean_note(note: str) -> str:
    """A note without characters that cannot be stored, cut to MAX_NOTE characters."""
    kept = (each for each in note[:MAX_NOTE] if each in "\n\t" or unicodedata.category(each) not in CONTROLS)
    return "".join(kept).strip()


def _clean(label: str) -> str:
    text = " ".join(label.split())
    # A text that is far too long is not normalised first: a long run of accents takes quadratic time.
    if len(text) <= MAX_LENGTH * _MOST_PARTS:
        text = unicodedata.normalize("NFC", text)
    if len(text) > MAX_LENGTH:
        raise InvalidInputError(f"a tag or source has {len(text)} characters", f"At most {MAX_LENGTH} are kept")
    if has_controls(text):
        raise InvalidInputError(f"the tag or source '{printable(text)}' holds control characters", "Leave them out")
    return text if is_visible(text) else ""


def has_controls(text: str) -> bool:
    """Whether a text holds control characters, or those that reverse the text around them."""
    return any(character in _BIDI or unicodedata.category(character) in CONTROLS for character in text)


def is_visible(text: str) -> bool:
    """Whether a text has a character that is not blank: a letter, number, sign or mark of punctuation."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)
