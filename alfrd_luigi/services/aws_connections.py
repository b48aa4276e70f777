"""Connections of AWS clients that enforce the bounds of a call (see bounds.py)."""

from __future__ import annotations

import socket
from typing import Any

from botocore.awsrequest import AWSHTTPConnection, AWSHTTPConnectionPool, AWSHTTPSConnection, AWSHTTPSConnectionPool

from alfrd_luigi.services.bounds import BoundedSocket, BoundedTLSSocket, seconds_to_connect


class _Connection(AWSHTTPConnection):
    timeout: float  # seconds to connect, until the connection is made

    def _new_conn(self) -> socket.socket:
        self.timeout = seconds_to_connect(self.timeout)
        return BoundedSocket.of(super()._new_conn())


class _TLSConnection(AWSHTTPSConnection):
    timeout: float

    def _new_conn(self) -> socket.socket:
        self.timeout = seconds_to_connect(self.timeout)
        return BoundedSocket.of(super()._new_conn())

    def connect(self) -> None:
        self.ssl_context.sslsocket_class = BoundedTLSSocket
        super().connect()


class _Pool(AWSHTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(AWSHTTPSConnectionPool):
    ConnectionCls = _TLSConnection


def bound(client: Any) -> None:
    """Make the client, which has no connection yet, use these connection classes.

    botocore has no parameter for this: a client's session keeps the classes of its pools by URL scheme.
    """
    client._endpoint.http_session._pool_classes_by_scheme.update(http=_Pool, https=_TLSPool)
