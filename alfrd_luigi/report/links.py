"""The addresses of the report's pages: files, relative to the page that links to them."""

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


class RelativeLinks:
    """See alfrd_luigi.web.links. `file` is the file of the page that links."""

    def __init__(self, file: str) -> None:
        self._up = "../" * file.count("/")

    def to(self, file: str) -> str:
        """The address of a file of the report."""
        return self._up + quote(file)

    def page(self, name: str) -> str:
        """See Links."""
        return self.to(file_of_page(name))

    def year(self, year: int, part: int | None = None) -> str:
        """See Links."""
        return self.to(file_of_year(year, part))

    def document(self, id: UUID | str) -> str:
        """See Links."""
        return self.to(file_of_document(id))

    def ledger(self, year: int) -> str:
        """See Links."""
        return self.to(file_of("ledger", year))

    def series(self, id: int) -> str:
        """See Links."""
        return self.to(file_of("series", id))

    def type(self, name: str) -> str:
        """See Links."""
        return self.to(file_of("types", name))

    def issuer(self, id: UUID | str) -> str:
        """See Links."""
        return self.to(file_of("issuers", id))

    def run(self, id: str) -> str:
        """See Links."""
        return self.to(file_of("runs", id))

    def prompt(self, key: str) -> str:
        """See Links."""
        return self.to(file_of("prompts", key))

    def static(self, name: str) -> str:
        """See Links."""
        return self.to(f"static/{name}")

    def data(self, name: str) -> str:
        """See Links."""
        return self.to(file_of_data(name))

    def words(self, id: UUID | str) -> str:
        """See Links."""
        return self.to(file_of_words(id))
