"""The files of the report's pages. Light to import: the tasks of a run name them to luigid."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

_HOME = "index.html"


def file_of_page(name: str) -> str:
    """The file of a page of its own."""
    return _HOME if name == "home" else f"{name}.html"


def file_of_year(year: int, part: int | None = None) -> str:
    """The file with the newest documents of a year, or with those of an earlier part."""
    return f"documents/{year}.html" if part is None else f"documents/{year}-{part}.html"


def file_of_data(name: str) -> str:
    """The file of a script of data."""
    return f"data/{name}.js"


def file_of_document(id: UUID | str) -> str:
    """The file of a document."""
    return f"documents/{str(id)[:2]}/{id}.html"


def file_of_words(id: UUID | str) -> str:
    """The script with the words of a document."""
    return file_of_data(f"words/{str(id)[:2]}/{id}")


def file_of(kind: str, key: object) -> str:
    """The file of a series, type, issuer, run, prompt or year: no key of theirs leads out of the folder of its kind."""
    return f"{kind}/{quote(str(key), safe='')}.html"
