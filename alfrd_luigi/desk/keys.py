"""Who may use a desk: the browser that opened it with a key that works once. It then has the cookie of the session."""

from __future__ import annotations

import secrets
import threading

_BYTES = 32


class Keys:
    """The keys that open a desk, and the sessions that they opened. All of them end with the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._unused: set[str] = set()
        self._sessions: set[str] = set()

    def cut(self) -> str:
        """A new key."""
        key = secrets.token_urlsafe(_BYTES)
        with self._lock:
            self._unused.add(key)
        return key

    def open(self, key: str) -> str | None:
        """A new session for a key that was not used before, else None."""
        with self._lock:
            if not _take(self._unused, key):
                return None
            session = secrets.token_urlsafe(_BYTES)
            self._sessions.add(session)
            return session

    def is_open(self, session: str) -> bool:
        """Whether a key opened this session."""
        with self._lock:
            return any(secrets.compare_digest(known.encode(), session.encode()) for known in self._sessions)


def _take(keys: set[str], key: str) -> bool:
    found = [known for known in keys if secrets.compare_digest(known.encode(), key.encode())]
    keys.difference_update(found)
    return bool(found)
