"""A fault that kills a process kills only the decoding child."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from alfrd_luigi.decoding import wire
from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.errors import InvalidInputError, PermanentError, TransientError

Write = Callable[[str, bytes], Path]


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.png"
    Image.new("RGB", (9000, 9000), "white").save(path, compress_level=1)
    return path


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("hello")
    return path


@pytest.fixture
def own_decoder() -> Iterator[Decoder]:
    decoder = Decoder()
    yield decoder
    decoder.close()


def children() -> set[int]:
    tasks = Path("/proc/self/task").iterdir()
    return {pid for task in tasks for pid in _children_of(task)}


def _children_of(task: Path) -> set[int]:
    with suppress(FileNotFoundError):  # a thread that has ended meanwhile
        return {int(pid) for pid in (task / "children").read_text().split()}
    return set()


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_is_not(large: Path, note: Path) -> None:
    decoder = Decoder(megabytes=200)
    try:
        with pytest.raises(InvalidInputError, match="needs too much memory"):
            decoder.inspect(large)
        assert decoder.inspect(note).kind == "text"
    finally:
        decoder.close()


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_not(large: Path, note: Path) -> None:
    decoder = Decoder(seconds=0.15)
    try:
        with pytest.raises(InvalidInputError, match=r"takes more than 0\.15 s"):
            decoder.inspect(large)
        assert decoder.inspect(note).kind == "text"
    finally:
        decoder.close()


def test_reading_a_page_that_takes_too_long_fails_for_good(large: Path) -> None:
    decoder = Decoder(seconds=0.15)
    try:
        with pytest.raises(PermanentError, match="takes more than"):
            list(decoder.pages(large, "image/png"))
    finally:
        decoder.close()


@contextmanager
def killing(*, every: bool = True, signal_: signal.Signals = signal.SIGKILL) -> Iterator[None]:
    """Send a signal to the children that are started in the block, shortly after; else to the first one only."""
    others, over = children(), threading.Event()

    def send() -> None:
        while not over.wait(0.02):
            for pid in children() - others:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal_)
                if not every:
                    return

    killer = threading.Thread(target=send)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def test_a_file_whose_child_is_killed_is_tried_once_more(own_decoder: Decoder, large: Path) -> None:
    with killing(every=False):
        assert own_decoder.inspect(large).pages == 1


def test_a_child_that_is_killed_before_it_is_asked_counts_as_killed(
    own_decoder: Decoder, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others, send = children(), wire.send

    def kill_and_send(stream: Any, *message: Any) -> None:
        monkeypatch.undo()
        started = children() - others
        for pid in started:
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not any(map(is_alive, started)))
        send(stream, *message)

    monkeypatch.setattr(wire, "send", kill_and_send)
    assert own_decoder.inspect(note).pages == 1


def test_a_file_whose_child_is_killed_twice_is_refused_and_the_next_is_not(
    own_decoder: Decoder, large: Path, note: Path
) -> None:
    with killing(), pytest.raises(InvalidInputError, match="was killed twice"):
        own_decoder.inspect(large)
    assert own_decoder.inspect(note).pages == 1


def test_a_page_whose_child_is_killed_may_be_read_another_time(own_decoder: Decoder, large: Path) -> None:
    with killing(), pytest.raises(TransientError, match=r"large\.png was not decoded: the process .* was killed"):
        list(own_decoder.pages(large, "image/png"))
    assert len(list(own_decoder.pages(large, "image/png"))) == 1


@pytest.mark.parametrize("crash", [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS])
def test_a_file_that_crashes_its_child_is_refused_at_once(
    own_decoder: Decoder, large: Path, note: Path, crash: signal.Signals
) -> None:
    with killing(every=False, signal_=crash), pytest.raises(InvalidInputError, match="makes the decoder fail"):
        own_decoder.inspect(large)
    assert own_decoder.inspect(note).pages == 1


def test_the_pages_of_a_file_may_take_so_long_together(write: Write) -> None:
    decoder = Decoder(file_seconds=0)
    try:
        with pytest.raises(PermanentError, match="takes more than 0 s to decode"):
            list(decoder.pages(write("note.txt", b"first\fsecond"), "text/plain"))
    finally:
        decoder.close()


def test_a_child_that_died_while_idle_is_replaced_unnoticed(own_decoder: Decoder, note: Path) -> None:
    before = children()
    own_decoder.inspect(note)
    (pid,) = children() - before
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not is_alive(pid))
    assert own_decoder.inspect(note).pages == 1


def test_a_child_is_kept_for_the_next_file(own_decoder: Decoder, note: Path) -> None:
    before = children()
    own_decoder.inspect(note)
    first = children() - before
    own_decoder.inspect(note)
    assert children() - before == first


def test_a_second_child_is_started_only_for_who_has_waited_long(own_decoder: Decoder, note: Path) -> None:
    before = children()
    own_decoder.inspect(note)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(own_decoder.inspect, [note] * 20))
    (first,) = children() - before
    os.kill(first, signal.SIGSTOP)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(own_decoder.inspect, note) for _ in range(2)]
        answered, held_up = wait(asked, timeout=20, return_when=FIRST_COMPLETED)
        os.kill(first, signal.SIGCONT)
    assert (len(answered), len(held_up)) == (1, 1)
    assert len(children() - before) == 2


def test_what_others_put_into_the_path_meanwhile_does_not_reach_the_child(
    tmp_path: Path, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "typing.py").write_text("raise ImportError('another typing')")
    monkeypatch.syspath_prepend(tmp_path)  # as OpenCV does with a folder of its own while it is loaded
    decoder = Decoder()
    try:
        assert decoder.inspect(note).kind == "text"
    finally:
        decoder.close()


def test_closing_ends_the_children(note: Path) -> None:
    decoder, before = Decoder(), children()
    decoder.inspect(note)
    started = children() - before
    decoder.close()
    assert started
    assert not any(is_alive(pid) for pid in started)


def test_a_child_ends_with_its_parent(note: Path) -> None:
    program = (
        "import os, pathlib, sys; from alfrd_luigi.decoding.decoder import shared_decoder;"
        "shared_decoder().inspect(pathlib.Path(sys.argv[1]));"
        "print(pathlib.Path(f'/proc/self/task/{os.getpid()}/children').read_text(), flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    parent = subprocess.run([sys.executable, "-c", program, str(note)], capture_output=True, text=True, check=False)
    (pid,) = parent.stdout.split()
    assert eventually(lambda: not is_alive(int(pid)))


def test_a_child_inherits_no_credentials(own_decoder: Decoder, note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "sample-secret")
    before = children()
    own_decoder.inspect(note)
    (pid,) = children() - before
    assert b"sample-secret" not in Path(f"/proc/{pid}/environ").read_bytes()
    descriptors = {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    assert all(target.startswith("pipe:") or target == "/dev/null" for target in descriptors)


def test_a_first_answer_takes_a_fraction_of_a_second(own_decoder: Decoder, note: Path) -> None:
    start = time.monotonic()
    own_decoder.inspect(note)
    assert time.monotonic() - start < 2.0


def test_many_threads_share_a_decoder(own_decoder: Decoder, write: Write) -> None:
    paths = [write(f"{number}.txt", b"\f".join([b"page"] * number)) for number in range(1, 31)]
    with ThreadPoolExecutor(8) as threads:
        found = [info.pages for info in threads.map(own_decoder.inspect, paths)]
    assert found == list(range(1, 31))


def damaged(rng: random.Random, content: bytes) -> bytes:
    spoiled = bytearray(content)
    for _ in range(rng.randint(1, 30)):
        spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
    return bytes(spoiled[: rng.randint(1, len(spoiled))]) if rng.random() < 0.3 else bytes(spoiled)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "TIFF", "WEBP", "PDF"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused_but_nothing_else(
    decoder: Decoder, tmp_path: Path, image_format: str, seed: int
) -> None:
    buffer = io.BytesIO()
    Image.linear_gradient("L").save(buffer, image_format)
    path = tmp_path / "damaged"
    path.write_bytes(damaged(random.Random(seed), buffer.getvalue()))
    with suppress(InvalidInputError, PermanentError):
        info = decoder.inspect(path)
        assert len(list(decoder.pages(path, info.media_type))) == info.pages
