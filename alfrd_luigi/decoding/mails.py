"""Mails: the files that are attached, and the body as text. Nothing that a mail refers to is fetched.

Runs only in the child process.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple, cast

from alfrd_luigi.decoding import html_text, plain_text, uuencoded
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import Contents, Part
from alfrd_luigi.decoding.refusal import RefusalError

_MEGABYTE = 1_000_000
# Bytes. A smaller picture in the body is a logo, an icon, or a pixel that tells the sender that the mail was read.
_LEAST_PICTURE = 20_000
# What mail programs add for each other. None of it is a paper.
_FOR_PROGRAMS = frozenset(
    {
        "application/applefile",
        "application/pgp-encrypted",
        "application/pgp-keys",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "message/disposition-notification",
        "message/external-body",
        "text/calendar",
        "text/rfc822-headers",
        "text/vcard",
        "text/x-amp-html",
        "text/x-vcard",
    }
)
# Parsing takes time in proportion to the square of the depth of parts in parts. Real mails have a handful.
_NESTING, _MOST_NESTED = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M), 500
# Where the next mail of a mailbox begins: a line with the sender and the time, and the first header.
_NEXT_MAIL = re.compile(rb"\n\r?\nFrom \S+ [^\n]*\d{4}[^\n]*\n[\w-]+: ")
# An HTML body with this many times the text of the plain one: the plain one only says that the mail is HTML.
_STUB = 4
_UNCHANGED = policy.default.clone(refold_source="none")


class Mail(NamedTuple):
    """A mail. `body` is blank if it has no text; `attachments` are the parts that may be documents."""

    subject: str
    sender: str
    date: str
    body: str
    attachments: tuple[EmailMessage, ...]


def contents(path: Path, limits: Limits) -> Contents:
    """The attachments, and a note: who claims to have sent the mail, and its body. Raises RefusalError."""
    mail = _parsed(path, limits)
    note = "\n".join(filter(None, (mail.sender and f"From: {mail.sender}", _heading(mail)))) + f"\n\n{mail.body}"
    parts = tuple(Part(_name(part, number)) for number, part in enumerate(mail.attachments, start=1))
    return Contents(parts, note.strip()[: limits.note_characters], has_body=bool(mail.body))


def part(path: Path, index: int, limits: Limits) -> bytes:
    """The content of an attachment. Raises RefusalError."""
    attachment = _parsed(path, limits).attachments[index]
    if attachment.get_content_type() == "message/rfc822":
        return _inner(attachment).as_bytes(policy=_UNCHANGED)
    return _payload(attachment)


def has_attachments(path: Path, limits: Limits) -> bool:
    """Whether something in the mail may be a document of its own. Raises RefusalError."""
    return bool(_parsed(path, limits).attachments)


def pages(path: Path, limits: Limits) -> list[str]:
    """The mail as one page: subject, date and body. The sender is left out: anybody can write any name there."""
    mail = _parsed(path, limits)
    return [f"{_heading(mail)}\n\n{mail.body}"] if mail.body else [""]


def _parsed(path: Path, limits: Limits) -> Mail:
    if path.stat().st_size > limits.mail_bytes:
        raise RefusalError(f"is a mail of more than {limits.mail_bytes // _MEGABYTE} MB", "Save its attachments")
    content = path.read_bytes().removeprefix(BOM_UTF8)  # some programs save all texts with it
    if sum(1 for _ in _NESTING.finditer(content)) > _MOST_NESTED:
        raise RefusalError(f"is a mail of more than {_MOST_NESTED} nested parts", "Save its attachments")
    if content.startswith(b"From ") and _NEXT_MAIL.search(content):
        raise RefusalError("is a mailbox of several mails", "Save each mail in a file of its own")
    message = message_from_bytes(content, policy=policy.default)
    leaves = list(_leaves(message))
    bodies = [leaf for leaf in leaves if _is_body(leaf)]
    attachments = tuple(leaf for leaf in leaves if not _is_body(leaf) and not _is_left_out(leaf))
    attachments += tuple(file for leaf in bodies for file in uuencoded.files_of(_text(leaf)))
    if len(attachments) > limits.parts:
        raise RefusalError(f"has {len(attachments)} attachments; {limits.parts} is the limit", "Save its attachments")
    heads = (_header(message, "subject"), _header(message, "from"), _date(message))
    return Mail(*heads, _body(bodies), attachments)


def _heading(mail: Mail) -> str:
    lines = (mail.subject and f"Subject: {mail.subject}", mail.date and f"Date: {mail.date}")
    return "\n".join(filter(None, lines))


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that are not made of parts, in order. An attached mail is one part."""
    if message.get_content_maintype() != "multipart" or not message.is_multipart():
        yield message
        return
    for inner in message.get_payload():
        yield from _leaves(cast(EmailMessage, inner))


def _is_body(leaf: EmailMessage) -> bool:
    is_shown = leaf.get_content_disposition() != "attachment" and leaf.get_filename() is None
    return is_shown and leaf.get_content_type() in ("text/plain", "text/html")


def _is_left_out(leaf: EmailMessage) -> bool:
    if leaf.get_content_type() in _FOR_PROGRAMS:
        return True
    is_inline_picture = leaf.get_content_maintype() == "image" and leaf.get_content_disposition() != "attachment"
    return (is_inline_picture and len(_payload(leaf)) < _LEAST_PICTURE) or not _has_content(leaf)


def _has_content(leaf: EmailMessage) -> bool:
    return leaf.is_multipart() or bool(_payload(leaf).strip())


def _body(texts: Sequence[EmailMessage]) -> str:
    """The plain text, or that of the HTML if there is no plain text that deserves the name."""
    plain = _joined(uuencoded.without_files(_text(leaf)) for leaf in texts if leaf.get_content_subtype() == "plain")
    html = _joined(html_text.text_of(_text(leaf)) for leaf in texts if leaf.get_content_subtype() == "html")
    return html if len(html) > _STUB * len(plain) else plain


def _joined(texts: Iterator[str]) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _text(leaf: EmailMessage) -> str:
    try:
        return _clean(str(leaf.get_content()))
    except (LookupError, ValueError):  # a character set that does not exist
        return _clean(plain_text.decode(_payload(leaf)))


def _clean(text: str) -> str:
    """The text without surrogates, which are bytes that are no text, and without control characters."""
    return plain_text.without_controls(text.encode("utf-8", "replace").decode("utf-8"))


def _payload(leaf: EmailMessage) -> bytes:
    payload = leaf.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _inner(attachment: EmailMessage) -> EmailMessage:
    """The attached mail. Some programs write it in base64, which the standard forbids, and the parser leaves it so."""
    inner = cast(EmailMessage, attachment.get_payload(0))
    if str(attachment.get("content-transfer-encoding", "")).strip().lower() != "base64":
        return inner
    return message_from_bytes(a2b_base64(inner.as_bytes(policy=_UNCHANGED)), policy=policy.default)


def _name(attachment: EmailMessage, number: int) -> str:
    name = attachment.get_filename()
    if name is None and attachment.get_content_type() == "message/rfc822" and attachment.is_multipart():
        name = f"{_header(_inner(attachment), 'subject') or f'mail {number}'}.eml"
    return _clean(name or f"attachment {number}")


def _header(message: EmailMessage, name: str) -> str:
    """A header on one line; as it is written if it cannot be parsed."""
    try:
        value = str(message.get(name, ""))
    except (LookupError, ValueError, TypeError, AttributeError):
        value = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    return " ".join(_clean(value).split())


def _date(message: EmailMessage) -> str:
    """The date that the sender claims, YYYY-MM-DD; empty if there is none."""
    try:
        return f"{parsedate_to_datetime(_header(message, 'date')):%Y-%m-%d}"
    except (ValueError, TypeError, OverflowError):
        return ""
