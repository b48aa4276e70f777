"""Locks of the operating system on files in `data_dir/locks`. A lock belongs to its process and ends with it.

An advisory lock is lost with its connection, while its holder may live on with a call in progress. Two locks therefore
guard what must not happen twice at once: PostgreSQL's lock covers all machines, and this lock covers this machine as
long as the process lives.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from alfrd_luigi import lock_files
from alfrd_luigi.errors import machine_trouble
from alfrd_luigi.settings import settings

_PRIVATE_FOLDER = 0o700


@contextmanager
def held_if_free(names: Sequence[str]) -> Iterator[bool]:
    """Hold the first of these locks that is free inside the block, which gets whether there was one."""
    taken = next(filter(None, map(_taken, names)), None)
    try:
        yield taken is not None
    finally:
        if taken is not None:
            os.close(taken)


def is_free(name: str) -> bool:
    """Whether the lock is free at this moment."""
    with held_if_free([name]) as taken:
        return taken


def holders() -> Iterator[tuple[str, int]]:
    """The locks that are held now, each with the id of the process that holds it."""
    folder = settings().data_dir / "locks"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        said = path.read_text("ascii", errors="replace").strip()
        if said.isdigit() and not is_free(path.name):
            yield path.name, int(said)


def _taken(name: str) -> int | None:
    descriptor = _opened(name)
    if lock_files.take(descriptor, fcntl.LOCK_EX):
        lock_files.sign(descriptor)
        return descriptor
    os.close(descriptor)
    return None


def _opened(name: str) -> int:
    folder = settings().data_dir / "locks"
    with machine_trouble():
        try:
            return lock_files.opened(folder / name)
        except FileNotFoundError:
            folder.mkdir(_PRIVATE_FOLDER, parents=True, exist_ok=True)
            return lock_files.opened(folder / name)
