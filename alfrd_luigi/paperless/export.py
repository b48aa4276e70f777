"""The export of paperless-ngx: `manifest.json`, and with `--split-manifest` a `*-manifest.json` for each document.

All of it is untrusted. A manifest is a list of rows as Django writes them: `{"model", "pk", "fields"}`. The row of a
document also names its files. What this version does not know is left alone.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from alfrd_luigi.errors import InvalidInputError, machine_trouble
from alfrd_luigi.intake.private_copies import open_inside
from alfrd_luigi.names import printable

MANIFEST = "manifest.json"
_PARTS = "-manifest.json"
_VERSIONS = ("metadata.json", "version.json")
NEWEST = 2  # the major version of paperless-ngx whose exports this program was made for
MAX_BYTES = 512 * 1024 * 1024
_MAX_VERSION_BYTES = 1024 * 1024
_MOST_PARTS = 1_000_000

DOCUMENT = "documents.document"
NOTE = "documents.note"
VALUE = "documents.customfieldinstance"
FIELD = "documents.customfield"
CORRESPONDENT = "documents.correspondent"
TYPE = "documents.documenttype"
TAG = "documents.tag"
_OF_DOCUMENTS = (NOTE, VALUE)
_AGAIN = "Export again with paperless-ngx's document_exporter"


class Row(NamedTuple):
    """A row of a model. `files` are the names of a document's files in the export, by `file` and `archive`."""

    number: int
    fields: dict[str, Any]
    files: dict[str, Any]


@dataclass
class Export:
    """`documents` in the order of the export; `named` are rows of other models by model and number, `attached` those
    that belong to a document, by model and its number. `faults` say which parts cannot be read.
    """

    folder: Path
    version: str | None = None
    documents: list[Row] = field(default_factory=list)
    named: dict[str, dict[int, Row]] = field(default_factory=lambda: defaultdict(dict))
    attached: dict[str, dict[int, list[Row]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    faults: list[str] = field(default_factory=list)

    @property
    def is_newer(self) -> bool:
        """Whether a later major version of paperless-ngx wrote it than those that this program knows."""
        major = (self.version or "").partition(".")[0]
        return major.isdecimal() and int(major[:9]) > NEWEST

    def name_of(self, model: str, number: Any) -> str:
        """The name of a correspondent, type, tag or field; empty if the export has none with this number."""
        row = self.named[model].get(number) if isinstance(number, int) else None
        name = row.fields.get("name") if row is not None else None
        return name if isinstance(name, str) else ""

    def add(self, row: Any, place: str) -> None:
        """Take a row of a manifest. A row that is none is a fault."""
        number, fields = (row.get("pk"), row.get("fields")) if isinstance(row, dict) else (None, None)
        if not isinstance(number, int) or isinstance(number, bool) or not isinstance(fields, dict):
            self._fault(f"{place} has an entry that is no row of a model")
            return
        model, made = row.get("model"), Row(number, fields, _files(row))
        if model == DOCUMENT:
            self.documents.append(made)
        elif model in _OF_DOCUMENTS:
            if isinstance(of := fields.get("document"), int):
                self.attached[model][of].append(made)
        elif isinstance(model, str):
            self.named[model].setdefault(number, made)

    def _fault(self, fault: str) -> None:
        if fault not in self.faults:
            self.faults.append(fault)


def read(folder: Path) -> Export:
    """Read the manifests of an export. Raises InvalidInputError if the folder holds none that can be read.

    A part of a split manifest that cannot be read is one of its `faults`.
    """
    export = Export(folder, _version(folder))
    for row in _rows(folder, PurePosixPath(MANIFEST)):
        export.add(row, MANIFEST)
    for part in _parts(folder):
        try:
            for row in _rows(folder, part):
                export.add(row, printable(part))
        except InvalidInputError as error:
            export.faults.append(error.message)
    if not export.documents:
        raise InvalidInputError("the export holds no document", _AGAIN)
    return export


def _files(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row.get(f"__exported_{name}_name__") for name in ("file", "archive")}


def _rows(folder: Path, name: PurePosixPath) -> list[Any]:
    rows = _json(folder, name, MAX_BYTES)
    if not isinstance(rows, list):
        raise InvalidInputError(f"{printable(name)} is no list of rows", _AGAIN)
    return rows


def _json(folder: Path, name: PurePosixPath, limit: int) -> Any:
    try:
        with open_inside(folder, name) as file:
            raw = file.read(limit + 1)
    except InvalidInputError as error:
        raise InvalidInputError(error.message, f"Name the folder of an export. {_AGAIN}") from error
    except OSError as error:
        raise InvalidInputError(f"{printable(folder / name)} cannot be read: {error.strerror}", _AGAIN) from error
    if len(raw) > limit:
        raise InvalidInputError(f"{printable(name)} is larger than {limit} bytes", "Export with --split-manifest")
    try:
        with machine_trouble():
            return json.loads(raw)
    except RecursionError as error:
        raise InvalidInputError(f"{printable(name)} is nested too deeply", _AGAIN) from error
    except ValueError as error:
        raise InvalidInputError(f"{printable(name)} is not valid JSON: {error}", _AGAIN) from error


def _version(folder: Path) -> str | None:
    """The version of paperless-ngx, if the export tells it."""
    for name in _VERSIONS:
        if os.path.lexists(folder / name):
            said = _json(folder, PurePosixPath(name), _MAX_VERSION_BYTES)
            version = said.get("version") if isinstance(said, dict) else None
            return printable(version[:20]) if isinstance(version, str) else None
    return None


def _parts(folder: Path) -> Iterator[PurePosixPath]:
    """The manifests of single documents, at any depth, in a fixed order. Links are not followed."""
    count = 0
    for path, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(files):
            if name.endswith(_PARTS):
                count += 1
                if count > _MOST_PARTS:
                    raise InvalidInputError(f"the export has more than {_MOST_PARTS} manifests", _AGAIN)
                yield PurePosixPath((Path(path) / name).relative_to(folder).as_posix())
