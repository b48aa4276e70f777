"""The pages of the formats that hold text, and no picture of a page.

Runs only in the child process.
"""

from __future__ import annotations

from pathlib import Path

from alfrd_luigi.decoding import plain_text
from alfrd_luigi.decoding.formats import MAIL, TEXT, XML
from alfrd_luigi.decoding.limits import Limits


def pages(path: Path, media_type: str, limits: Limits) -> list[str]:
    """The text of each page. Raises RefusalError if there is none, or too much."""
    return plain_text.checked(_pages(path, media_type, limits), limits)


def _pages(path: Path, media_type: str, limits: Limits) -> list[str]:
    if media_type == TEXT:
        return plain_text.pages(path, limits)
    if media_type == MAIL:
        from alfrd_luigi.decoding import mails  # here, because most files are no mails

        return mails.pages(path, limits)
    if media_type == XML:
        from alfrd_luigi.decoding import invoice_messages  # for the same reason

        return [invoice_messages.text(path)]
    from alfrd_luigi.decoding import office_files  # for the same reason

    return office_files.pages(path, media_type, limits)
