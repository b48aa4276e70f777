"""Faults between a page store and S3, at a request that a test chooses."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from alfrd_luigi.document_files.s3 import S3PageStore

Handler = Callable[[AWSPreparedRequest], AWSResponse | None]


class _Body(io.BytesIO):
    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.read()


def client(store: S3PageStore) -> Any:
    """The store's client."""
    return store._bucket._client


def on(store: S3PageStore, operation: str, handler: Handler, first: int = 1) -> None:
    """Call `handler` before each request of the operation from the `first` on. Its answer replaces S3's."""
    seen = 0

    def handle(request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
        nonlocal seen
        seen += 1
        return handler(request) if seen >= first else None

    client(store).meta.events.register(f"before-send.s3.{operation}", handle, unique_id=operation)


def off(store: S3PageStore, operation: str) -> None:
    """Stop the faults of this operation."""
    client(store).meta.events.unregister(f"before-send.s3.{operation}", unique_id=operation)


def refusal(status: int, code: str) -> Handler:
    """S3 refuses the request."""
    body = f"<Error><Code>{code}</Code><Message>for test-key: test-secret</Message></Error>".encode()
    return lambda request: AWSResponse(request.url, status, {"content-length": str(len(body))}, _Body(body))


def loss(error: Exception) -> Handler:
    """The connection fails."""

    def lose(request: AWSPreparedRequest) -> AWSResponse | None:
        raise error

    return lose


def half_an_answer(request: AWSPreparedRequest) -> AWSResponse:
    """The connection ends in the middle of a download."""
    return AWSResponse(request.url, 200, {"content-length": "100"}, _Body(b"half"))
