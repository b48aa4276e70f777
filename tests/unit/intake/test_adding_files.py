"""`alfrd add` adds all files or none."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.errors import InvalidInputError, SettingsError
from alfrd_luigi.intake.addition import add_files
from support.containers import archive, mail, written
from support.intake import Desk, PlainDecoding, inspect_plainly, pdf_of, picture


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, inspect=shared_decoder().inspect)


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    contents = {"one/scan.jpg": picture("JPEG"), "two/scan.jpg": picture("JPEG", size=(9, 9)), "bill.pdf": pdf_of(1)}
    for name, content in contents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def meta(folder: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((folder / "meta.json").read_bytes())
    return answer


def test_each_file_gets_a_folder_that_a_scan_takes(desk: Desk, papers: list[Path]) -> None:
    added = add_files(desk.inbox, papers, desk.decoding, tags=["Rent", "rent ", "2024"], source="post")
    folders = [each.folder for each in added]
    assert [each.files for each in added] == [(path,) for path in papers]
    assert [folder.name for folder in folders] == [meta(folder)["id"] for folder in folders]
    assert desk.entries() == {folder.name for folder in folders}
    report = desk.scan()
    assert [str(document_id) for document_id in report.registered] == sorted(folder.name for folder in folders)
    for body in desk.registry.documents.values():
        assert (body["source"], body["tags"]) == ("post", ["rent", "2024"])
    assert all(path.exists() for path in papers)


def test_together_they_are_one_document_in_the_order_given(desk: Desk, papers: list[Path]) -> None:
    papers.reverse()
    ((folder, _),) = add_files(desk.inbox, papers, desk.decoding, together=True)
    assert [(item["file"], item["type"], item["order"]) for item in meta(folder)["documents"]] == [
        ("bill.pdf", "pdf", 1),
        ("scan.jpg", "image", 2),
        ("scan-2.jpg", "image", 3),
    ]
    desk.scan()
    assert list(desk.contents().values()) == [[path.read_bytes() for path in papers]]
    assert meta_source(desk) == "command line"


def test_what_a_container_holds_is_added_instead_of_it(desk: Desk, papers: list[Path]) -> None:
    message, zipped = desk.root / "mail.eml", desk.root / "papers.zip"
    message.write_bytes(written(mail("The bill", attached=[("bill.pdf", pdf_of(2))])))
    zipped.write_bytes(archive({"a/scan.png": picture("PNG"), "b.txt": b"A letter"}))
    added = add_files(desk.inbox, [message, zipped], desk.decoding, tags=["2024"])
    assert [each.files for each in added] == [(message / "bill.pdf",), (zipped / "scan.png",), (zipped / "b.txt",)]
    assert len(desk.scan().registered) == 3
    assert {tuple(body["tags"]) for body in desk.registry.documents.values()} == {("2024",)}
    assert sorted(body["note"].rpartition("\n")[2] for body in desk.registry.documents.values()) == ["", "", "The bill"]


def test_together_the_files_in_a_container_are_pages(desk: Desk) -> None:
    zipped = desk.root / "pages.zip"
    zipped.write_bytes(archive({"1.txt": b"one", "2.txt": b"two"}))
    assert len(add_files(desk.inbox, [zipped], desk.decoding, together=True)) == 1
    desk.scan()
    assert list(desk.contents().values()) == [[b"one", b"two"]]


def test_one_bad_file_in_a_container_and_nothing_is_added(desk: Desk) -> None:
    zipped = desk.root / "papers.zip"
    zipped.write_bytes(archive({"good.txt": b"good", "../evil.txt": b"evil"}))
    with pytest.raises(InvalidInputError, match=r"\.\./evil\.txt has a name that leads out"):
        add_files(desk.inbox, [zipped], desk.decoding)
    assert desk.entries() == set()


def meta_source(desk: Desk) -> str:
    (body,) = desk.registry.documents.values()
    return str(body["source"])


def test_what_is_added_is_private(desk: Desk, papers: list[Path]) -> None:
    for folder, _ in add_files(desk.inbox, papers, desk.decoding):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_inbox_is_made_if_it_is_missing(desk: Desk, papers: list[Path]) -> None:
    ((folder, _),) = add_files(desk.root / "new" / "inbox", papers[:1], desk.decoding)
    assert folder.parent == desk.root / "new" / "inbox"


def test_nothing_to_add_adds_nothing(desk: Desk) -> None:
    assert add_files(desk.inbox, [], desk.decoding, together=True) == []
    assert desk.entries() == set()


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.pdf", None, "No such file"),
        ("letter.docx", b"PK\x03\x04", "letter.docx"),
        ("page.html", b"<p>", "page.html"),
        ("empty.pdf", b"", "empty.pdf"),
        ("broken.jpg", b"\xff\xd8\xff\xe0", "broken.jpg"),
        ("new\nline.pdf", None, r"new\\nline.pdf"),
    ],
)
def test_one_bad_file_and_none_is_added(
    desk: Desk, papers: list[Path], name: str, content: bytes | None, reason: str, together: bool
) -> None:
    bad = desk.root / name
    if content is not None:
        bad.write_bytes(content)
    with pytest.raises(InvalidInputError, match=reason) as caught:
        add_files(desk.inbox, [*papers, bad], desk.decoding, together=together)
    assert caught.value.hint
    assert caught.value.line.isprintable()
    assert {path.name for path in desk.inbox.iterdir()} <= {"rejected"}


def test_folders_and_pipes_are_no_files(desk: Desk) -> None:
    os.mkfifo(desk.root / "pipe")
    for path in (desk.root, desk.root / "pipe", Path("/"), Path("..")):
        with pytest.raises(InvalidInputError, match=r"is (not a regular file|a folder)$"):
            add_files(desk.inbox, [path], desk.decoding)


def test_a_link_that_a_person_names_is_followed(desk: Desk, papers: list[Path]) -> None:
    link = desk.root / "link.jpg"
    link.symlink_to(papers[0])
    ((folder, _),) = add_files(desk.inbox, [link], desk.decoding)
    assert (folder / "link.jpg").read_bytes() == papers[0].read_bytes()
    assert not (folder / "link.jpg").is_symlink()


@pytest.mark.parametrize("tag", ["x" * 101, "a\0b", "\ud800"])
def test_a_bad_tag_adds_nothing(desk: Desk, papers: list[Path], tag: str) -> None:
    with pytest.raises(InvalidInputError):
        add_files(desk.inbox, papers, desk.decoding, tags=[tag])
    assert desk.entries() == set()


@pytest.mark.parametrize("raw", [b"meta.json", b"line\nbreak.txt", b"\xff.txt", "😀.txt".encode(), b".hidden.txt"])
def test_any_name_can_be_added(tmp_path: Path, raw: bytes) -> None:
    desk = Desk(tmp_path)
    path = tmp_path / os.fsdecode(raw)
    path.write_bytes(b"text")
    add_files(desk.inbox, [path], PlainDecoding(inspect_plainly))
    assert len(desk.scan().registered) == 1
    assert list(desk.contents().values()) == [[b"text"]]


def test_an_inbox_that_cannot_be_written_is_a_settings_error(desk: Desk, papers: list[Path]) -> None:
    (desk.root / "file").touch()
    with pytest.raises(SettingsError):
        add_files(desk.root / "file", papers, desk.decoding)
