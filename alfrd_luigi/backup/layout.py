"""The layout of an export.

    manifest.json       written last: an export without it is incomplete
    SHA256SUMS          of every file below, in the format of `sha256sum --check`, in byte order
    documents/…         the page files under their keys
    rows/TABLE.tsv      the rows of a table: PostgreSQL's COPY in text format, after a line of column names

Nothing is compressed, so that people can read it, an incremental backup stores only what is new, and an import cannot
read more than the files contain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from alfrd_luigi.errors import InvalidInputError

FORMAT = 1
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
PAGES = "documents"
ROWS = "rows"

HINT = "Make the export anew, or bring it here again"

_LONGEST_LINE = 1024
_LINE = re.compile(
    rf"([0-9a-f]{{64}})  ({ROWS}/[a-z_]{{1,63}}\.tsv"
    rf"|{PAGES}/\d{{1,4}}/\d\d/[0-9a-f-]{{36}}/\d{{3,10}}\.[a-z]{{3,4}})\n",
    re.ASCII,
)

_COUNT = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}
_UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["format", "schema", "made_by", "made_at", "tables", "counters", "page_files", "sums_sha256"],
    "properties": {
        "format": {"type": "integer", "minimum": 1},
        "schema": {"type": "integer", "minimum": 1},
        "made_by": {"type": "string", "maxLength": 100},
        "made_at": {"type": "string", "maxLength": 100},
        "tables": {"type": "object", "additionalProperties": _COUNT},
        "counters": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["table", "column", "last"],
                "properties": {
                    "table": {"type": "string"},
                    "column": {"type": "string"},
                    "last": {"anyOf": [_COUNT, {"type": "null"}]},
                },
            },
        },
        "page_files": _COUNT,
        "sums_sha256": _SHA256,
        "page_store": {"anyOf": [_UUID, {"type": "null"}]},
    },
}


@dataclass(frozen=True)
class ExportManifest:
    """`schema` is the number of the last migration, `tables` the number of rows in each, `counters` the last numbers
    given out (table, column, last). `sums_sha256` is the SHA-256 of SHA256SUMS, which has those of all other files.
    `page_store` is the id of the archive's page store, if it has one.
    """

    schema: int
    made_by: str
    made_at: str
    tables: Mapping[str, int]
    counters: tuple[Mapping[str, Any], ...]
    page_files: int
    sums_sha256: str
    page_store: str | None = None
    format: int = FORMAT

    def as_json(self) -> dict[str, Any]:
        """The content of manifest.json."""
        return asdict(self)


def rows_path(table: str) -> str:
    """The path of a table's rows in the export's folder."""
    return f"{ROWS}/{table}.tsv"


def sums(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """(SHA-256, path) of each line of SHA256SUMS. Raises InvalidInputError for a path that no export has."""
    before = ""
    while line := file.readline(_LONGEST_LINE):
        found = _LINE.fullmatch(line.decode("ascii", "replace"))
        if found is None or found[2] <= before:
            raise InvalidInputError(f"{SUMS} has a line that is not an export's", HINT)
        before = found[2]
        yield found[1], found[2]


def is_page(path: str) -> bool:
    """Whether it is the path of a page file."""
    return path.startswith(f"{PAGES}/")


def keys(found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(SHA-256, key) of the page files among them."""
    return ((sha256, path.removeprefix(f"{PAGES}/")) for sha256, path in found if is_page(path))
