"""What is never told: the secrets that this process was given, and what an exception that nobody foresaw says."""

from __future__ import annotations

import logging
import traceback
from threading import Lock
from urllib.parse import unquote, urlsplit

_MARK = "…"
# A shorter one would be found in words that have nothing to do with it.
_SHORTEST = 4

_lock = Lock()
_secrets: set[str] = set()


def keep_secret(*values: str | None) -> None:
    """From now on `redacted` takes these out; to be called where a secret is read, before it is used."""
    with _lock:
        _secrets.update(value for value in values if value and len(value) >= _SHORTEST)


def redacted(text: str) -> str:
    """The text without the secrets; a service, or a driver, may repeat what it was given."""
    with _lock:
        known = sorted(_secrets, key=len, reverse=True)
    for secret in known:
        text = text.replace(secret, _MARK)
    return text


def login_of(url: str) -> tuple[str, str] | None:
    """User and password that stand in a URL, or None; the password is kept secret."""
    place = urlsplit(url).netloc.rpartition("@")[0]
    if not place:
        return None
    user, _, password = place.partition(":")
    keep_secret(password, unquote(password))
    return unquote(user), unquote(password)


def without_login(url: str) -> str:
    """The URL as it may be shown, and as a library that writes logs may know it."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def log_unforeseen(logger: logging.Logger, what: str, error: BaseException) -> str:
    """Log that `what` met an exception of no known kind; its type and where it came from, which is also returned.

    What it says may be a document's text, and is for DEBUG alone.
    """
    place = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
    logger.error("%s met an error it does not know:\n%s", what, place)
    logger.debug("it says: %s", redacted(str(error)))
    return place
