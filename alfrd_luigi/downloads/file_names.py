"""Names for files that a person saves: safe on every system, and unique. What they are made from is untrusted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

# Characters that a system or a shell does not take, or that have a meaning there.
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 150  # bytes; systems take 255, of which " (2)" and the name of a temporary file need some
_HIDDEN = "._-~ "


def safe(name: str, otherwise: str) -> str:
    """The last part of a name without what is unsafe; `otherwise` if nothing is left."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(each if each.isprintable() else "" for each in _UNSAFE.sub("_", last))
    stem, suffix = parts(shown.strip().rstrip(". ").lstrip(_HIDDEN))
    cut = stem.encode("utf-8", "replace")[: _LONGEST - len(suffix.encode())].decode("utf-8", "ignore").rstrip()
    if not cut:
        return otherwise
    return f"_{cut}{suffix}" if _RESERVED.fullmatch(f"{cut}{suffix}") else f"{cut}{suffix}"


def unique(names: Sequence[str]) -> Iterator[str]:
    """The names, with numbers where a system that ignores case would take two for one."""
    taken: set[str] = set()
    for name in names:
        stem, suffix = parts(name)
        number, made = 1, name
        while made.casefold() in taken:
            number += 1
            made = f"{stem} ({number}){suffix}"
        taken.add(made.casefold())
        yield made


def parts(name: str) -> tuple[str, str]:
    """A name without its extension, and the extension with its dot."""
    suffix = PurePosixPath(name).suffix
    return (name.removesuffix(suffix), suffix) if 1 < len(suffix) <= 12 else (name, "")
