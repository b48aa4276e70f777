"""The pages of documents that can be drawn, and where their pictures stand in a report.

`001.webp` is the picture of page 1, `001-up.webp` that of a page whose writing runs up in its file. An empty file
`001.none` says that page 1 cannot be drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, get_args
from uuid import UUID

from alfrd_luigi.database.documents import File
from alfrd_luigi.decoding import formats
from alfrd_luigi.decoding.model import Turn

_TURNS: tuple[Turn, ...] = get_args(Turn)


class Sheet(NamedTuple):
    """A page that can be drawn: the page `place` of a file, counted from 0, is page `number` of its document."""

    number: int
    file: File
    place: int
    turn: Turn

    @property
    def picture(self) -> str:
        """The name of its picture."""
        return f"{self.number:03d}.webp" if self.turn == "upright" else f"{self.number:03d}-{self.turn}.webp"

    @property
    def refusal(self) -> str:
        """The name of the file that says that it cannot be drawn."""
        return f"{self.number:03d}.none"


def sheets(files: Iterable[File], turns: Mapping[int, str | None]) -> list[Sheet]:
    """The pages of these files of a document that can be drawn. `turns` says how a page was turned to be read."""
    found = [(file, place) for file in files for place in range(file.pages)]
    return [
        Sheet(number, file, place, _turn(turns.get(number)))
        for number, (file, place) in enumerate(found, start=1)
        if formats.kind_of(file.media_type) != "text"
    ]


def folder(id: UUID | str) -> str:
    """The folder in a report with the pictures of a document's pages."""
    return f"pictures/{str(id)[:2]}/{id}"


def _turn(known: str | None) -> Turn:
    return next((turn for turn in _TURNS if turn == known), "upright")
