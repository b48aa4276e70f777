"""Files that hold files, mails and ZIP archives, as messages to the parent.

Runs only in the child process.
"""

from __future__ import annotations

from pathlib import Path

from alfrd_luigi.decoding import wire
from alfrd_luigi.decoding.formats import MAIL, ZIP
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import Contents


def media_type(path: Path) -> str:
    """The media type of a file that begins as a ZIP archive does. Raises RefusalError, and the errors of zipfile."""
    from alfrd_luigi.decoding import zip_files  # here, because most files are no archives

    return zip_files.media_type(path)


def is_container(path: Path, media_type: str, limits: Limits) -> bool:
    """Whether documents are in the file: always in a ZIP archive, in a mail if something is attached.

    Raises RefusalError, and the errors of the libraries, if it cannot be unpacked.
    """
    if media_type == MAIL:
        from alfrd_luigi.decoding import mails  # here, because most files are no mails

        return mails.has_attachments(path, limits)
    return media_type == ZIP and bool(_contents(path, ZIP, limits))


def contents(path: Path, request: wire.Header, limits: Limits) -> wire.Message:
    """The names of the files in a container. Raises RefusalError, and the errors of the libraries."""
    return _contents(path, request["media_type"], limits)._asdict(), b""


def part(path: Path, request: wire.Header, limits: Limits) -> wire.Message:
    """The content of one file. Raises RefusalError, and the errors of the libraries."""
    if request["media_type"] == MAIL:
        from alfrd_luigi.decoding import mails

        return {}, mails.part(path, request["index"], limits)
    from alfrd_luigi.decoding import zip_files

    return {}, zip_files.part(path, request["index"], limits)


def _contents(path: Path, media_type: str, limits: Limits) -> Contents:
    if media_type == MAIL:
        from alfrd_luigi.decoding import mails

        return mails.contents(path, limits)
    from alfrd_luigi.decoding import zip_files

    return Contents(tuple(zip_files.parts(path, limits)))
