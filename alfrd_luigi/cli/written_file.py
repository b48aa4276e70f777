"""Where a command writes what it made: a file, which is whole or not there, or stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from alfrd_luigi.document_files.durability import whole_file
from alfrd_luigi.errors import AlfrdError, InvalidInputError, machine_error
from alfrd_luigi.names import printable

STDOUT = Path("-")


def write_out(content: bytes, output: Path | None, *, replaces: bool) -> None:
    """Write to a file, or to stdout without one or for `-`. Raises the errors of `writing`."""
    with writing(output or STDOUT, replaces=replaces) as file:
        file.write(content)


@contextmanager
def writing(output: Path, *, replaces: bool) -> Iterator[IO[bytes]]:
    """A file to write to, or stdout for `-`.

    Raises InvalidInputError for a file that cannot be written, or that exists and may not be replaced, and MachineError
    for a full disk and the like.
    """
    if output == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    if output.is_dir():
        raise InvalidInputError(f"{printable(output)} is a folder", "Name a file")
    if not replaces and output.exists():  # before the work
        raise _existing(output)
    try:
        with whole_file(output.absolute(), replaces=replaces) as file:
            yield file
    except FileExistsError as error:
        raise _existing(output) from error
    except OSError as error:
        raise _refused(output, error) from error


def _refused(output: Path, error: OSError) -> AlfrdError:
    """The error of the output; what else is refused meanwhile, such as a page file, is the machine's."""
    if error.filename is None or Path(os.fsdecode(error.filename)).parent != output.absolute().parent:
        return machine_error(error)
    return InvalidInputError(f"{printable(output)} cannot be written: {error.strerror}", "Name another file")


def _existing(output: Path) -> InvalidInputError:
    return InvalidInputError(
        f"{printable(output)} exists already", "Name another file, or remove it; `alfrd get --force` replaces it"
    )
