"""Where the page files of a ledger's documents are: paths, or URLs of a bucket."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Places(NamedTuple):
    """The folder of the page files, or the URL under which a bucket has them."""

    folder: Path | None
    url: str

    def of(self, key: str) -> str:
        """The path or URL of a page file."""
        return f"{self.folder}/{key}" if self.folder is not None else f"{self.url.rstrip('/')}/{key}"

    def file(self, key: str) -> str | None:
        """The path of a page file that this machine has."""
        return self.of(key) if self.folder is not None and Path(self.of(key)).is_file() else None
