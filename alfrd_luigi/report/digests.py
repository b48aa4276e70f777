"""What the pages of a kind show, as digests beside them, so that a page that would be the same is not drawn."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256

from alfrd_luigi.report.folder import ReportFolder


class Digests:
    """The digests of the pages of a kind, by the key of each page."""

    def __init__(self, folder: ReportFolder, kind: str) -> None:
        self._folder = folder
        self._file = f"{kind}.json"
        self._shown = self._load()

    def differing(self, now: Mapping[str, str]) -> set[str]:
        """The pages that show something else than now, or are missing."""
        return {key for key, digest in now.items() if self._shown.get(key) != digest}

    @contextmanager
    def written(self, keys: Collection[str], now: Mapping[str, str]) -> Iterator[None]:
        """Write the pages of these keys in the block; all pages then show what is now.

        If that is interrupted, the next report writes them again, whatever was undone meanwhile.
        """
        self._save({key: digest for key, digest in self._shown.items() if key not in keys})
        yield
        self._save(now)

    def _load(self) -> Mapping[str, str]:
        try:
            return dict(json.loads((self._folder.root / self._file).read_bytes()))
        except (FileNotFoundError, ValueError):
            return {}

    def _save(self, digests: Mapping[str, str]) -> None:
        self._folder.write(self._file, json.dumps(digests))


def digest(shown: object) -> str:
    """What identifies records and plain values."""
    return sha256(repr(shown).encode()).hexdigest()
