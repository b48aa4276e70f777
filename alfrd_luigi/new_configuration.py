"""Writes the luigi.cfg of a new archive: it names the archive's folder, and explains every other key in comments.

A key in a comment has the default of the installed version, so an upgrade can change it.
"""

from __future__ import annotations

import re
from pathlib import Path

from alfrd_luigi.configuration import NAMED, SHIPPED_FILE, shipped
from alfrd_luigi.document_files.durability import make_private, whole_file
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.names import printable
from alfrd_luigi.permissions import refused
from alfrd_luigi.settings import SECTION

_HEADING = """\
# The configuration of alfrd-luigi, and of Luigi. Written by `{writer}`. Only its owner may have write permission.
# A key behind a # has its default, here that of the version that wrote this file. To set it, remove the #.
"""
_DATA_DIR = "data_dir"
_KEY = re.compile(r"^(\w+ =.*)$", re.M)


def write(file: Path, data_dir: str, writer: str) -> bool:
    """Write the file, readable by its owner only. Returns whether it was written: an existing one is left unchanged.

    Raises InvalidInputError for a folder whose name cannot stand in such a file or in a crontab, or if something else
    is there, and SettingsError for a file that cannot be written.
    """
    if not data_dir.isprintable() or data_dir != data_dir.strip():
        raise _unusable(data_dir, "a luigi.cfg")
    if not str(file).isprintable():
        raise _unusable(str(file.parent), "a crontab")
    try:
        make_private(file.parent)
        with whole_file(file, replaces=False) as new:
            new.write(_content(data_dir, writer).encode())
    except FileExistsError:
        if file.is_file():
            return False
        raise InvalidInputError(
            f"{printable(file)} cannot be made: something else is there", f"Remove it, or set {NAMED}"
        ) from None
    except OSError as error:
        unwritten = OSError(error.errno, error.strerror, file)
        raise refused(unwritten, "write", "Correct the permissions of its folder") from error
    return True


def _unusable(folder: str, where: str) -> InvalidInputError:
    return InvalidInputError(f"{printable(folder)} cannot stand in {where}", "Choose another folder")


def is_written_by(file: Path, writer: str) -> bool:
    """Whether the file is there and has the heading of this writer."""
    return file.is_file() and file.read_text("utf-8", "replace").startswith(_HEADING.format(writer=writer))


def _content(data_dir: str, writer: str) -> str:
    """The keys of `[alfrd]` come first: they are those that a person changes."""
    explained = SHIPPED_FILE.read_text("utf-8").split("\n\n", 1)[1]
    of_luigi, ours = explained.split(f"[{SECTION}]\n")
    keys = _KEY.sub(r"#\1", f"[{SECTION}]\n{ours.strip()}\n\n{of_luigi.strip()}\n")
    default, named = f"#{_DATA_DIR} = {shipped()[SECTION][_DATA_DIR]}\n", f"{_DATA_DIR} = {data_dir}\n"
    return f"{_HEADING.format(writer=writer)}\n{keys.replace(default, named)}"
