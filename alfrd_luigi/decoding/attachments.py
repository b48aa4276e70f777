"""The files attached to a PDF.

Runs only in the child process.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2

# A PDF that holds an invoice has a few attachments.
_MOST = 100


def xml(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, bytes]]:
    """The name and content of each attachment that is named `.xml`, in the order of the file."""
    for index in range(min(document.count_attachments(), _MOST)):
        attachment = document.get_attachment(index)
        name = attachment.get_name()
        if name.lower().endswith(".xml"):
            yield name, _content(attachment)


def _content(attachment: pypdfium2.PdfAttachment) -> bytes:
    try:
        return bytes(attachment.get_data())
    except pypdfium2.PdfiumError:  # of an attachment without content
        return b""
