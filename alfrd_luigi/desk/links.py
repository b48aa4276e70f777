"""The addresses of the desk's pages."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from alfrd_luigi.web.links import Links


class DeskLinks(Links):
    """Addresses on this desk, without its host."""

    def page(self, name: str) -> str:
        """See Links."""
        return "/" if name == "home" else f"/{name}"

    def year(self, year: int, part: int | None = None) -> str:
        """See Links."""
        return f"/documents/years/{year}" if part is None else f"/documents/years/{year}/{part}"

    def document(self, id: UUID | str) -> str:
        """See Links."""
        return f"/documents/{id}"

    def of(self, kind: str, key: object) -> str:
        """See Links."""
        return f"/{kind}/{quote(str(key), safe='')}"

    def static(self, name: str) -> str:
        """See Links."""
        return f"/static/{name}"

    def data(self, name: str) -> str:
        """See Links."""
        return f"/data/{name}.js"

    def words(self, id: UUID | str) -> str:
        """See Links."""
        return self.data(f"words/{id}")

    def picture(self, id: UUID | str, number: int) -> str:
        """The picture of a page."""
        return f"/pictures/{id}/{number}"

    def original(self, id: UUID | str, position: int) -> str:
        """A file of a document as it came."""
        return f"/files/{id}/{position}"
