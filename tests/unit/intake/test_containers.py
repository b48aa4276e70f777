"""Mails and ZIP archives in the inbox: each file in them that can become a document does, and the others are named."""

from __future__ import annotations

import base64
import binascii
import hashlib
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.intake import containers, drafts
from alfrd_luigi.intake.entries import observe
from alfrd_luigi.intake.scan import ScanReport
from support.containers import archive, encrypted, link, mail, written
from support.intake import Desk, pdf_of, picture
from support.programs import crashing_scan

# A PDF that was signed: one byte more or less breaks its signature.
SIGNED = pdf_of(1) + b"\n% /ByteRange [0 1 2 3] /Contents <00>\n%%EOF\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, inspect=shared_decoder().inspect)


def stored(desk: Desk) -> dict[str, bytes]:
    """The content of each document by the name of its only file."""
    return {
        file["name"]: (desk.store.root / file["key"]).read_bytes()
        for body in desk.registry.documents.values()
        for file in body["files"]
    }


def notes(desk: Desk) -> set[str]:
    return {body["note"] for body in desk.registry.documents.values()}


def sources(desk: Desk) -> set[str]:
    return {body["source"] for body in desk.registry.documents.values()}


def reason(desk: Desk, report: ScanReport) -> str:
    """The reason of the only rejection, which is on one line and beside the entry, as in the row and in the report."""
    ((name, said),) = report.rejected
    assert desk.registry.notes("rejection") == [(name, said)]
    assert said.isprintable()
    assert (desk.inbox / "rejected" / name).exists()
    return said


def test_each_attachment_is_a_document_and_the_body_their_note(desk: Desk) -> None:
    papers = [("bill.pdf", SIGNED), ("Rückseite.png", picture("PNG")), ("terms.txt", b"Pay in ten days")]
    desk.loose("mail.eml", written(mail("Please find it attached.\n\nYour waterworks", attached=papers)))
    report = desk.scan()
    assert (len(report.registered), report.rejected, desk.entries()) == (3, [], set())
    assert stored(desk) == dict(papers)
    said = "From: Wasserwerke Süd <billing@water.example>\nSubject: Your bill\nDate: 2024-03-05\n\n"
    assert notes(desk) == {f"{said}Please find it attached.\n\nYour waterworks"}
    assert sources(desk) == {"mail"}
    assert desk.scan() == ScanReport()


def test_the_body_is_the_document_if_nothing_is_attached(desk: Desk) -> None:
    content = written(mail("Amount due: 12.00 EUR"))
    desk.loose("mail.eml", content)
    assert len(desk.scan().registered) == 1
    assert stored(desk) == {"mail.eml": content}
    assert (notes(desk), sources(desk)) == ({""}, {"mail"})


def test_the_body_is_the_document_if_no_attachment_is_one(desk: Desk) -> None:
    content = written(mail("Amount due: 12.00 EUR", attached=[("bill.pdf", pdf_of(1, encrypted=True))]))
    desk.loose("mail.eml", content, age=3600)
    report = desk.scan()
    assert stored(desk) == {"mail.eml": content}
    assert reason(desk, report).startswith(
        "bill.pdf is an encrypted PDF; its other documents are taken (1). Remove its"
    )


def test_what_mail_programs_add_is_no_document(desk: Desk) -> None:
    message = mail("See attached", attached=[("bill.pdf", pdf_of(1))])
    message.add_attachment(b"-----BEGIN PGP SIGNATURE-----", "application", "pgp-signature", filename="signature.asc")
    message.add_attachment(b"BEGIN:VCALENDAR", "text", "calendar", filename="invite.ics")
    message.add_attachment(picture("PNG"), "image", "png", disposition="inline", cid="<logo@water>")
    desk.loose("mail.eml", written(message), age=3600)
    assert desk.scan().rejected == []
    assert stored(desk) == {"bill.pdf": pdf_of(1)}


@pytest.mark.parametrize(
    ("size", "disposition", "taken"), [(20_000, "inline", 1), (19_999, "inline", 0), (300, "attachment", 1)]
)
def test_only_small_inline_pictures_are_left_out(desk: Desk, size: int, disposition: str, taken: int) -> None:
    message = mail("See the picture")
    shown = picture("PNG", size=(6, 6)).ljust(size, b"\0")
    message.add_attachment(shown, "image", "png", disposition=disposition, filename="photo.png")
    desk.loose("mail.eml", written(message))
    desk.scan()
    assert ("photo.png" in stored(desk)) == taken


def test_a_forwarded_mail_is_opened_and_its_own_text_is_the_note(desk: Desk) -> None:
    inner = mail("The bill of March", attached=[("bill.pdf", SIGNED)], subject="March")
    outer = mail("FYI", attached=[("lease.txt", b"A lease")], subject="Fwd")
    outer.add_attachment(inner)
    desk.loose("mail.eml", written(outer))
    assert len(desk.scan().registered) == 2
    assert stored(desk) == {"bill.pdf": SIGNED, "lease.txt": b"A lease"}
    assert {note.rpartition("\n")[2] for note in notes(desk)} == {"The bill of March", "FYI"}


def test_a_forwarded_mail_without_attachments_is_a_document(desk: Desk) -> None:
    outer = mail("FYI")
    outer.add_attachment(mail("Amount due: 12.00 EUR", subject="Bill 3/2024"))
    desk.loose("mail.eml", written(outer))
    assert len(desk.scan().registered) == 1
    assert list(stored(desk)) == ["2024.eml"]


def test_a_forwarded_mail_in_base64_is_opened(desk: Desk) -> None:
    inner = base64.encodebytes(written(mail("The bill of March", attached=[("bill.pdf", SIGNED)])))
    head = b"Content-Type: message/rfc822; name=mail.eml\nContent-Transfer-Encoding: base64\n"
    outer = b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    desk.loose("mail.eml", outer + head + b"\n" + inner + b"\n--b--\n")
    desk.scan()
    assert stored(desk) == {"bill.pdf": SIGNED}


def test_a_mail_that_was_saved_from_a_mailbox_is_one(desk: Desk) -> None:
    content = written(mail("The bill of March", attached=[("bill.pdf", SIGNED)]))
    desk.loose("mail.eml", b"From - Fri Mar  1 09:00:00 2024\nX-Mozilla-Status: 0001\n" + content)
    desk.scan()
    assert stored(desk) == {"bill.pdf": SIGNED}


@pytest.mark.parametrize("end", ["`\nend\n", " \nend\n", "end\n"])
def test_a_file_within_the_text_of_a_mail_is_a_document(desk: Desk, end: str) -> None:
    lines = [binascii.b2a_uu(SIGNED[at : at + 45], backtick=True).decode() for at in range(0, len(SIGNED), 45)]
    desk.loose(
        "mail.eml", written(mail("The bill of March:\n\nbegin 644 bill.pdf\n" + "".join(lines) + end + "\nAnna\n"))
    )
    desk.scan()
    assert stored(desk) == {"bill.pdf": SIGNED}
    assert [note.partition("\n\n")[2].split() for note in notes(desk)] == [["The", "bill", "of", "March:", "Anna"]]


def test_a_text_about_files_stays_one(desk: Desk) -> None:
    desk.loose("mail.eml", written(mail("begin 644 bill.pdf\nand it ends with\nend\n")))
    desk.scan()
    assert list(stored(desk)) == ["mail.eml"]


def test_a_mailbox_under_the_name_of_a_mail_is_refused(desk: Desk) -> None:
    content = b"".join(
        b"From a@example.org Fri Mar  1 09:00:00 2024\n" + written(mail(text)) + b"\n\n" for text in ("March", "April")
    )
    desk.loose("mail.eml", content, age=3600)
    assert reason(desk, desk.scan()).startswith("mail.eml is a mailbox of several mails")
    assert stored(desk) == {}


def test_a_signed_pdf_stays_byte_for_byte_while_it_is_read(desk: Desk) -> None:
    desk.loose("contract.pdf", SIGNED)
    desk.scan()
    (key,) = desk.store.keys()
    with desk.store.fetch(key, hashlib.sha256(SIGNED).hexdigest()) as path:
        assert len(list(shared_decoder().pages(path, "application/pdf"))) == 1
    assert stored(desk) == {"contract.pdf": SIGNED}


def test_a_long_name_is_cut_in_the_reason(desk: Desk) -> None:
    desk.loose("papers.zip", archive({f"../{number}{'x' * 5000}": b"x" for number in range(10)}), age=3600)
    assert len(reason(desk, desk.scan())) < 5000


def test_each_file_in_an_archive_is_a_document(desk: Desk) -> None:
    files = {"bills/march.pdf": SIGNED, "bills/april.jpg": picture("JPEG"), "mail.eml": written(mail("Hello"))}
    litter = {"__MACOSX/bills/._march.pdf": b"\0\x05\x16\x07", ".DS_Store": b"\0\0\0\1Bud1", "bills/Thumbs.db": b"\xd0"}
    desk.loose("papers.zip", archive({**files, **litter, "empty/": b""}))
    report = desk.scan()
    assert (len(report.registered), report.rejected, desk.entries()) == (3, [], set())
    assert stored(desk) == {name.rpartition("/")[2]: content for name, content in files.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "cp437"])
def test_a_name_in_an_archive_that_does_not_state_its_encoding_is_read(desk: Desk, encoding: str) -> None:
    name = "Müller.txt".encode(encoding)
    content = archive({"M" + "_" * (len(name) - 9) + "ller.txt": b"A lease"})
    desk.loose("papers.zip", content.replace(b"M" + b"_" * (len(name) - 9) + b"ller.txt", name))
    desk.scan()
    assert stored(desk) == {"Müller.txt": b"A lease"}


def test_the_same_bytes_in_a_container_are_one_document(desk: Desk) -> None:
    desk.loose("papers.zip", archive({"a.pdf": SIGNED, "b/a.pdf": SIGNED}))
    report = desk.scan()
    assert (len(report.registered), report.duplicates, report.rejected) == (1, [], [])


def test_a_document_that_is_there_already_is_named(desk: Desk) -> None:
    desk.loose("march.pdf", SIGNED)
    (known,) = desk.scan().registered
    desk.loose("papers.zip", archive({"a.pdf": SIGNED, "b.txt": b"new"}))
    report = desk.scan()
    assert report.duplicates == [("papers.zip/a.pdf", known)]
    assert len(report.registered) == 1


BAD: dict[str, tuple[bytes, str]] = {
    "encrypted": (
        encrypted(archive({"good.txt": b"good", "secret.txt": b"x"}), "secret.txt"),
        "secret.txt is encrypted",
    ),
    "a link": (
        archive([("good.txt", b"good"), (link("passwd"), b"/etc/passwd")]),
        "passwd is a link, or no regular file",
    ),
    "upwards": (archive({"good.txt": b"good", "a/../../evil.txt": b"x"}), "a/../../evil.txt has a name that leads out"),
    "absolute": (archive({"good.txt": b"good", "/etc/evil.txt": b"x"}), "/etc/evil.txt has a name that leads out"),
    "a drive": (archive({"good.txt": b"good", "C:\\evil.txt": b"x"}), "C:\\\\evil.txt has a name that leads out"),
    "another spelling": (
        archive({"good.txt": b"good", "..\\evil.txt": b"x"}),
        "..\\\\evil.txt has a name that leads out",
    ),
    "not supported": (archive({"good.txt": b"good", "a/film.mp4": b"\0\0\0\x20ftypisom"}), "film.mp4 is a video"),
    "damaged": (archive({"good.txt": b"good", "bad.png": picture("PNG")[:40]}), "bad.png is damaged"),
    "a control character": (
        archive({"good.txt": b"good", "\x1b[2J\n.bin": b"\1"}),
        "\\x1b[2J\\n.bin is a file of an unknown",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_named_and_the_good_one_taken(desk: Desk, case: str) -> None:
    content, said = BAD[case]
    desk.loose("papers.zip", content, age=3600)
    report = desk.scan()
    assert reason(desk, report).startswith(said)
    assert stored(desk) == {"good.txt": b"good"}
    assert (desk.inbox / "rejected" / "papers.zip").read_bytes() == content
    assert not (desk.root / "evil.txt").exists()
    assert desk.scan() == ScanReport()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_of_the_same_name_are_refused(desk: Desk) -> None:
    desk.loose("papers.zip", archive([("good.txt", b"good"), ("a.txt", b"one"), ("a.txt", b"two")]), age=3600)
    assert reason(desk, desk.scan()).startswith("a.txt is in the archive more than once; a.txt is in")
    assert stored(desk) == {"good.txt": b"good"}


def test_a_long_list_of_bad_files_is_cut(desk: Desk) -> None:
    desk.loose("papers.zip", archive({f"{number}.bin": b"\0" + bytes([number]) for number in range(1, 16)}), age=3600)
    said = reason(desk, desk.scan())
    assert said.count("unknown kind") == 10
    assert "; and 5 more" in said


WHOLE: dict[str, tuple[bytes, str]] = {
    "a bomb": (archive({"good.txt": b"good", "zeros.txt": bytes(30_000_000)}), "becomes more than 200 times as large"),
    "too many": (archive({f"{number}.txt": b"%d" % number for number in range(501)}), "holds 501 files and folders"),
    "cut": (archive({"good.txt": b"good"})[:-10], "is damaged"),
    "empty": (archive({}), "is an empty ZIP archive"),
    "folders": (archive({"a/": b""}), "papers holds no document"),
    "litter": (archive({"Thumbs.db": b"1"}), "papers holds no document"),
    "nothing": (written(mail("", attached=[])), "holds no text"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_container_beyond_a_limit_is_refused_as_a_whole(desk: Desk, case: str) -> None:
    content, said = WHOLE[case]
    desk.loose("papers", content, age=3600)
    assert said in reason(desk, desk.scan())
    assert stored(desk) == {}


def test_sizes_that_an_archive_declares_too_small_are_kept(desk: Desk) -> None:
    """A file is never longer than its entry declares: the rest is not even unpacked, and the check sum is wrong."""
    content = archive({"good.txt": b"good", "large.txt": b"word " * 100_000})
    declared, smaller = (500_000).to_bytes(4, "little"), (20).to_bytes(4, "little")
    assert content.count(declared) == 2
    desk.loose("papers.zip", content.replace(declared, smaller), age=3600)
    assert reason(desk, desk.scan()).startswith("large.txt is damaged")
    assert stored(desk) == {"good.txt": b"good"}


def test_limits_hold_for_all_levels_together(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = [
        archive({f"{outer}-{number}.txt": b"%d %d" % (outer, number) for number in range(4)}) for outer in range(3)
    ]
    nested = archive({f"{number}.zip": content for number, content in enumerate(inner)})
    monkeypatch.setattr(containers, "MOST_PARTS", 12)
    desk.loose("papers.zip", nested, age=3600)
    assert "more than 12 files" in reason(desk, desk.scan())
    assert stored(desk) == {}


def test_what_is_nested_too_deeply_is_refused(desk: Desk) -> None:
    content = archive({"deep.txt": b"deep"})
    for level in range(3):
        content = archive({f"{level}.zip": content, f"{level}.txt": b"%d" % level})
    desk.loose("papers.zip", content, age=3600)
    assert reason(desk, desk.scan()).startswith("2.zip/1.zip/0.zip is more than 3 levels deep")
    assert sorted(stored(desk)) == ["0.txt", "1.txt", "2.txt"]


def test_an_archive_of_itself_ends(desk: Desk) -> None:
    message: EmailMessage = mail("0")
    for number in range(60):
        outer = mail(f"{number}")
        outer.add_attachment(message)
        message = outer
    desk.loose("mail.eml", written(message), age=3600)
    assert "levels deep" in reason(desk, desk.scan())


def test_a_container_is_no_page_of_a_folder(desk: Desk) -> None:
    folder = desk.folder(age=0)
    (folder / "a.txt").write_bytes(archive({"good.txt": b"good"}))
    assert "a.txt holds files, and is no page" in reason(desk, desk.scan(settle_seconds=0))


@pytest.mark.parametrize("point", crashing_scan.POINTS[:-1])
@pytest.mark.parametrize("form", ["mail", "archive"])
def test_a_scan_that_dies_is_finished_by_the_next(tmp_path: Path, point: str, form: str) -> None:
    desk = Desk(tmp_path, inspect=shared_decoder().inspect)
    papers = {"a.txt": b"first", "b.txt": b"second", "c.txt": b"third"}
    desk.loose("entry", archive(papers) if form == "archive" else written(mail("Note", attached=papers.items())))
    command = [sys.executable, "-m", crashing_scan.__name__, str(desk.root), point, "really"]
    for _ in range(2 if point in ("copied", "renamed into the store") else 1):
        assert subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode == crashing_scan.DIED
    arriving = set(drafts.ids_of(observe(desk.inbox / "entry"))) if (desk.inbox / "entry").exists() else set()
    assert {key.split("/")[2] for key in desk.orphans()} <= {str(id) for id in arriving}
    report = desk.scan()
    assert report == ScanReport(registered=report.registered)
    assert stored(desk) == papers
    assert (desk.orphans(), desk.entries()) == (set(), set())
    assert len(desk.registry.documents) == 3
    assert desk.scan() == ScanReport()
