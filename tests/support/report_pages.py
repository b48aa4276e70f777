"""Reports of a test's archive, and how one that was written in steps differs from one that was written at once."""

from __future__ import annotations

import pickle
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from alfrd_luigi.database.connection import database
from alfrd_luigi.report.writing import Written, write
from alfrd_luigi.web.environment import Pages

# What is not of the archive: the state; and on the first page the time of writing, the size of the database, the
# state of the machine, and how the last run ended, which may have found nothing to do.
_STATE = {"report.json", ".lock"}
_MOMENTARY = re.compile(
    r"<footer>.*?</footer>|<(span|ul)[^>]* data-now>.*?</\1>|<dt>Database</dt><dd>.*?</dd>", re.DOTALL
)


class RememberedPages(Pages):
    """Draws a page once for equal values, because a template has no other input."""

    def __init__(self, locale: str) -> None:
        super().__init__(locale)
        self._drawn: dict[bytes, str] = {}

    def draw(self, template: str, /, **values: Any) -> str:
        """See Pages."""
        key = sha256(pickle.dumps((template, values))).digest()
        if key not in self._drawn:
            self._drawn[key] = super().draw(template, **values)
        return self._drawn[key]


def written(folder: Path, locale: str = "en") -> Written:
    """Write the report of the test's archive."""
    return write(database().session(), folder, locale)


def files(folder: Path) -> dict[str, bytes]:
    """The files of a report by name, without what differs between two reports of one archive."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    kept = {name: content for name, content in found.items() if name not in _STATE}
    kept["index.html"] = _MOMENTARY.sub("", kept["index.html"].decode()).encode()
    kept["documents.json"] = re.sub(rb'"seen":"[^"]*"', b"", kept["documents.json"])
    return kept


def differing(one: Path, other: Path) -> list[str]:
    """The names of the files that differ between two reports, or are in one of them only."""
    before, after = files(one), files(other)
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
