"""A server on loopback that answers requests byte by byte, without end, or with too much data."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_PAUSE = 0.05
_MEGABYTE = b" " * 1_000_000

Answering = Callable[[socket.socket, threading.Event], None]


def _dripped(text: bytes) -> Answering:
    def answer(connection: socket.socket, ended: threading.Event) -> None:
        connection.sendall(text)
        while not ended.wait(_PAUSE):
            connection.sendall(b" ")

    return answer


def _dripped_in_chunks(connection: socket.socket, ended: threading.Event) -> None:
    connection.sendall(_OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while not ended.wait(_PAUSE):
        connection.sendall(b"1\r\n \r\n")


def unread(_connection: socket.socket, ended: threading.Event) -> None:
    """Read nothing and send nothing."""
    ended.wait()


def _continued(connection: socket.socket, ended: threading.Event) -> None:
    while not ended.wait(_PAUSE):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def _large(head: bytes, before: bytes = b"", after: bytes = b"") -> Answering:
    def answer(connection: socket.socket, ended: threading.Event) -> None:
        connection.sendall(_OK + head + b"\r\n\r\n")
        for _ in range(200):
            connection.sendall(before + _MEGABYTE + after)

    return answer


SLOW: dict[str, Answering] = {
    "status": _dripped(b"HTTP/1.1 200 "),
    "header": _dripped(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "interim answers": _continued,
    "body": _dripped(_OK + b"Content-Length: 1000000\r\n\r\n{"),
    "body without length": _dripped(_OK + b"\r\n{"),
    "chunks": _dripped_in_chunks,
    "one chunk": _dripped(_OK + b"Transfer-Encoding: chunked\r\n\r\nfffff\r\n"),
    "refusal": _dripped(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 1000000\r\n\r\n{"),
}
LARGE: dict[str, Answering] = {
    "body": _large(b"Content-Length: 200000000"),
    "body without length": _large(b"Connection: close"),
    "chunks": _large(b"Transfer-Encoding: chunked", b"f4240\r\n", b"\r\n"),
}


@contextmanager
def serving(ways: Iterable[Answering], certificate: Path | None = None) -> Iterator[str]:
    """The URL of the server until the block ends. A file with a certificate and its key selects TLS.

    Each connection is answered in the next of the ways.
    """
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        arguments = (listening, iter(ways), ended, _context(certificate))
        thread = threading.Thread(target=_serve, args=arguments, daemon=True)
        thread.start()
        yield f"http{'s' if certificate else ''}://localhost:{listening.getsockname()[1]}"
        ended.set()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def _serve(
    listening: socket.socket, ways: Iterator[Answering], ended: threading.Event, context: ssl.SSLContext | None
) -> None:
    with suppress(OSError):
        for way in ways:
            plain, _ = listening.accept()
            threading.Thread(target=_answer, args=(plain, way, ended, context), daemon=True).start()


def _answer(plain: socket.socket, way: Answering, ended: threading.Event, context: ssl.SSLContext | None) -> None:
    with suppress(OSError), context.wrap_socket(plain, server_side=True) if context else plain as connection:
        if way is not unread:
            connection.recv(1_000_000)
        way(connection, ended)


def _context(certificate: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def certify(path: Path) -> None:
    """Write a self-signed certificate for localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path.write_bytes(key.private_bytes(pem, *form) + certificate.public_bytes(pem))
