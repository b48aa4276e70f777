"""Entries that are no files, folders with a false meta.json, texts, and unusual names."""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from support.containers import archive, link
from support.corpus.cases import Case, Expected

OUTSIDE = "../outside"  # from the inbox: a folder that must not change
_IDS = UUID("3f0a4c1e-4a5b-4f0e-8f6e-0d6c2a7f1b11")
_MEGABYTE = 1024 * 1024


def cases() -> Iterator[Case]:
    """All cases."""
    yield from _specials()
    yield from _texts()
    yield from _containers()
    yield from _names()
    yield from _manifests()
    yield from _raw_manifests()
    yield from _folders()


def folder(name: str, expected: Expected, reason: str = "", raw: bytes | None = None, **changes: Any) -> Case:
    """A folder of one text and a meta.json with changes; None removes a member."""

    def make(path: Path) -> None:
        path.mkdir()
        (path / "page.txt").write_text(f"The page in {name!a}.")
        (path / "meta.json").write_bytes(json.dumps(_meta(name, changes)).encode() if raw is None else raw)

    return Case(name, expected, make, reason)


def _meta(name: str, changes: dict[str, Any]) -> dict[str, Any]:
    meta = {
        "id": str(uuid5(_IDS, ascii(name))),
        "created_at": "2024-03-05T10:00:00+00:00",
        "documents": [{"file": "page.txt", "type": "text", "order": 1}],
        "metadata": {"source": "scanner", "tags": ["rent"]},
    }
    return {key: value for key, value in {**meta, **changes}.items() if value is not None}


def _specials() -> Iterator[Case]:
    yield Case("pipe.txt", "rejected", os.mkfifo, "no regular file")
    if os.geteuid() == 0:
        device = os.makedev(1, 5)  # /dev/zero
        yield Case("device.txt", "rejected", lambda path: os.mknod(path, stat.S_IFCHR | 0o600, device), "no regular")
    yield Case("socket.txt", "rejected", _socket, "no regular file")
    links = {"out.txt": f"{OUTSIDE}/secret.txt", "loop.txt": "loop.txt", "host.txt": "/etc/hostname", "dir": OUTSIDE}
    for name, target in links.items():
        yield Case(f"link-{name}", "rejected", _link(target), "link")
    yield Case("link-to-a-link.txt", "rejected", _link("link-out.txt"), "link")
    yield Case("sparse.txt", "rejected", lambda path: _sparse(path, 2 * 1024 * _MEGABYTE), "has 2147483648 bytes")


def _texts() -> Iterator[Case]:
    texts: dict[str, tuple[Expected, bytes, str]] = {
        "empty.txt": ("rejected", b"", "is empty"),
        "blank.txt": ("rejected", b" \n\t\f " * 100, "holds no text"),
        "nul.txt": ("rejected", b"a\0b", "unknown kind"),
        "pages.txt": ("rejected", b"page\f" * 1000, "has 1000 pages"),
        "too-long.txt": ("rejected", b"words " * 2_000_000, "text of more than 10 MB"),
        "one-line.txt": ("accepted", b"word " * 200_000, ""),
        "escapes.txt": ("accepted", b"\x1b[2J\x1b]0;title\x07".replace(b"\x07", b"") + b" Total 5.00", ""),
        "right-to-left.txt": ("accepted", "Total \u202e00.5\u202c \u2066x".encode(), ""),
        "accents.txt": ("accepted", b"e" + "\u0345\u0301".encode() * 50_000, ""),
        "half-a-pair.txt": ("accepted", b"\xff\xfe\x00\xd8A\0", ""),
        "not-utf8.txt": ("accepted", b"caf\xe9 \x81\x8d", ""),
        "program.exe": ("rejected", b"MZ\x90\0" + bytes(range(256)), "a Windows program"),
    }
    for name, (expected, content, reason) in texts.items():
        yield Case.of_bytes(name, expected, content, reason)


def _containers() -> Iterator[Case]:
    """Mails and archives. What is rejected only in part is registered, too, so only whole ones are here."""
    yield Case.of_bytes("bomb.zip", "rejected", lambda: archive({"a.txt": bytes(50_000_000)}), "times as large")
    yield Case.of_bytes("bomb.docx", "rejected", lambda: _docx(b" " * 50_000_000), "times as large")
    yield Case.of_bytes("entities.docx", "rejected", _docx(b"", b'<!DOCTYPE a [<!ENTITY b "c">]>'), "DOCTYPE")
    yield Case.of_bytes("letter.docx", "accepted", _docx(b"<p><t>A letter</t></p>"))
    yield Case.of_bytes("outside.zip", "rejected", archive({"../../outside/secret.txt": b"x"}), "leads out")
    yield Case.of_bytes("passwd.zip", "rejected", archive([(link("passwd"), b"/etc/passwd")]), "passwd is a link")
    yield Case.of_bytes("one.zip", "accepted", archive({"one.txt": b"A letter in an archive"}))
    yield Case.of_bytes("cut.zip", "rejected", archive({"cut.txt": b"A letter in an archive"})[:-8], "damaged")
    yield Case.of_bytes(
        "many.zip", "rejected", lambda: archive({f"{i}.txt": b"%d" % i for i in range(600)}), "600 files"
    )
    yield Case.of_bytes("text.eml", "accepted", b"Subject: Rent\n\nThe rent is due")
    yield Case.of_bytes("empty.eml", "rejected", b"Subject: Rent\nMIME-Version: 1.0\n\n", "holds no text")
    parts = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 20_000
    yield Case.of_bytes("deep.eml", "rejected", b"MIME-Version: 1.0\n" + parts, "500 nested parts")


def _docx(body: bytes, prologue: bytes = b"") -> bytes:
    return archive({"[Content_Types].xml": b"<a/>", "word/document.xml": prologue + b"<a>" + body + b"</a>"})


def _names() -> Iterator[Case]:
    names = [
        b"line\nbreak.txt",
        b"\x1b[31mred.txt",
        b"\xff\xfe bytes.txt",
        "\u202etxt.exe.txt".encode(),
        b"a" * 251 + b".txt",
        b"%s %n ${x} $(id) ;.txt",
        b"' OR 1=1 --.txt",
        b"<script>.txt",
        b"back\\slash.txt",
        b"meta.json.txt",
    ]
    for raw in names:
        yield Case.of_bytes(raw, "accepted", b"The letter " + ascii(raw).encode())
    yield Case.of_bytes(b"b" * 255, "rejected", b"8BPS\0\1", "a Photoshop image")
    yield Case.of_bytes(b"bad\nname\x1b[2J\xff.txt", "rejected", b"8BPS\0\1!", "a Photoshop image")
    yield folder("folder\n\x1b[2J\u202e", "accepted")
    yield folder("bad folder\n\x1b[2J\u202e", "rejected", "UUID", id="none")
    yield folder("c" * 255, "rejected", "UUID", id="none")


def _manifests() -> Iterator[Case]:
    page = {"file": "page.txt", "type": "text", "order": 1}

    def of(**changes: Any) -> list[dict[str, Any]]:
        return [{**page, **changes}]

    documents: dict[str, tuple[str, Any]] = {
        "climbs": ("not inside the folder", of(file=f"../{OUTSIDE}/secret.txt")),
        "absolute": ("not inside the folder", of(file="/etc/hostname")),
        "nul": ("cannot be a file name", of(file="page\0.txt")),
        "right-to-left": ("is not there", of(file="\u202etxt.egap")),
        "surrogate": ("cannot be a file name", of(file="\ud800.txt")),
        "long": ("is not there", of(file="x" * 4096)),
        "many-parts": ("is not there", of(file="x/" * 2000 + "y")),
        "twice": ("names a file twice", [page, {**page, "order": 2}]),
        "clash": ("the same order", [page, {**page, "file": "other.txt"}]),
        "wrong-kind": ("holds text", of(type="pdf")),
        "itself": ("JSON data", of(file="meta.json")),
        "wrong-types": ("does not fit", [5, None, []]),
        "thousand": ("does not fit", [{**page, "order": number} for number in range(1000)]),
    }
    for name, (reason, listed) in documents.items():
        yield folder(f"meta-{name}", "rejected", reason, documents=listed)
    yield folder("meta-tag-of-accents", "rejected", "characters", metadata={"tags": ["a" + "\u0345\u0301" * 50_000]})
    yield folder("meta-tag-with-nul", "rejected", "control characters", metadata={"tags": ["\0\x1b[2J"]})
    yield folder("meta-first-year", "rejected", "between the years", created_at="0001-01-01T00:00:00+00:00")
    yield folder("meta-last-year", "rejected", "created_at", created_at="9999-12-31T23:59:59-23:59")
    yield folder("meta-extra", "accepted", extra={"__proto__": [1e308, -0.0, "\ud800"]})


def _raw_manifests() -> Iterator[Case]:
    whole = json.dumps(_meta("meta-whole", {})).encode()
    raws: dict[str, tuple[bytes, str]] = {
        "huge": (b"", "larger than"),
        "deep-arrays": (b"[" * 500_000, "nested too deeply"),
        "deep-objects": (b'{"a":' * 150_000, "nested too deeply"),
        "doubled-key": (whole[:-1] + b', "id": "b"}', "stands twice"),
        "doubled-long-key": (b'{"%s": 1, "%s": 2}' % ((b"\\u0001" * 50_000,) * 2), "stands twice"),
        "huge-number": (whole[:-1] + b', "n": 1e999999, "order": ' + b"9" * 100_000 + b"}", "not valid JSON"),
        "infinite-order": (whole.replace(b'"order": 1', b'"order": 1e999'), "does not fit"),
        "not-a-number": (whole.replace(b'"order": 1', b'"order": NaN'), "does not fit"),
        "not-utf8": (whole.replace(b"scanner", b"\xff\xfe"), "not valid JSON"),
        "cut": (whole[:50], "not valid JSON"),
        "empty": (b"", "not valid JSON"),
        "a-string": (b'"meta"', "not of type 'object'"),
    }
    for name, (raw, reason) in raws.items():
        case = folder(f"meta-{name}", "rejected", reason, raw=raw)
        yield case if name != "huge" else _and(case, lambda path: _sparse(path / "meta.json", 100 * _MEGABYTE))


def _folders() -> Iterator[Case]:
    plain = folder
    yield Case("no-manifest-yet", "waiting", Path.mkdir)
    yield _and(
        plain("links-inside", "rejected", "link"), lambda path: _replace(path / "page.txt", _link("/etc/hostname"))
    )
    yield _and(plain("pipe-inside", "rejected", "no regular"), lambda path: _replace(path / "page.txt", os.mkfifo))
    yield _and(
        plain("linked-manifest", "rejected", "link"), lambda path: _replace(path / "meta.json", _link("page.txt"))
    )
    yield _and(plain("unlisted", "rejected", "does not list"), lambda path: _link(f"../{OUTSIDE}")(path / "more"))
    nested = [{"file": "up/secret.txt", "type": "text", "order": 1}]
    yield _and(
        plain("linked-folder", "rejected", "link", documents=nested), lambda path: _link(f"../{OUTSIDE}")(path / "up")
    )
    yield _and(plain("loop-inside", "rejected", "does not list"), lambda path: _link("../loop-inside")(path / "loop"))
    yield _and(plain("too-deep", "rejected", "folders more than"), _dig)
    yield _and(plain("too-many", "rejected", "more than 5000 files"), _litter)
    yield _and(plain("too-much", "rejected", "it holds 23"), lambda path: _swell(path, 5))
    hard = [{"file": name, "type": "text", "order": order} for order, name in enumerate(("page.txt", "again.txt"))]
    yield _and(
        plain("hard-links", "accepted", documents=hard), lambda path: os.link(path / "page.txt", path / "again.txt")
    )
    pages = [{"file": f"{number}.txt", "type": "text", "order": number} for number in range(3)]
    yield _and(plain("too-many-pages", "rejected", "more than 100 pages", documents=pages), _leaf)


def _and(case: Case, more: Callable[[Path], object]) -> Case:
    def make(path: Path) -> None:
        case.make(path)
        more(path)

    return Case(case.name, case.expected, make, case.reason)


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _replace(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        short = Path(os.path.relpath(path))  # the address of a socket is limited to about a hundred characters
        server.bind(str(min(short, path, key=lambda each: len(str(each)))))


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def _dig(path: Path) -> None:
    (path / "/".join("d" * 100)).mkdir(parents=True)


def _litter(path: Path) -> None:
    for number in range(5_001):
        (path / f"{number}").symlink_to("nowhere")


def _swell(path: Path, files: int) -> None:
    for number in range(files):
        _sparse(path / f"{number}.txt", 440 * _MEGABYTE)


def _leaf(path: Path) -> None:
    (path / "page.txt").unlink()
    for number in range(3):
        (path / f"{number}.txt").write_text(f"page {number}\f" * 60)
