"""What is never shown: the secrets of this process, and the text of an unforeseen exception."""

from __future__ import annotations

import logging
import traceback
from threading import Lock
from urllib.parse import unquote, urlsplit

_MARK = "…"
# A shorter one would also match unrelated words.
_SHORTEST = 4

_lock = Lock()
_secrets: set[str] = set()


def keep_secret(*values: str | None) -> None:
    """Make `redacted` remove these values from now on. Call it where a secret is read, before it is used."""
    with _lock:
        _secrets.update(value for value in values if value and len(value) >= _SHORTEST)


def redacted(text: str) -> str:
    """The text without the secrets. A service or a driver may repeat its input."""
    with _lock:
        known = sorted(_secrets, key=len, reverse=True)
    for secret in known:
        text = text.replace(secret, _MARK)
    return text


def login_of(url: str) -> tuple[str, str] | None:
    """User and password in a URL, or None. The password is kept secret."""
    place = urlsplit(url).netloc.rpartition("@")[0]
    if not place:
        return None
    user, _, password = place.partition(":")
    keep_secret(password, unquote(password))
    return unquote(user), unquote(password)


def without_login(url: str) -> str:
    """The URL without its login, for messages and for libraries that write logs."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def log_unforeseen(logger: logging.Logger, what: str, error: BaseException) -> str:
    """Log that `what` met an unforeseen exception: its type and its origin, which is also returned.

    Its message may be a document's text, and is logged at DEBUG only.
    """
    place = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
    logger.error("%s met an error it does not know:\n%s", what, place)
    logger.debug("it says: %s", redacted(str(error)))
    return place
