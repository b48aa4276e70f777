"""The parameter that names a document."""

from __future__ import annotations

from uuid import UUID

import luigi

from alfrd_luigi.archive import open_archive
from alfrd_luigi.database import documents
from alfrd_luigi.database.connection import database

_LENGTH = 36


class DocumentId(luigi.Parameter):
    """The id of a document. A person may give its beginning, if it is that of no other document."""

    def parse(self, x: str) -> str:
        """The full id: the identity of a task is made of it. Raises NotFoundError, and the errors of `open_archive`."""
        return x if _is_full(x) else self._found(x)

    def _found(self, prefix: str) -> str:
        open_archive()
        return str(documents.find(database().session(), prefix))


def _is_full(text: str) -> bool:
    """Whether it is an id as the database writes it, so that nothing has to be looked up."""
    try:
        return len(text) == _LENGTH and text == str(UUID(text))
    except ValueError:
        return False
