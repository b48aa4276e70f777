"""Verifies an export. Nothing in it is trusted, and no link is followed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any

from alfrd_luigi.backup.layout import FORMAT, HINT, MANIFEST, SCHEMA, SUMS, ExportManifest, is_page, rows_path, sums
from alfrd_luigi.backup.progress import Track, untracked
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.private_copies import open_inside
from alfrd_luigi.names import printable

_LARGEST_MANIFEST = 1024 * 1024


def verified(folder: Path, track: Track = untracked) -> ExportManifest:
    """Compare every file of an export with its checksum. Returns the manifest. Raises InvalidInputError at the first
    fault.
    """
    manifest = _manifest(folder)
    if sha256_of(folder, SUMS) != manifest.sums_sha256:
        raise _damaged(SUMS)
    tables, pages = set(), 0
    with opened(folder, SUMS) as listed:
        for sha256, path in track(sums(listed), "files verified", manifest.page_files + len(manifest.tables)):
            if sha256_of(folder, path) != sha256:
                raise _damaged(path)
            if is_page(path):
                pages += 1
            else:
                tables.add(path)
    if pages != manifest.page_files or tables != {rows_path(name) for name in manifest.tables}:
        raise InvalidInputError(f"{MANIFEST} and {SUMS} are not of one export", HINT)
    return manifest


@contextmanager
def opened(folder: Path, path: str) -> Iterator[BufferedReader]:
    """Open a file of an export. Raises InvalidInputError."""
    try:
        with open_inside(folder, PurePosixPath(path)) as file:
            yield file
    except InvalidInputError as error:
        raise InvalidInputError(f"the export cannot be used: {error.message}", HINT) from error
    except OSError as error:
        raise InvalidInputError(f"{printable(path)} of the export cannot be read: {error.strerror}", HINT) from error


def sha256_of(folder: Path, path: str) -> str:
    """The SHA-256 of a file of an export. Raises InvalidInputError."""
    with opened(folder, path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_whole(folder: Path) -> None:
    """Raise InvalidInputError for a folder that is not an export, or one that was cut off."""
    if not folder.is_dir():
        raise InvalidInputError(f"{printable(folder)} is not a folder", "Name the folder that `alfrd export` made")
    if not (folder / MANIFEST).exists():
        problem = f"{printable(folder)} is not a whole export: {MANIFEST} is missing"
        raise InvalidInputError(problem, "An export that was cut off has none: make it anew")


def _manifest(folder: Path) -> ExportManifest:
    check_whole(folder)
    with opened(folder, MANIFEST) as file:
        raw = file.read(_LARGEST_MANIFEST + 1)
    facts = _parsed(raw)
    if facts["format"] > FORMAT:
        raise InvalidInputError(f"the export has format {facts['format']}, of a newer version", "Upgrade alfrd-luigi")
    known = {name: facts[name] for name in SCHEMA["properties"] if name in facts}
    return ExportManifest(**{**known, "counters": tuple(facts["counters"])})


def _parsed(raw: bytes) -> dict[str, Any]:
    from jsonschema import Draft202012Validator

    if len(raw) > _LARGEST_MANIFEST:
        raise InvalidInputError(f"{MANIFEST} is larger than {_LARGEST_MANIFEST} bytes", HINT)
    try:
        facts: dict[str, Any] = json.loads(raw)
        error = next(Draft202012Validator(SCHEMA).iter_errors(facts), None)
    except (ValueError, RecursionError) as problem:
        raise InvalidInputError(f"{MANIFEST} is not valid JSON", HINT) from problem
    if error is not None:
        raise InvalidInputError(f"{MANIFEST} does not fit at {printable(error.json_path[:100])}", HINT)
    return facts


def _damaged(path: str) -> InvalidInputError:
    return InvalidInputError(f"{path} of the export is not what was exported", HINT)
