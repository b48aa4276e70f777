"""Writes the samples to a folder: `documents/`, with the layout of an inbox, and `ground-truth.json` beside it."""

from __future__ import annotations

from pathlib import Path, PurePath

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.names import printable
from alfrd_luigi.samples.collection import ENGLISH, Count, Sample, collect
from alfrd_luigi.samples.layout import place
from alfrd_luigi.samples.rendering import Files, render
from alfrd_luigi.samples.truth import ground_truth

DOCUMENTS = "documents"
GROUND_TRUTH = "ground-truth.json"
DEFAULT_SEED = 2024


def generate(directory: Path, seed: int = DEFAULT_SEED, count: Count = "all", language: str = ENGLISH) -> list[Sample]:
    """Write the samples to a new or empty folder. With the same arguments again, add what is missing.

    The same seed gives the same bytes (with the same releases of Pillow and pypdfium2). Raises InvalidInputError if the
    folder contains anything else, or is not writable; existing files are unchanged.
    """
    samples = collect(seed, count, language)
    files = _files(samples, seed)
    try:
        _refuse_strangers(directory, files)
        for path, content in files.items():
            _write(directory / path, content)
    except OSError as error:
        raise InvalidInputError(
            f"the samples cannot be written to {printable(directory)}: {error.strerror}",
            "Name a folder that you may write to",
        ) from error
    return samples


def _files(samples: list[Sample], seed: int) -> Files:
    placed = [(sample, place(sample.pages, sample.paper.sheet)) for sample in samples]
    files = {
        PurePath(DOCUMENTS) / path: content
        for sample, pages in placed
        for path, content in render(sample, pages, seed).items()
    }
    return {**files, PurePath(GROUND_TRUTH): ground_truth(seed, placed)}


def _refuse_strangers(directory: Path, files: Files) -> None:
    folders = {parent for path in files for parent in path.parents}
    leftovers = {_partial(path) for path in files}
    for found in directory.rglob("*"):
        path = found.relative_to(directory)
        known = path in folders or path in leftovers or (path in files and _holds(found, files[path]))
        if found.is_symlink() or not known:
            raise InvalidInputError(
                f"{printable(directory)} is not empty: it holds {printable(path)}, which is not one of these samples",
                "Name a new or an empty folder",
            )


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _write(path: Path, content: bytes) -> None:
    """Write a file atomically. An existing one has the same content already."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.parent / _partial(path).name
    partial.write_bytes(content)
    partial.replace(path)


def _partial(path: PurePath) -> PurePath:
    return path.with_name(f".{path.name}.partial")
