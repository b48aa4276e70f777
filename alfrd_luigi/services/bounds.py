"""The bounds of a call to a service: seconds from its first to its last byte, and the bytes of its answer.

HTTP libraries limit the time of each wait on a connection; a server that sends one byte now and then never reaches that
limit. They do not limit the size of an answer. Sockets of these two classes enforce the bounds of the call that their
thread makes. Outside a call, they behave like any other socket.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from alfrd_luigi.errors import ServiceError

MOST_BYTES = 16 * 1024 * 1024

_HARDLY_ANY = 0.001

_thread = threading.local()


class Bounds:
    """The remaining time and bytes of a call."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._bytes = MOST_BYTES
        self.has_begun = False  # whether a byte was sent

    @property
    def left(self) -> float:
        """The remaining seconds; negative after the deadline."""
        return self._end - time.monotonic()

    @property
    def is_over_size(self) -> bool:
        """Whether more bytes were received than an answer may have."""
        return self._bytes < 0

    def seconds(self) -> float:
        """The remaining seconds. Raises TimeoutError if there are none."""
        left = self.left
        if left <= 0:
            raise TimeoutError("the time of the call is over")
        return left

    def receive(self, count: int) -> None:
        """Count received bytes. Raises OSError if they exceed the size of an answer."""
        self._bytes -= count
        if self.is_over_size:
            raise OSError("the answer is too large")


@contextmanager
def bounded(service: str, seconds: float) -> Iterator[None]:
    """Bound the call that this thread makes in the block.

    Raises ServiceError instead of any other error when a bound was reached. An error before anything was sent is raised
    unchanged.
    """
    outer, bounds = _bounds(), Bounds(seconds)  # a call to a service may report its slot to luigid
    _thread.bounds = bounds
    try:
        yield
    except Exception as error:
        if bounds.is_over_size:
            size = f"{MOST_BYTES // 1024 // 1024} MB"
            raise ServiceError(f"{service} sent an answer of more than {size}", "connection") from error
        if bounds.left <= 0 and bounds.has_begun:
            raise ServiceError(f"{service} gave no answer in time", "timeout") from error
        raise
    finally:
        _thread.bounds = outer


def seconds_to_connect(most: float) -> float:
    """The seconds that connecting may take: the rest of the call, but at most `most`.

    If none are left, the result is almost 0. The HTTP library then raises its own error for an unreachable address.
    """
    bounds = _bounds()
    return most if bounds is None else min(most, max(bounds.left, _HARDLY_ANY))


class _Bounded(socket.socket):
    """What connections with and without TLS have in common. `super()` is the plain or the TLS socket."""

    def recv(self, *arguments: Any) -> bytes:
        """Like socket.recv."""
        _await(self)
        return _received(super().recv(*arguments))

    def recv_into(self, *arguments: Any) -> int:
        """Like socket.recv_into."""
        _await(self)
        return _count(super().recv_into(*arguments))

    def send(self, *arguments: Any) -> int:
        """Like socket.send."""
        _await(self)
        return super().send(*arguments)


class BoundedSocket(_Bounded):
    """A connection that enforces the bounds of a call."""

    @classmethod
    def of(cls, plain: socket.socket) -> Self:
        """The same connection. The given socket becomes unusable."""
        timeout = plain.gettimeout()
        made = cls(fileno=plain.detach())
        made.settimeout(timeout)
        return made

    def sendall(self, *arguments: Any) -> None:
        """Like socket.sendall, whose time limit covers all of its data."""
        _await(self)
        super().sendall(*arguments)


class BoundedTLSSocket(_Bounded, ssl.SSLSocket):
    """A TLS connection that enforces the bounds of a call. `sendall` calls `send`."""


def _bounds() -> Bounds | None:
    return getattr(_thread, "bounds", None)


def _await(connection: socket.socket) -> None:
    bounds = _bounds()
    if bounds is not None:
        bounds.has_begun = True
        connection.settimeout(bounds.seconds())


def _received(data: bytes) -> bytes:
    _count(len(data))
    return data


def _count(count: int) -> int:
    bounds = _bounds()
    if bounds is not None:
        bounds.receive(count)
    return count
