"""Which parts of a mail or an archive become documents, and where the limits of a container are."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import pytest

from alfrd_luigi.decoding.model import Contents, FileInfo, Part, Refusal
from alfrd_luigi.decoding.refusal import OverdueError
from alfrd_luigi.document_files.port import IncomingFile
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake import containers
from alfrd_luigi.intake.containers import drafts_in
from alfrd_luigi.intake.drafts import MAIL, Drafts, id_of_part

ZIP = "application/zip"
_ID = UUID(int=1)
_Tree = Mapping[str, "bytes | Refusal | _Tree"]


class _Trees:
    """Containers as trees: a name that ends with `.eml` is a mail, with `note` and a body."""

    def __init__(self, tree: _Tree, *, has_body: bool = False) -> None:
        self._trees: dict[bytes, _Tree] = {b"top": tree}
        self._has_body = has_body

    def inspect(self, path: Path, _: float | None = None, /) -> FileInfo:
        content = path.read_bytes()
        if content == b"bad":
            raise InvalidInputError(f"{path.name} cannot be read", "Scan it again")
        if content not in self._trees:
            return FileInfo("text/plain", "text", 1)
        return FileInfo(MAIL if path.suffix == ".eml" else ZIP, "container", 1)

    def contents(self, path: Path, media_type: str, _: float | None = None, /) -> Contents:
        tree = self._trees[path.read_bytes()]
        parts = tuple(Part(name, part if isinstance(part, Refusal) else None) for name, part in tree.items())
        is_mail = media_type == MAIL
        return Contents(parts, f"note of {path.name}" if is_mail else "", has_body=is_mail and self._has_body)

    def part(self, path: Path, _: str, index: int, __: float | None = None, /) -> bytes:
        content = list(self._trees[path.read_bytes()].values())[index]
        if isinstance(content, bytes):
            return content
        assert not isinstance(content, Refusal)
        key = f"tree {len(self._trees)}".encode()
        self._trees[key] = content
        return key


def _drafts(tmp_path: Path, tree: _Tree, name: str = "papers.zip", *, has_body: bool = False) -> Drafts:
    path = tmp_path / name
    path.write_bytes(b"top")
    media_type = MAIL if name.endswith(".eml") else ZIP
    file = IncomingFile(path, hashlib.sha256(b"top").hexdigest(), 3, name, media_type, 1)
    staging = Path(mkdtemp(dir=tmp_path))
    return drafts_in(file, _ID, staging, _Trees(tree, has_body=has_body), time.monotonic() + 60)


def _named(found: Drafts) -> dict[str, tuple[str, str]]:
    """The source and the note of each document by its name."""
    return {draft.files[0].name: (draft.source, draft.note) for draft in found.drafts}


def _refused(found: Drafts) -> list[str]:
    return [f"{error.message}. {error.hint}" for error in found.refused]


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("a/b/scan.txt", "scan.txt"),
        ("a\\b\\scan.txt", "scan.txt"),
        ("../../scan.txt", "scan.txt"),
        ("..", "file"),
        ("a/", "file"),
        ("a/.", "file"),
        ("sc\0an.txt", "scan.txt"),
        ("Mu\u0308ller.txt", "M\u00fcller.txt"),
    ],
)
def test_a_part_has_the_last_part_of_its_name(tmp_path: Path, name: str, stored: str) -> None:
    assert list(_named(_drafts(tmp_path, {name: b"x"}))) == [stored]
    assert len(list(tmp_path.iterdir())) == 2  # the archive, and the folder for its parts


@pytest.mark.parametrize(
    "name", ["Thumbs.db", "a/.hidden.txt", "__MACOSX/scan.txt", ".git/scan.txt", "a\\@eaDir\\scan.txt", "~$scan.docx"]
)
def test_what_programs_leave_in_an_archive_is_no_document_but_an_attachment_is(tmp_path: Path, name: str) -> None:
    assert list(_named(_drafts(tmp_path, {name: b"x", "a.txt": b"y"}))) == ["a.txt"]
    assert len(_drafts(tmp_path, {name: b"x", "a.txt": b"y"}, "mail.eml").drafts) == 2


def test_the_same_bytes_are_one_document_and_ids_tell_the_place(tmp_path: Path) -> None:
    found = _drafts(tmp_path, {"a.txt": b"x", "Thumbs.db": b"y", "b.txt": b"x", "c.txt": b"z"})
    assert [(draft.id, draft.files[0].name) for draft in found.drafts] == [
        (id_of_part(_ID, 1), "a.txt"),
        (id_of_part(_ID, 4), "c.txt"),
    ]
    assert found.refused == ()


def test_a_document_has_the_source_and_the_note_of_the_mail_around_it(tmp_path: Path) -> None:
    inner: _Tree = {"lease.txt": b"lease"}
    tree: _Tree = {"a.txt": b"a", "mail.eml": {"bill.txt": b"bill", "more.zip": inner}, "last.txt": b"last"}
    assert _named(_drafts(tmp_path, tree)) == {
        "a.txt": ("inbox", ""),
        "bill.txt": ("mail", "note of mail.eml"),
        "lease.txt": ("mail", "note of mail.eml"),
        "last.txt": ("inbox", ""),
    }


@pytest.mark.parametrize(
    ("tree", "has_body", "names"),
    [
        ({}, True, ["mail.eml"]),
        ({"bill.txt": b"bill"}, True, ["bill.txt"]),
        ({"bill.txt": b"bad"}, True, ["mail.eml"]),
        ({"fwd.eml": {}}, True, ["fwd.eml"]),
        ({"fwd.eml": {"bill.txt": b"bill"}}, True, ["bill.txt"]),
        ({"bill.txt": b"bad"}, False, []),
    ],
)
def test_the_text_of_a_mail_is_a_document_if_no_part_is_one(
    tmp_path: Path, tree: _Tree, has_body: bool, names: list[str]
) -> None:
    assert list(_named(_drafts(tmp_path, tree, "mail.eml", has_body=has_body))) == names


@pytest.mark.parametrize("tree", [{}, {"Thumbs.db": b"x"}, {"more.zip": {}}])
def test_a_container_without_a_document_is_refused(tmp_path: Path, tree: _Tree) -> None:
    with pytest.raises(InvalidInputError, match=r"^papers\\x1b\.zip holds no document"):
        _drafts(tmp_path, tree, "papers\x1b.zip")


def test_a_part_that_is_no_document_is_told_with_its_path_and_the_others_are_taken(tmp_path: Path) -> None:
    refusal = Refusal("is an encrypted PDF", "Remove its password")
    found = _drafts(
        tmp_path, {"a.txt": b"bad", "in.zip": {"b.pdf": refusal, "x.zip": {"y.pdf": refusal}}, "c.txt": b"c"}
    )
    assert _refused(found) == [
        "a.txt cannot be read. Scan it again",
        "in.zip/b.pdf is an encrypted PDF. Remove its password",
        "in.zip/x.zip/y.pdf is an encrypted PDF. Remove its password",
    ]
    assert list(_named(found)) == ["c.txt"]
    long = _drafts(tmp_path, {"x" * 400 + ".pdf": refusal}, "mail.eml")
    assert _refused(long) == ["x" * 300 + " is an encrypted PDF. Remove its password"]


def test_containers_are_opened_three_levels_deep(tmp_path: Path) -> None:
    tree: _Tree = {"1.zip": {"2.zip": {"deep.txt": b"x", "3.zip": {"deeper.txt": b"y"}}}}
    found = _drafts(tmp_path, tree)
    assert list(_named(found)) == ["deep.txt"]
    assert _refused(found) == [
        "1.zip/2.zip/3.zip is more than 3 levels deep in mails or archives."
        " Unpack it, and add the documents that it holds"
    ]


@pytest.mark.parametrize("is_nested", [False, True])
def test_a_container_holds_so_many_files_at_all_depths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_nested: bool
) -> None:
    monkeypatch.setattr(containers, "MOST_PARTS", 5)
    parts: dict[str, bytes] = {f"{number}.txt": b"%d" % number for number in range(4 if is_nested else 5)}
    more: _Tree = {**parts, "Thumbs.db": b"litter counts"}
    assert len(_drafts(tmp_path, {"in.zip": parts} if is_nested else parts).drafts) == len(parts)
    with pytest.raises(InvalidInputError, match=r"^papers\.zip holds more than 5 files"):
        _drafts(tmp_path, {"in.zip": more} if is_nested else more)


def test_the_files_of_a_container_have_a_size_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_BYTES", 2_000_000)
    parts: _Tree = {"a.txt": b"a" * 1_000_000, "b.txt": b"b" * 999_999}
    assert len(_drafts(tmp_path, {**parts, "c.txt": b"c"}).drafts) == 3
    with pytest.raises(InvalidInputError, match=r"^papers\.zip holds more than 2 MB"):
        _drafts(tmp_path, {**parts, "c.txt": b"cc"})


def test_a_container_for_which_no_time_is_left_is_overdue(tmp_path: Path) -> None:
    file = IncomingFile(tmp_path / "papers.zip", "0" * 64, 3, "papers.zip", ZIP, 1)
    with pytest.raises(OverdueError):
        drafts_in(file, _ID, tmp_path, _Trees({"a.txt": b"a"}), time.monotonic())
