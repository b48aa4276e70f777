"""The connection of every session of this process to the server: kept alive while idle, cut when the server is silent.

TCP keepalives detect a host that is gone. They do not detect a dead server behind a proxy, which answers them, or a
frozen process, whose kernel answers them. Therefore the server ends a session, with its locks and its transaction, that
is silent for `IDLE_SECONDS`, and one thread pings idle sessions in time. Another thread looks for statements without an
answer. On a separate connection, it asks the server whether it is executing the statement. If not, it cuts the session;
if this question has no answer either, it cuts every session.
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

# Each side detects within 60 seconds that the other is silent: 50 on the server, at most 25 + 5 + 10 here.
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
    """Keep the session alive, and cut it when the server is silent, until the session is closed.

    `connect` makes the separate connection that asks the server about it; that connection is not guarded.
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
    """Cut the sessions whose statement has no answer, unless the server says that it is executing the statement."""
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
    """Whether the server is executing the session's statement; None if it does not answer in time."""
    answers: queue.SimpleQueue[bool | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            with closing(connect()) as other:
                answers.put(bool(other.value("sessions.is_at_work", backend=session.backend)))
        except AlfrdError:
            answers.put(None)

    # In a thread: a proxy may accept the connection and then never answer.
    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=_QUESTION_SECONDS)
    except queue.Empty:
        return None
