"""`meta.json`: the sender's description of a folder. All of it is untrusted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.labels import clean_note, clean_source, clean_tags
from alfrd_luigi.names import printable

if TYPE_CHECKING:
    from alfrd_luigi.decoding.model import Kind

META_NAME = "meta.json"
MAX_BYTES = 1024 * 1024
MAX_REASON = 200  # characters of meta.json that a reason shows
# No document was made in other years, and some of them exceed the range of a time zone.
FIRST_YEAR, LAST_YEAR = 1900, 2999
HINT = "Correct meta.json and put the folder back in the inbox"
DEFAULT_SOURCE = "inbox"

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "created_at", "documents"],
    "properties": {
        "id": {"type": "string"},
        "created_at": {"type": "string"},
        "documents": {
            "type": "array",
            "minItems": 1,
            "maxItems": 999,
            "items": {
                "type": "object",
                "required": ["file", "type", "order"],
                "properties": {
                    "file": {"type": "string", "minLength": 1, "maxLength": 4096},
                    "type": {"enum": ["image", "pdf", "text"]},
                    "order": {"type": "integer"},
                },
            },
        },
        "metadata": {
            "type": "object",
            "properties": {
                "source": {"type": "string"},
                "tags": {"type": "array", "maxItems": 100, "items": {"type": "string"}},
                "note": {"type": "string"},
                "again": {"type": "boolean"},
            },
        },
    },
}


class ManifestFile(NamedTuple):
    """A file of the folder. `path` is relative, without `..`; the file that it leads to is checked later."""

    path: PurePosixPath
    kind: Kind


class Manifest(NamedTuple):
    """A valid `meta.json`: files in order, normalised tags, `created_at` in UTC (the default zone).

    `again` says that the document is wanted although a person deleted one with the same content.
    """

    id: UUID
    created_at: datetime
    files: tuple[ManifestFile, ...]
    source: str
    tags: tuple[str, ...]
    note: str
    again: bool


def parse_manifest(raw: bytes) -> Manifest:
    """Check and parse the bytes of a `meta.json` (at most MAX_BYTES). Raises InvalidInputError with the first fault."""
    data = _validated(raw)
    metadata = data.get("metadata", {})
    return Manifest(
        id=_uuid(data["id"]),
        created_at=_moment(data["created_at"]),
        files=_files(data["documents"]),
        source=clean_source(metadata.get("source", ""), DEFAULT_SOURCE),
        tags=clean_tags(metadata.get("tags", ())),
        note=clean_note(metadata.get("note", "")),
        again=metadata.get("again", False),
    )


def _validated(raw: bytes) -> dict[str, Any]:
    from jsonschema import Draft202012Validator

    if len(raw) > MAX_BYTES:
        raise _fault(f"is larger than {MAX_BYTES} bytes")
    try:
        data: dict[str, Any] = json.loads(raw, object_pairs_hook=_unique_keys)
        error = next(Draft202012Validator(SCHEMA).iter_errors(data), None)
    except ValueError as problem:
        raise _fault(f"is not valid JSON: {problem}") from problem
    except RecursionError as problem:
        raise _fault("is nested too deeply") from problem
    if error is not None:
        raise _fault(f"does not fit at {error.json_path}: {_shown(error.message)}")
    return data


def _unique_keys(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, value in pairs:
        if key in members:
            raise ValueError(f"the key '{_shown(key)}' stands twice in one object")
        members[key] = value
    return members


def _uuid(text: str) -> UUID:
    try:
        value = UUID(text)
    except ValueError as error:
        raise _fault("has an id that is not a UUID") from error
    if str(value) != text.lower():  # UUID() also accepts braces, a URN prefix and hyphens anywhere
        raise _fault("has an id that is not a UUID in its usual form, 8-4-4-4-12 digits")
    return value


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _fault("has a created_at that is not an ISO 8601 date and time") from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise _fault(f"has a created_at that is not between the years {FIRST_YEAR} and {LAST_YEAR}")
    return moment


def _files(documents: list[dict[str, Any]]) -> tuple[ManifestFile, ...]:
    ordered = sorted(documents, key=lambda document: document["order"])
    files = tuple(ManifestFile(_inside(document["file"]), document["type"]) for document in ordered)
    if len({document["order"] for document in documents}) < len(documents):
        raise _fault("gives two files the same order")
    if len({file.path for file in files}) < len(files):
        raise _fault("names a file twice")
    return files


def _inside(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise _fault(f"names '{_shown(name)}', which is not inside the folder")
    if "\0" in name or not _encodable(name):
        raise _fault(f"names '{_shown(name)}', which cannot be a file name")
    return path


def _encodable(name: str) -> bool:
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False
    return True


def _shown(text: str) -> str:
    return printable(text[:MAX_REASON])


def _fault(problem: str) -> InvalidInputError:
    return InvalidInputError(f"{META_NAME} {problem}", HINT)
