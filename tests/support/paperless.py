"""An export of paperless-ngx of our own making, in the form that its document_exporter writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES: Mapping[str, Mapping[int, str]] = {
    "documents.correspondent": {1: "City Water", 2: "Northwind"},
    "documents.documenttype": {1: "Rechnungen", 2: "Warranty", 3: "Utility bill"},
    "documents.tag": {1: "House", 2: "Inbox"},
}
FIELDS: Mapping[int, tuple[str, str, Mapping[str, Any]]] = {
    1: ("Gesamtbetrag", "monetary", {"default_currency": "CHF"}),
    2: ("Fällig am", "date", {}),
    3: ("Invoice number", "string", {}),
    4: ("Project", "select", {"select_options": [{"id": "a1", "label": "Kitchen"}]}),
    5: ("Paid", "boolean", {}),
    6: ("Tax", "string", {}),
    7: ("Subtotal", "float", {}),
}
COLUMNS = {"monetary": "value_monetary", "date": "value_date", "string": "value_text", "select": "value_select",
           "boolean": "value_bool", "float": "value_float"}  # fmt: skip
BILL = """CITY WATERWORKS LTD
Water bill

Account number: 55-{number}
Bill date: 2024-0{number}-05
Water used: {number}1 m3

Amount due: $8{number}.50
"""


@dataclass
class PaperlessExport:
    """A folder to be exported to; the rows of the manifest can be spoilt before `write`."""

    folder: Path
    version: str = "2.13.5"
    is_split: bool = False
    rows: list[dict[str, Any]] = field(default_factory=list)
    attached: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, number: int, original: bytes | None = None, *, name: str = "", values: Mapping[int, Any] | None = None,
        note: str = "", archive: bytes | None = None, **fields: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """Add a document, by default a bill of City Water. Returns its row."""
        content = BILL.format(number=number).encode() if original is None else original
        name = name or f"2024/bill-{number}.txt"
        row = {
            "model": "documents.document",
            "pk": number,
            "fields": {
                "correspondent": 1, "storage_path": 1, "title": f"Water {number}", "document_type": 1,
                "content": f"text of paperless {number}", "mime_type": "text/plain", "tags": [1],
                "checksum": hashlib.md5(content, usedforsecurity=False).hexdigest(), "archive_checksum": None,
                "created": f"2024-0{number}-02", "modified": "2024-05-01T10:00:00Z", "storage_type": "unencrypted",
                "added": "2024-05-01T09:30:00.123Z", "filename": name, "archive_filename": None,
                "original_filename": Path(name).name, "archive_serial_number": None, "owner": 3, "deleted_at": None,
                **fields,
            },
            "__exported_file_name__": name,
            "__exported_thumbnail_name__": f"{name}-thumbnail.webp",
        }  # fmt: skip
        self._put(name, content)
        if archive is not None:
            row["__exported_archive_name__"] = f"{name}-archive.pdf"
            self._put(f"{name}-archive.pdf", archive)
        self.rows.append(row)
        for id, value in (values or {}).items():
            given = {"document": number, "field": id, COLUMNS[FIELDS[id][1]]: value}
            self._attach("documents.customfieldinstance", given)
        if note:
            self._attach("documents.note", {"note": note, "document": number, "user": 3})
        return row

    def write(self) -> Path:
        """Write the manifest. Returns the folder."""
        split = self.is_split
        rows = [*self._named(), *([] if split else [*self.rows, *self.attached])]
        self._put("manifest.json", json.dumps(rows).encode())
        self._put("metadata.json", json.dumps({"version": self.version}).encode())
        for row in self.rows if split else []:
            own = [each for each in self.attached if each["fields"]["document"] == row["pk"]]
            self._put(f"{row['__exported_file_name__']}-manifest.json", json.dumps([row, *own]).encode())
        return self.folder

    def _named(self) -> list[dict[str, Any]]:
        rows = [
            {"model": model, "pk": number, "fields": {"name": name, "match": "", "owner": 3}}
            for model, names in NAMES.items()
            for number, name in names.items()
        ]
        rows += [{"model": "documents.storagepath", "pk": 1, "fields": {"name": "p", "path": "{created}"}}]
        for number, (name, kind, extra) in FIELDS.items():
            about = {"name": name, "data_type": kind, "extra_data": extra}
            rows.append({"model": "documents.customfield", "pk": number, "fields": about})
        return [*rows, {"model": "auth.user", "pk": 3, "fields": {"username": "anna", "password": "secret"}}]

    def _attach(self, model: str, fields: dict[str, Any]) -> None:
        self.attached.append({"model": model, "pk": len(self.attached) + 1, "fields": fields})

    def _put(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
