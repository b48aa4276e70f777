"""Mails and ZIP archives for tests."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def mail(
    text: str = "", html: str = "", attached: Iterable[tuple[str, bytes]] = (), subject: str = "Your bill"
) -> EmailMessage:
    """A mail of 5 March 2024 with these bodies, and with attachments (name, content) of no particular type."""
    message = EmailMessage()
    message["From"] = "Wasserwerke Süd <billing@water.example>"
    message["Date"] = "Tue, 5 Mar 2024 10:00:00 +0100"
    message["Subject"] = subject
    message["MIME-Version"] = "1.0"
    if text or not html:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    for name, content in attached:
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message


def written(message: EmailMessage) -> bytes:
    """The mail as it is sent."""
    return message.as_bytes(policy=SMTP)


def archive(files: Mapping[str, bytes] | Iterable[tuple[str | ZipInfo, bytes]]) -> bytes:
    """A ZIP archive of these files, deflated."""
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as target:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            target.writestr(name, content, compress_type=ZIP_DEFLATED)
    return output.getvalue()


def link(name: str) -> ZipInfo:
    """The entry of a symbolic link."""
    entry = ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def encrypted(content: bytes, name: str) -> bytes:
    """The archive with the flag of encryption at the entry of this name, in both places that have it."""
    spoiled = bytearray(content)
    for signature, flags, names in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        start = -1
        while (start := spoiled.find(signature, start + 1)) >= 0:
            if spoiled[start + names :].startswith(name.encode()):
                spoiled[start + flags] |= 1
    return bytes(spoiled)
