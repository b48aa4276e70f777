"""Each side detects that the other is silent: the server ends its sessions, and the client cuts them."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress

import pytest

from alfrd_luigi.database import link, locks
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import AlfrdError, DatabaseAwayError
from support.archives import Archive
from support.desk import wait_for
from support.silent_proxy import proxy

_HOLDER = """
import sys, time
from alfrd_luigi.database import link, locks
from alfrd_luigi.database.connection import database
link.IDLE_SECONDS, link.SECONDS_BETWEEN_PINGS = 1, 0.2
session = database().session()
if sys.argv[1] == "in a transaction":
    with session.transaction():
        locks.hold_to_end(session, locks.LockClass.BUDGET, 0)
        print("held", flush=True)
        time.sleep(60)
assert locks.try_lock(session, locks.LockClass.BUDGET, 0)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "_ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(link, "_QUESTION_SECONDS", 0.5)


def _is_free(session: Session) -> bool:
    return not session.value("locks.is_held", lock_class=int(LockClass.BUDGET), key=0)


@pytest.mark.parametrize("how", ["with a session lock", "in a transaction"])
def test_the_server_drops_a_holder_that_is_frozen_and_no_other(archive: Archive, how: str) -> None:
    session = database().session()
    holder = subprocess.Popen([sys.executable, "-c", _HOLDER, how], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    time.sleep(2.5)  # its client lives, and says so
    assert not _is_free(session)
    holder.send_signal(signal.SIGSTOP)
    wait_for(lambda: _is_free(session), seconds=10)
    holder.kill()
    holder.communicate()


class _Asking(threading.Thread):
    """A thread that waits for the answer to a statement, and keeps what it raised."""

    def __init__(self, session: Session, statement: str) -> None:
        super().__init__()
        self._session, self._statement = session, statement
        self.raised: AlfrdError | None = None
        self.start()

    def run(self) -> None:
        try:
            self._session.script(self._statement)
        except AlfrdError as error:
            self.raised = error

    def wait_for_long(self) -> None:
        """Until the statement is overdue."""
        wait_for(lambda: self._session.seconds_without_answer() > 0.25, seconds=5)


@pytest.mark.usefixtures("_impatient")
def test_a_server_that_is_silent_behind_a_proxy_is_given_up(archive: Archive) -> None:
    with proxy(archive.database_url) as way:
        archive.configure(database_url=way.url)
        sessions = [database().new_session() for _ in range(2)]
        way.silent.set()
        waiting = [_Asking(session, "SELECT 1") for session in sessions]
        for thread in waiting:
            thread.wait_for_long()
        link.cut_silent()
        for thread in waiting:
            thread.join(timeout=5)
            assert isinstance(thread.raised, DatabaseAwayError)
            assert "does not answer" in thread.raised.message
        assert all(session.closed for session in sessions)


@pytest.mark.usefixtures("_impatient")
def test_a_statement_that_takes_long_is_not_cut(archive: Archive) -> None:
    with closing(database().new_session()) as session:
        waiting = _Asking(session, "SELECT pg_sleep(1)")
        waiting.wait_for_long()
        link.cut_silent()
        waiting.join(timeout=10)
        assert waiting.raised is None


def test_a_wait_for_a_lock_comes_to_an_end(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "LOCK_SECONDS", 1)
    with closing(database().new_session()) as holder, closing(database().new_session()) as other:
        assert locks.try_lock(holder, LockClass.SERIES, 0)
        with pytest.raises(DatabaseAwayError, match="keeps a lock"), other.transaction():
            locks.hold_to_end(other, LockClass.SERIES, 0)


def test_a_ping_disturbs_nobody(archive: Archive) -> None:
    """Pings between and under the statements of a thread: no answer is another's, and a rollback rolls back."""
    over = threading.Event()
    with closing(database().new_session()) as session:

        def ping() -> None:
            while not over.is_set():
                session.ping(0)

        pinging = threading.Thread(target=ping)
        pinging.start()
        names = set(session.values("types.known"))
        for _ in range(100):
            with suppress(LookupError), session.snapshot():
                assert {name for name, _ in session.each("types.known", lambda *row: row)} == names
                raise LookupError
        over.set()
        pinging.join()
