"""The link to the server, of every session of this process: kept alive while idle, cut when the server is silent.

Keepalives of TCP notice a host that is gone. A proxy answers them for a server that is gone, and a process that is
frozen leaves them to its kernel. So the server drops a session that says nothing for `IDLE_SECONDS`, with its locks
and its transaction; one thread sends something in time on sessions that are idle. Another thread looks for statements
without an answer. It asks the server, by a connection of its own, whether it is at work on that statement, and cuts the
session when it is not, or every session when this question has no answer either.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from alfrd_luigi.errors import AlfrdError

if TYPE_CHECKING:
    from alfrd_luigi.database.session import Session

# Each side notices within 60 seconds that the other is silent: 50 on the server, at most 25 + 5 + 10 here.
IDLE_SECONDS = 50
LOCK_SECONDS = 30
SECONDS_BETWEEN_PINGS = 15.0
_ANSWER_SECONDS = 25.0
_SECONDS_BETWEEN_LOOKS = 5.0
_QUESTION_SECONDS = 10.0

Connect = Callable[[], "Session"]

_sessions: WeakKeyDictionary[Session, Connect] = WeakKeyDictionary()
_registering = threading.Lock()
_threads: list[threading.Thread] = []


def guard(session: Session, connect: Connect) -> None:
    """Keep the session alive, and cut it when the server is silent, until it is closed.

    `connect` makes the connection that asks the server about it; that one is not guarded by itself.
    """
    with _registering:
        _sessions[session] = connect
        if not _threads:
            _threads.extend(threading.Thread(target=loop, daemon=True) for loop in (_ping_idle, _cut_silent))
            for thread in _threads:
                thread.start()


def _open_sessions() -> list[tuple[Session, Connect]]:
    with _registering:
        return [(session, connect) for session, connect in _sessions.items() if not session.closed]


def _ping_idle() -> None:
    while True:
        time.sleep(SECONDS_BETWEEN_PINGS)
        for session, _ in _open_sessions():
            session.ping(SECONDS_BETWEEN_PINGS)


def _cut_silent() -> None:
    while True:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
        cut_silent()


def cut_silent() -> None:
    """Cut the sessions whose statement has no answer, unless the server says that it is at work on it."""
    for session, connect in _open_sessions():
        if session.seconds_without_answer() < _ANSWER_SECONDS:
            continue
        is_at_work = _asked(session, connect)
        if is_at_work:
            session.has_sign_of_life()
        elif is_at_work is None:
            for other, _ in _open_sessions():
                other.cut_if_waiting()
            return
        else:
            session.cut_if_waiting()


def _asked(session: Session, connect: Connect) -> bool | None:
    """Whether the server is at work on the session's statement; None when it does not say so in time."""
    answers: queue.SimpleQueue[bool | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            with closing(connect()) as other:
                answers.put(bool(other.value("sessions.is_at_work", backend=session.backend)))
        except AlfrdError:
            answers.put(None)

    # In a thread: a proxy may take the connection, and then say nothing for ever.
    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=_QUESTION_SECONDS)
    except queue.Empty:
        return None
