"""Where a command writes what it made: a file, which is whole or not there, or stdout."""

from __future__ import annotations

import sys
from pathlib import Path

from alfrd_luigi.document_files.durability import whole_file
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.names import printable

STDOUT = Path("-")


def write_out(content: bytes, output: Path | None, *, replaces: bool) -> None:
    """Write to a file, or to stdout without one or for `-`.

    Raises InvalidInputError for a file that cannot be written, or that exists and may not be replaced.
    """
    if output is None or output == STDOUT:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    try:
        if output.is_dir():
            raise InvalidInputError(f"{printable(output)} is a folder", "Name a file")
        with whole_file(output.absolute(), replaces=replaces) as file:
            file.write(content)
    except FileExistsError as error:
        raise InvalidInputError(f"{printable(output)} exists already", "Name another file") from error
    except OSError as error:
        raise InvalidInputError(
            f"{printable(output)} cannot be written: {error.strerror}", "Name another file"
        ) from error
