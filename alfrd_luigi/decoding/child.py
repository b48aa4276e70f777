"""The process that opens untrusted files: `python -m alfrd_luigi.decoding.child MEGABYTES SECONDS`.

It answers requests on its standard input until that ends, which also happens when its parent dies. The kernel's alarm
signal ends a request that takes too long; it kills the process even inside a library.
"""

from __future__ import annotations

import os
import resource
import signal
import stat
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from alfrd_luigi.decoding import containers, formats, page_messages, text_formats, unsupported_formats, wire
from alfrd_luigi.decoding.limits import MOST_CONTENT, Limits
from alfrd_luigi.decoding.refusal import RefusalError

_LONGEST_REQUEST = 1024 * 1024  # bytes: paths, limits and an encoding


def main(megabytes: int, seconds: float) -> None:
    """Answer requests until standard input ends."""
    warnings.simplefilter("ignore")
    _confine(megabytes * 1024 * 1024)
    requests, answers = os.fdopen(0, "rb"), _private_output()
    with suppress(EOFError, BrokenPipeError):
        while True:
            request, content = wire.receive(requests, _LONGEST_REQUEST, MOST_CONTENT)
            request["content"] = content
            signal.setitimer(signal.ITIMER_REAL, min(seconds, request.get("seconds", seconds)))
            header, body = _answer(request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            wire.send(answers, header, body)


def _confine(memory: int) -> None:
    """Limit the memory, and forbid writing files and core dumps."""
    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        # A system without such a limit (macOS, RLIMIT_AS) raises ValueError.
        with suppress(ValueError):
            resource.setrlimit(limit, (value, value))


def _private_output() -> BinaryIO:
    """The pipe to the parent, moved away from file descriptor 1, to which a library might print."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _answer(request: wire.Header) -> wire.Message:
    try:
        path, limits = Path(request["path"]), Limits(**request["limits"])
        return _OPERATIONS[request["operation"]](path, request, limits)
    except RefusalError as refusal:
        return {"refused": refusal.predicate, "hint": refusal.hint}, b""
    except MemoryError:
        return {"refused": "needs too much memory to open", "hint": "Scan it at a lower resolution"}, b""
    except OSError as error:
        if error.errno is not None:
            return {"refused": f"cannot be read ({error.strerror})", "hint": "Check the file and its permissions"}, b""
        return _damaged(error)
    # Decoders also raise errors of their internals: KeyError, struct.error, SyntaxError, RuntimeError and others.
    except Exception as error:
        return _damaged(error)


def _damaged(error: Exception) -> wire.Message:
    predicate = f"is damaged and cannot be decoded ({type(error).__name__})"
    return {"refused": predicate, "hint": "Scan or export it again"}, b""


def _inspected(path: Path, _: wire.Header, limits: Limits) -> wire.Message:
    media_type = _recognised(path)
    if containers.is_container(path, media_type, limits):
        return {"media_type": media_type, "pages": 1, "is_container": True}, b""
    return {"media_type": media_type, "pages": _count(path, media_type, limits), "is_container": False}, b""


def _recognised(path: Path) -> str:
    """The media type of the file. Raises RefusalError if it is not supported."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise RefusalError("is not a regular file")
    with path.open("rb") as file:
        head = file.read(formats.HEAD_BYTES)
    if not head:
        raise RefusalError("is empty", "Add it again; it may not have been copied completely")
    extension = formats.extension_of(path.name)
    media_type = formats.media_type_of(head, extension)
    if media_type is None:
        raise RefusalError(*unsupported_formats.refusal(head, extension))
    return containers.media_type(path) if media_type == formats.ZIP else media_type


def _count(path: Path, media_type: str, limits: Limits) -> int:
    kind = formats.kind_of(media_type)
    if kind == "text":
        return len(text_formats.pages(path, media_type, limits))
    if kind == "pdf":
        from alfrd_luigi.decoding import pdf

        return pdf.count(path, limits)
    from alfrd_luigi.decoding import images

    return images.count(path, media_type, limits)


def _invoice(path: Path, request: wire.Header, _: Limits) -> wire.Message:
    from alfrd_luigi.decoding import invoice_messages  # here, because most files hold no invoice as data

    return invoice_messages.invoice(path, request["media_type"])


def _searchable(_: Path, request: wire.Header, limits: Limits) -> wire.Message:
    from alfrd_luigi.decoding import searchable  # here, because its library is loaded for nothing else

    return searchable.searchable(request, limits)


_OPERATIONS: dict[str, Callable[[Path, wire.Header, Limits], wire.Message]] = {
    "inspect": _inspected,
    "page": page_messages.page,
    "picture": page_messages.picture,
    "searchable": _searchable,
    "invoice": _invoice,
    "contents": containers.contents,
    "part": containers.part,
}


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
