"""Files within the text of a mail, as programs wrote them before MIME, and some servers still do.

Runs only in the child process.
"""

from __future__ import annotations

import re
from binascii import Error, a2b_uu
from collections.abc import Iterator
from email.message import EmailMessage

# Each line begins with the number of its bytes. Possessive quantifiers, so that no text takes long to reject.
_FILE = re.compile(r"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?:[!-M][ -`]{1,90}+\r?\n)++)(?:[ `]?\r?\n)?end\s*$", re.M)


def without_files(text: str) -> str:
    """The text without the files in it."""
    return _FILE.sub("", text)


def files_of(text: str) -> Iterator[EmailMessage]:
    """The files in the text, as attachments. Raises binascii.Error for a damaged one."""
    for found in _FILE.finditer(text):
        attachment = EmailMessage()
        content = b"".join(map(_line, found[2].splitlines()))
        attachment.set_content(content, "application", "octet-stream", filename=found[1].strip())
        yield attachment


def _line(line: str) -> bytes:
    """The bytes of a line. Some programs pad the last group with what is none."""
    try:
        return a2b_uu(line)
    except Error:
        length = ord(line[0]) - 32
        return a2b_uu(line[: 1 + (length * 4 + 2) // 3])
