"""Slots of services apply across threads and processes, and end with their holder."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest

from alfrd_luigi.database import locks, patience, runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.locks import LockClass
from alfrd_luigi.errors import HeldError
from alfrd_luigi.language.engines.bedrock import SERVICE as BEDROCK
from alfrd_luigi.language.engines.openai_compatible import SERVICE as OPENAI
from alfrd_luigi.ocr.engines.textract import SERVICE as TEXTRACT
from alfrd_luigi.services import slots
from alfrd_luigi.services.paid_service import PRICED_BY_PAGE, PaidService
from support.archives import Archive
from support.connections import cut
from support.desk import wait_for

_HOLDER = """
import sys, time
from contextlib import ExitStack
from alfrd_luigi.database import runs
from alfrd_luigi.database.connection import database
from alfrd_luigi.ocr.engines.textract import SERVICE as TEXTRACT
from alfrd_luigi.services import slots
runs.hold(database(), "run of another")
with ExitStack() as held:
    for _ in range(int(sys.argv[1])):
        held.enter_context(slots.held(database().new_session(), TEXTRACT, "a run", for_file=False))
    print("held", flush=True)
    time.sleep(60)
"""


def _holder(count: int = 1) -> subprocess.Popen[str]:
    """Another process that holds this number of Textract slots."""
    process = subprocess.Popen([sys.executable, "-c", _HOLDER, str(count)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def _end(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.communicate()


@pytest.mark.parametrize(
    ("service", "limit"),
    [(TEXTRACT, 3), (PaidService("another reader", "textract", PRICED_BY_PAGE), 3), (BEDROCK, 5), (OPENAI, 5)],
    ids=lambda value: getattr(value, "name", None),
)
def test_no_more_hold_a_slot_than_there_are(archive: Archive, service: PaidService, limit: int) -> None:
    lock, inside, most = threading.Lock(), Counter[str](), Counter[str]()

    def call(_: int) -> None:
        with slots.held(database().session(), service, "a run", for_file=False):
            with lock:
                inside["now"] += 1
                most["ever"] = max(most["ever"], inside["now"])
            time.sleep(0.02)
            with lock:
                inside["now"] -= 1
        database().close()

    with ThreadPoolExecutor(9) as threads:
        list(threads.map(call, range(27)))
    assert most["ever"] == limit


def test_a_file_summary_holds_two_slots(archive: Archive) -> None:
    with slots.held(database().session(), BEDROCK, "a run", for_file=True):
        assert (_free(LockClass.FILE_GENERATION_SLOT, 2), _free(LockClass.BEDROCK_SLOT, 5)) == (1, 4)
    assert (_free(LockClass.FILE_GENERATION_SLOT, 2), _free(LockClass.BEDROCK_SLOT, 5)) == (2, 5)


def _free(kind: LockClass, count: int) -> int:
    with closing(database().new_session()) as other:
        return sum(locks.is_free(other, kind, key) for key in range(count))


def test_an_error_gives_the_slot_back(archive: Archive) -> None:
    with pytest.raises(RuntimeError), slots.held(database().session(), TEXTRACT, "a run", for_file=False):
        raise RuntimeError
    assert _free(LockClass.TEXTRACT_SLOT, 3) == 3


def _is_any_free(service: str) -> bool:
    session = database().new_session()
    with locks.any_held_if_free(session, LockClass[f"{service.upper()}_SLOT"], 3) as taken:
        pass
    session.close()
    return taken


def test_a_dead_process_frees_its_slot_at_once(archive: Archive) -> None:
    holders = [_holder() for _ in range(3)]
    assert not _is_any_free("textract")
    for holder in holders:
        _end(holder)
    wait_for(lambda: _is_any_free("textract"), seconds=5)


def _held(holders: list[subprocess.Popen[str]]) -> HeldError:
    """What a process is told that gets no slot."""
    with pytest.raises(HeldError) as caught, slots.held(database().session(), TEXTRACT, "a run", for_file=False):
        raise AssertionError("all slots are held")
    for holder in holders:
        assert f"({socket.gethostname()}, pid {holder.pid})" in caught.value.message
    return caught.value


def test_a_wait_for_slots_of_a_process_that_lives_ends_after_patience(archive: Archive) -> None:
    archive.configure(patience=1)
    holder = _holder(3)
    assert _held([holder]).holder_lives
    _end(holder)


@pytest.mark.parametrize(("is_of_everything", "least", "most"), [(True, 0, 1), (False, 2, 5)])
def test_a_second_run_of_everything_does_not_wait_for_the_first(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, *, is_of_everything: bool, least: float, most: float
) -> None:
    monkeypatch.setattr(patience, "_SECONDS_BETWEEN_LOOKS", 0.1)
    monkeypatch.setattr(patience, "_SECONDS_OF_A_SECOND_RUN", 0.2)
    monkeypatch.setattr(slots, "_resources", {})  # of a process that never had a slot
    archive.configure(patience=2)
    runs.hold(database(), "a run")
    if is_of_everything:
        runs.set_scanned(database().session(), "a run")
    holder = _holder(3)
    started = time.monotonic()
    assert _held([holder]).holder_lives
    assert least <= time.monotonic() - started < most
    _end(holder)


@pytest.mark.parametrize("is_cut_off", [False, True])
def test_a_wait_for_a_process_that_is_frozen_ends_soon(archive: Archive, *, is_cut_off: bool) -> None:
    archive.configure(patience=60)
    holder = _holder(3)
    holder.send_signal(signal.SIGSTOP)
    if is_cut_off:  # as the server does after a while; what it holds on this machine it still has
        cut(archive.database_url)
        database().close()
    started = time.monotonic()
    assert not _held([holder]).holder_lives
    assert time.monotonic() - started < 10
    _end(holder)


def test_a_frozen_process_stops_nobody_who_has_slots_of_its_own(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "_SECONDS_BETWEEN_LOOKS", 0.1)
    archive.configure(patience=60)
    holder = _holder(2)
    holder.send_signal(signal.SIGSTOP)

    def call(_: int) -> None:
        with slots.held(database().session(), TEXTRACT, "a run", for_file=False):
            time.sleep(0.4)
        database().close()

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(call, range(3)))
    _end(holder)


def test_a_slot_outlives_the_connection_of_its_holder(archive: Archive) -> None:
    with ExitStack() as held:
        for _ in range(3):
            session = database().new_session()
            held.enter_context(slots.held(session, TEXTRACT, "a run", for_file=False))
            session.close()
        assert not _is_any_free("textract")
    assert _is_any_free("textract")
