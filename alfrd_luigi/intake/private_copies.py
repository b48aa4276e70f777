"""Copies untrusted files to private ones. The copy is checked, and the checked copy is stored."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import IO

from alfrd_luigi.document_files.durability import PRIVATE_FILE, make_private
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.names import printable

MAX_FILE_BYTES = 500 * 1024 * 1024  # the largest file that Amazon Textract accepts (PDF, asynchronous)
MAX_SHOWN = 300  # characters of a path that a reason shows; meta.json may contain one of thousands
CHUNK_BYTES = 1024 * 1024
READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # opening a named pipe must not wait for its writer
NOT_A_FILE = frozenset({errno.ELOOP, errno.ENOTDIR, errno.ENXIO, errno.EISDIR})


@contextmanager
def open_inside(folder: Path, relative: PurePosixPath) -> Iterator[BufferedReader]:
    """Open a regular file under `folder`, without following a link on the way. Raises InvalidInputError or OSError."""
    with ExitStack() as stack:
        descriptor = _opened(stack, folder, os.O_DIRECTORY, None)
        try:
            for part in relative.parts[:-1]:
                descriptor = _opened(stack, Path(part), os.O_DIRECTORY | os.O_NOFOLLOW, descriptor)
            _check_regular(relative.name, descriptor)
            descriptor = _opened(stack, Path(relative.name), os.O_NOFOLLOW, descriptor)
        except OSError as error:
            raise _explained(error, relative) from error
        yield _regular(stack, descriptor, relative)


@contextmanager
def open_named(path: Path) -> Iterator[BufferedReader]:
    """Open a regular file that a person named on the command line. Raises InvalidInputError."""
    if path.is_dir():
        raise InvalidInputError(f"{printable(path)} is a folder", "Name the files in it, such as FOLDER/*")
    with ExitStack() as stack:
        try:
            descriptor = _opened(stack, path, 0, None)
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            raise InvalidInputError(
                f"{printable(path)} cannot be read: {reason}", "Name files that exist and that this user can read"
            ) from error
        yield _regular(stack, descriptor, path)


def copy(source: IO[bytes], target: Path) -> tuple[str, int]:
    """Copy an open file to `target` (0600). Returns hex SHA-256 and bytes. Raises InvalidInputError."""
    before = os.fstat(source.fileno())
    if before.st_size > MAX_FILE_BYTES:
        problem = f"{printable(target.name)} has {before.st_size} bytes"
        raise InvalidInputError(problem, f"Split it: at most {MAX_FILE_BYTES} are taken")
    make_private(target.parent)
    target.touch(PRIVATE_FILE, exist_ok=False)
    sha256, size = _written(source, target)
    after = os.fstat(source.fileno())
    if (size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        problem = f"{printable(target.name)} changed while it was read"
        raise InvalidInputError(problem, "Put it in the inbox once it is whole")
    return sha256, size


def _opened(stack: ExitStack, path: Path, flags: int, folder: int | None) -> int:
    descriptor = os.open(path, READ | flags, dir_fd=folder)
    stack.callback(os.close, descriptor)
    return descriptor


def _regular(stack: ExitStack, descriptor: int, path: Path | PurePosixPath) -> BufferedReader:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise InvalidInputError(f"{printable(path)} is not a regular file", "Put the file itself in its place")
    return stack.enter_context(open(descriptor, "rb", closefd=False))


def _check_regular(name: str, folder: int) -> None:
    """Checked before opening, too: opening a device may have effects."""
    if not stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        raise OSError(errno.ENXIO, "no regular file")


def _explained(error: OSError, path: PurePosixPath) -> OSError | InvalidInputError:
    if error.errno in (errno.ENOENT, errno.ENAMETOOLONG):
        return InvalidInputError(f"{_shown(path)} is not there", "Add the file, or take it out of meta.json")
    if error.errno in NOT_A_FILE:
        return InvalidInputError(f"{_shown(path)} is a link, or no regular file", "Put the file itself in its place")
    return error


def _shown(path: PurePosixPath) -> str:
    return printable(str(path)[:MAX_SHOWN])


def _written(source: IO[bytes], target: Path) -> tuple[str, int]:
    """Copy the current content of the file, and a byte more if it grows, so that copying an endless file ends."""
    digest, size = hashlib.sha256(), os.fstat(source.fileno()).st_size
    with target.open("wb") as output:
        while chunk := source.read(min(CHUNK_BYTES, size + 1 - output.tell())):
            digest.update(chunk)
            output.write(chunk)
        return digest.hexdigest(), output.tell()
