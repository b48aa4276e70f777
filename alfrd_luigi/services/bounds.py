"""Bounds of a call to a service: the seconds from its first byte to its last one, and the bytes of its answer.

HTTP libraries have a time limit for each wait on a connection, which a server that sends a byte now and then never
reaches, and none for the size of an answer. Sockets of these two classes keep the bounds of the call that their thread
makes; outside of a call they are as any socket.
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
    """What is left to a call."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._bytes = MOST_BYTES
        self.has_begun = False  # something was sent

    @property
    def left(self) -> float:
        """The seconds that are left; fewer than none when the time is over."""
        return self._end - time.monotonic()

    @property
    def is_over_size(self) -> bool:
        """Whether more was received than an answer may have."""
        return self._bytes < 0

    def seconds(self) -> float:
        """The seconds that are left; raises TimeoutError when there are none."""
        left = self.left
        if left <= 0:
            raise TimeoutError("the time of the call is over")
        return left

    def receive(self, count: int) -> None:
        """Take note of bytes received; raises OSError when they are more than an answer may have."""
        self._bytes -= count
        if self.is_over_size:
            raise OSError("the answer is too large")


@contextmanager
def bounded(service: str, seconds: float) -> Iterator[None]:
    """Bound the call that this thread makes in the block.

    Raises ServiceError in place of any other error when a bound was reached; before anything was sent, the error that
    says so is left as it is.
    """
    bounds = _thread.bounds = Bounds(seconds)
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
        _thread.bounds = None


def seconds_to_connect(most: float) -> float:
    """The seconds that making a connection may take: what is left to the call, at most as many as these.

    Hardly any when none are left: the library that connects then raises its own error for an address not reached.
    """
    bounds = _bounds()
    return most if bounds is None else min(most, max(bounds.left, _HARDLY_ANY))


class _Bounded(socket.socket):
    """What connections with and without TLS have in common: `super()` is the socket, or the one with TLS."""

    def recv(self, *arguments: Any) -> bytes:
        """As socket.recv."""
        _await(self)
        return _received(super().recv(*arguments))

    def recv_into(self, *arguments: Any) -> int:
        """As socket.recv_into."""
        _await(self)
        return _count(super().recv_into(*arguments))

    def send(self, *arguments: Any) -> int:
        """As socket.send."""
        _await(self)
        return super().send(*arguments)


class BoundedSocket(_Bounded):
    """A connection that keeps the bounds of a call."""

    @classmethod
    def of(cls, plain: socket.socket) -> Self:
        """The same connection; the socket that is given no longer is one."""
        timeout = plain.gettimeout()
        made = cls(fileno=plain.detach())
        made.settimeout(timeout)
        return made

    def sendall(self, *arguments: Any) -> None:
        """As socket.sendall, whose time limit is for all of it."""
        _await(self)
        super().sendall(*arguments)


class BoundedTLSSocket(_Bounded, ssl.SSLSocket):
    """A connection over TLS that keeps the bounds of a call; `sendall` calls `send`."""


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
