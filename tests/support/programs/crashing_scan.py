"""`crashing_scan ROOT POINT [really]`: a scan whose process dies at POINT without cleaning up.

With `really`, files are decoded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.model import FileInfo
from alfrd_luigi.document_files.folder import FolderPageStore
from alfrd_luigi.document_files.port import IncomingFile, StoredFile
from alfrd_luigi.intake import inbox
from alfrd_luigi.intake.drafts import Draft
from alfrd_luigi.intake.registry import Registration
from support.intake import Desk, Inspect, SqliteRegistry, inspect_plainly

DIED = 9
POINTS = ("copied", "renamed into the store", "registered", "moved aside", "rejection recorded")


def die(_: Path) -> None:
    os._exit(DIED)


class DyingStore(FolderPageStore):
    def put(self, document_id: UUID, created_at: datetime, files: Sequence[IncomingFile]) -> tuple[StoredFile, ...]:
        super().put(document_id, created_at, files)
        os._exit(DIED)


class DyingRegistry(SqliteRegistry):
    def register(self, document: Draft, files: Sequence[StoredFile]) -> Registration:
        super().register(document, files)
        os._exit(DIED)

    def record_rejection(self, entry: str, name: str, reason: str, hint: str) -> None:
        super().record_rejection(entry, name, reason, hint)
        os._exit(DIED)


def crash(root: Path, point: str, inspect: Inspect) -> None:
    def die_copied(path: Path, seconds: float | None = None) -> FileInfo:
        inspect(path)
        os._exit(DIED)

    desk = Desk(root, inspect, maildir=root / "maildir" if (root / "maildir").exists() else None)
    if point == "copied":
        desk.inspect = die_copied
    elif point == "renamed into the store":
        desk.store = DyingStore(desk.store.root)
    elif point in ("registered", "rejection recorded"):
        desk.registry = DyingRegistry(desk.registry.path)
    elif point == "moved aside":
        patch.object(inbox, "remove", die).start()
    desk.scan()


if __name__ == "__main__":
    crash(Path(sys.argv[1]), sys.argv[2], shared_decoder().inspect if sys.argv[3:] else inspect_plainly)
