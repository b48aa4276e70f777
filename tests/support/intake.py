"""Support for the intake tests: a small registry that outlives its process, and sample files."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.decoding.model import Contents, FileInfo
from alfrd_luigi.document_files.folder import FolderPageStore
from alfrd_luigi.document_files.port import StoredFile
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.drafts import Draft
from alfrd_luigi.intake.maildir import Maildir
from alfrd_luigi.intake.registry import Outcome, Registration
from alfrd_luigi.intake.scan import ScanReport, scan

SCHEMA = """
create table if not exists documents (id text primary key, content_hash text unique, body text);
create table if not exists notes (kind text, name text, detail text, entry text unique);
"""


class SqliteRegistry:
    """A registry in a file, so that its rows survive a killed process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._run(SCHEMA)

    def find(self, document_id: UUID, content_hash: str, *, again: bool = False) -> Registration | None:
        rows = self._rows("select id, content_hash from documents")
        for row in rows:
            if row[1] == content_hash:
                return Registration(Outcome.DUPLICATE, UUID(row[0]))
        taken = str(document_id) in {row[0] for row in rows}
        return Registration(Outcome.ID_TAKEN, document_id) if taken else None

    def register(self, document: Draft, files: Sequence[StoredFile]) -> Registration:
        if taken := self.find(document.id, document.content_hash):
            return taken
        body = {
            "source": document.source,
            "tags": document.tags,
            "created_at": document.created_at.isoformat(),
            "note": document.note,
            "files": [file._asdict() for file in files],
        }
        self._insert("insert into documents values (?, ?, ?)", document.id, document.content_hash, json.dumps(body))
        return Registration(Outcome.REGISTERED, document.id)

    def record_duplicate(self, name: str, document_id: UUID, tags: Sequence[str] = ()) -> None:
        self._insert("insert into notes values ('duplicate', ?, ?, null)", name, document_id)

    def record_rejection(self, entry: str, name: str, reason: str, hint: str) -> None:
        self._insert("insert or replace into notes values ('rejection', ?, ?, ?)", name, f"{reason}. {hint}", entry)

    @property
    def documents(self) -> dict[UUID, dict[str, Any]]:
        return {UUID(row[0]): json.loads(row[1]) for row in self._rows("select id, body from documents")}

    def notes(self, kind: str) -> list[tuple[str, str]]:
        return [(row[1], row[2]) for row in self._rows("select * from notes") if row[0] == kind]

    def _run(self, script: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.executescript(script)

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(query).fetchall()

    def _insert(self, statement: str, *values: object) -> None:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement, [str(value) for value in values])


Inspect = Callable[..., FileInfo]


@dataclass
class PlainDecoding:
    """Decoding with another way to inspect."""

    inspect: Inspect

    def contents(self, path: Path, media_type: str, seconds: float | None = None) -> Contents:
        return shared_decoder().contents(path, media_type, seconds)

    def part(self, path: Path, media_type: str, index: int, seconds: float | None = None) -> bytes:
        return shared_decoder().part(path, media_type, index, seconds)


def inspect_plainly(path: Path, seconds: float | None = None) -> FileInfo:
    """Stands in for decoding: every file is a text of one page, unless it begins with BAD."""
    if path.read_bytes().startswith(b"BAD"):
        raise InvalidInputError("it is bad", "Make it good")
    return FileInfo("text/plain", "text", 1)


@dataclass
class Desk:
    """An inbox, a page store and a registry in one folder."""

    root: Path
    inspect: Inspect = inspect_plainly
    settle_seconds: float = 10.0
    maildir: Path | None = None
    inbox: Path = field(init=False)
    store: FolderPageStore = field(init=False)
    registry: SqliteRegistry = field(init=False)

    def __post_init__(self) -> None:
        self.inbox = self.root / "inbox"
        self.inbox.mkdir(exist_ok=True)
        self.store = FolderPageStore(self.root / "documents")
        self.registry = SqliteRegistry(self.root / "registry.sqlite")

    def scan(self, **options: Any) -> ScanReport:
        if self.maildir is not None:
            options = {"maildir": Maildir(self.maildir), **options}
        arguments = {"settle_seconds": self.settle_seconds, **options}
        return scan(self.inbox, self.store, self.registry, self.decoding, **arguments)

    @property
    def decoding(self) -> PlainDecoding:
        return PlainDecoding(self.inspect)

    def deliver(self, name: str, content: bytes) -> Path:
        """Put a mail into the maildir, which is created if there is none."""
        self.maildir = self.root / "maildir"
        for folder in ("tmp", "new", "cur"):
            (self.maildir / folder).mkdir(parents=True, exist_ok=True)
        path = self.maildir / "new" / name
        path.write_bytes(content)
        return path

    def loose(self, name: str, content: bytes = b"a letter", age: float = 60) -> Path:
        path = self.inbox / name
        path.write_bytes(content)
        return backdated(path, age)

    def folder(self, name: str = "folder", age: float = 60, raw: bytes | None = None, **changes: Any) -> Path:
        """A valid folder, with b.txt before a.txt. `changes` replace members of meta.json; None removes one."""
        folder = self.inbox / name
        folder.mkdir()
        for file, content in (("a.txt", b"second page"), ("b.txt", b"first page")):
            (folder / file).write_bytes(content)
        meta = {key: value for key, value in {**meta_of("b.txt", "a.txt"), **changes}.items() if value is not None}
        (folder / "meta.json").write_bytes(json.dumps(meta).encode() if raw is None else raw)
        return backdated(folder, age)

    def entries(self) -> set[str]:
        """The visible entries of the inbox, except `rejected/`."""
        return {path.name for path in self.inbox.iterdir() if not path.name.startswith(".")} - {"rejected"}

    def rejected(self) -> set[str]:
        return {path.name for path in (self.inbox / "rejected").iterdir()}

    def contents(self) -> dict[UUID, list[bytes]]:
        """The bytes of each registered document's files, in order."""
        return {
            document_id: [(self.store.root / file["key"]).read_bytes() for file in body["files"]]
            for document_id, body in self.registry.documents.items()
        }

    def orphans(self) -> set[str]:
        registered = {file["key"] for body in self.registry.documents.values() for file in body["files"]}
        return set(self.store.keys()) - registered


def meta_of(*files: str, kind: str = "text") -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "created_at": "2024-03-05T10:00:00+00:00",
        "documents": [{"file": file, "type": kind, "order": order} for order, file in enumerate(files, start=1)],
        "metadata": {"source": "scanner", "tags": ["Rent", " 2024 "]},
    }


def backdated(path: Path, age: float) -> Path:
    moment = time.time() - age
    for item in (*path.rglob("*"), path):
        os.utime(item, (moment, moment), follow_symlinks=False)
    return path


def picture(image_format: str, pages: int = 1, size: tuple[int, int] = (40, 30)) -> bytes:
    """An image file. Its shade of grey depends on the arguments, so different calls give different pictures."""
    buffer = io.BytesIO()
    shades: Iterable[Image.Image] = [Image.new("L", size, 40 * number + len(image_format)) for number in range(pages)]
    first, *rest = shades
    options: dict[str, Any] = {"save_all": True, "append_images": rest} if rest else {}
    first.save(buffer, image_format, **options)
    return buffer.getvalue()


def pdf_of(pages: int, encrypted: bool = False) -> bytes:
    """A PDF of empty pages. It is written without a library, so that it can have no pages or be encrypted."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        *["<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"] * pages,
    ]
    text, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(text))
        text += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    key = "0" * 64
    lock = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{key}>/U<{key}>>>" if encrypted else ""
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R{lock}>>\nstartxref\n{len(text)}\n%%EOF\n"
    return (text + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}").encode()
