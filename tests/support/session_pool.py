"""Sessions of this process on one database, used again after their connection is closed, as by a pooler of sessions.

A new session of the server reads the descriptions of the tables before its first statements, which takes ten times the
CPU of these statements. Programs in processes of their own have new sessions.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from select import select
from typing import Any

import psycopg2
from psycopg2.extensions import connection, make_dsn, parse_dsn

_connect = psycopg2.connect


class SessionPool:
    """The sessions on the database of `url`, of its user. `connect` takes the place of psycopg2's."""

    def __init__(self, url: str) -> None:
        self._place = _place(url)
        self._lock = threading.Lock()
        self._idle: dict[str, list[connection]] = defaultdict(list)

    def connect(self, dsn: str | None = None, connection_factory: Any = None, **more: Any) -> Any:
        """A connection, on a session that nobody uses now if its database is the pool's."""
        whole = make_dsn(dsn, **more)
        if connection_factory is not None or _place(whole) != self._place:
            return _connect(whole, connection_factory=connection_factory)
        return _Lent(self, whole, self._session(whole))

    def idle(self) -> list[int]:
        """The process ids of the server for the sessions that nobody uses now."""
        with self._lock:
            return [each.info.backend_pid for sessions in self._idle.values() for each in sessions]

    def give_back(self, dsn: str, session: connection) -> None:
        """Reset a session and keep it for the next connection, or close it if the server has ended it."""
        try:
            session.rollback()
            session.autocommit = True
            with session.cursor() as cursor:
                cursor.execute("DISCARD ALL")
        except psycopg2.Error:
            session.close()
            return
        with self._lock:
            self._idle[dsn].append(session)

    def _session(self, dsn: str) -> connection:
        while (session := self._kept(dsn)) is not None:
            has_message, _, _ = select([session], [], [], 0)  # the server announces its end
            if not has_message:
                session.autocommit = False
                return session
            session.close()
        return _connect(dsn)

    def _kept(self, dsn: str) -> connection | None:
        with self._lock:
            return self._idle[dsn].pop() if self._idle[dsn] else None


class _Lent:
    """A connection of psycopg2 whose session goes back to the pool when it is closed."""

    _session: connection | None
    _pool: SessionPool
    _dsn: str
    _closing: threading.Lock

    def __init__(self, pool: SessionPool, dsn: str, session: connection) -> None:
        vars(self).update(_pool=pool, _dsn=dsn, _session=session, _closing=threading.Lock())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._used(), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._used(), name, value)

    def __enter__(self) -> _Lent:
        self._used().__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._used().__exit__(*raised)

    @property
    def closed(self) -> int:
        return 1 if self._session is None else self._session.closed

    def close(self) -> None:
        with self._closing:
            session, vars(self)["_session"] = self._session, None
        if session is not None:
            self._pool.give_back(self._dsn, session)

    def _used(self) -> connection:
        if self._session is None:
            raise psycopg2.InterfaceError("connection already closed")
        return self._session


def _place(dsn: str) -> tuple[str | None, ...]:
    parts = parse_dsn(dsn)
    return tuple(parts.get(name) for name in ("host", "port", "dbname", "user"))
