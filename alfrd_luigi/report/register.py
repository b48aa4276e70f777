"""What a report shows of each document, in files by the beginnings of ids, so that a few changes need a few files."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from alfrd_luigi.database.listings import Key
from alfrd_luigi.grouping import grouped
from alfrd_luigi.report.folder import ReportFolder

_FOLDER = "register"
_BEGINNING = 2


class Shown(NamedTuple):
    """A document of the report: its list, what its page says of others (see Key), and the number of its pages
    that have a picture, or cannot have one.
    """

    year: int
    series: int | None
    related: list[str]
    again: int
    pictures: int


def shown(key: Key, pictures: int) -> Shown:
    """How a document is listed."""
    return Shown(key.year, key.series_id, key.related, key.again, pictures)


class Register:
    """The documents of the report in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def these(self, ids: Iterable[UUID]) -> dict[UUID, Shown]:
        """Those of these documents that the report has."""
        found: dict[UUID, Shown] = {}
        for beginning, wanted in _by_beginning(ids).items():
            rows = self._rows(beginning)
            found |= {id: Shown(*rows[str(id)]) for id in wanted if str(id) in rows}
        return found

    def everything(self) -> dict[UUID, Shown]:
        """All documents."""
        beginnings = [path.stem for path in (self._root / _FOLDER).glob("*.json")]
        rows = (row for each in beginnings for row in self._rows(each).items())
        return {UUID(id): Shown(*row) for id, row in rows}

    def write(self, folder: ReportFolder, documents: Mapping[UUID, Shown], gone: Collection[UUID]) -> None:
        """Add or replace documents, and remove those that are gone."""
        for beginning, ids in _by_beginning([*documents, *gone]).items():
            rows = self._rows(beginning) | {str(id): documents[id] for id in ids if id in documents}
            kept = {id: rows[id] for id in sorted(rows.keys() - {str(id) for id in ids if id not in documents})}
            if kept:
                folder.write(_file(beginning), json.dumps(kept, separators=(",", ":")))
            else:
                folder.remove(_file(beginning))

    def clear(self, folder: ReportFolder) -> None:
        """Remove all documents."""
        folder.remove(_FOLDER)

    def _rows(self, beginning: str) -> dict[str, list[object] | Shown]:
        try:
            return dict(json.loads((self._root / _file(beginning)).read_bytes()))
        except (FileNotFoundError, ValueError):  # the plan notices that documents are missing
            return {}


def _by_beginning(ids: Iterable[UUID]) -> Mapping[str, list[UUID]]:
    return grouped(ids, lambda id: str(id)[:_BEGINNING])


def _file(beginning: str) -> str:
    return f"{_FOLDER}/{beginning}.json"
