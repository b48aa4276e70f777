"""Connections to luigid: a whole answer has a time limit (see services/bounds.py), not only each wait for a part."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from alfrd_luigi.errors import ServiceError
from alfrd_luigi.services.bounds import BoundedSocket, BoundedTLSSocket, bounded


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return BoundedSocket.of(super()._new_conn())


class _TLSConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return BoundedSocket.of(super()._new_conn())

    def connect(self) -> None:
        self.ssl_context = ssl.create_default_context()
        self.ssl_context.sslsocket_class = BoundedTLSSocket
        super().connect()


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _TLSConnection


def pools(connections: int) -> urllib3.PoolManager:
    """Pools of up to so many connections to each server."""
    made = urllib3.PoolManager(maxsize=connections, block=True)
    made.pool_classes_by_scheme = {"http": _Pool, "https": _TLSPool}
    return made


@contextmanager
def answered_within(seconds: float) -> Iterator[None]:
    """Bound the call that this thread makes in the block. Raises urllib3's TimeoutError, a HTTPError."""
    try:
        with bounded("luigid", seconds):
            yield
    except ServiceError as error:
        raise urllib3.exceptions.TimeoutError(error.message) from error
