"""Mails in a maildir become documents, and move to `cur`. None is deleted or changed."""

from __future__ import annotations

import mailbox
import subprocess
import sys
from pathlib import Path

import pytest

from alfrd_luigi.decoding.decoder import shared_decoder
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.intake.maildir import Maildir
from alfrd_luigi.intake.scan import ScanReport
from support.containers import mail, written
from support.intake import Desk, pdf_of
from support.programs import crashing_scan

NAME = "1709632800.M12P3.host"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, inspect=shared_decoder().inspect)


def mails(desk: Desk) -> dict[str, bytes]:
    """The mails of the maildir by their place in it."""
    assert desk.maildir is not None
    return {
        str(path.relative_to(desk.maildir)): path.read_bytes() for path in desk.maildir.rglob("*") if path.is_file()
    }


def names(desk: Desk) -> list[str]:
    return sorted(file["name"] for body in desk.registry.documents.values() for file in body["files"])


def test_a_mail_becomes_documents_and_is_seen(desk: Desk) -> None:
    content = written(mail("The bill", attached=[("bill.pdf", pdf_of(1)), ("terms.txt", b"Pay")]))
    desk.deliver(NAME, content)
    desk.loose("letter.txt", b"A letter")
    assert len(desk.scan().registered) == 3
    assert names(desk) == ["bill.pdf", "letter.txt", "terms.txt"]
    assert mails(desk) == {f"cur/{NAME}:2,S": content}
    assert desk.scan() == ScanReport()


def test_mail_programs_find_it_as_it_was(desk: Desk) -> None:
    assert desk.maildir is None
    box = mailbox.Maildir(desk.root / "maildir")
    key = box.add(mail("Amount due: 12.00 EUR"))
    desk.maildir = desk.root / "maildir"
    assert len(desk.scan().registered) == 1
    assert names(desk) == [f"{key}.eml"]
    found = mailbox.Maildir(desk.root / "maildir")[key]
    assert (found.get_subdir(), found.get_flags()) == ("cur", "S")
    assert found["Subject"] == "Your bill"


def test_a_mail_with_flags_keeps_them(desk: Desk) -> None:
    desk.deliver(f"{NAME}:2,FT", written(mail("Hello")))
    desk.scan()
    assert list(mails(desk)) == [f"cur/{NAME}:2,FST"]


def test_a_mail_of_which_something_is_not_taken_stays_unread(desk: Desk) -> None:
    attached = [("bill.pdf", pdf_of(1)), ("locked.pdf", pdf_of(1, encrypted=True))]
    desk.deliver(NAME, written(mail("The bill", attached=attached)))
    ((name, reason),) = desk.scan().rejected
    assert (name, names(desk)) == (NAME, ["bill.pdf"])
    assert reason.startswith("locked.pdf is an encrypted PDF; its other documents are taken (1)")
    assert list(mails(desk)) == [f"cur/{NAME}:2,"]
    assert desk.rejected() == set()
    assert desk.scan() == ScanReport()


def test_what_is_no_mail_is_refused_and_kept(desk: Desk) -> None:
    desk.deliver(NAME, b"\0\1\2")
    assert len(desk.scan().rejected) == 1
    assert mails(desk) == {f"cur/{NAME}:2,": b"\0\1\2"}


def test_no_mail_replaces_another(desk: Desk) -> None:
    content = written(mail("The new one"))
    desk.deliver(NAME, content)
    (desk.root / "maildir" / "cur" / f"{NAME}:2,S").write_bytes(b"The old one")
    desk.scan()
    assert mails(desk) == {f"cur/{NAME}:2,S": b"The old one", f"cur/{NAME}-2:2,S": content}


def test_mails_in_tmp_and_cur_and_hidden_files_are_left_alone(desk: Desk) -> None:
    new = desk.deliver(".nfs0001", b"Subject: x\n\nx")
    for folder in ("tmp", "cur"):
        (new.parent.parent / folder / NAME).write_bytes(b"Subject: y\n\ny")
    before = mails(desk)
    assert desk.scan() == ScanReport()
    assert mails(desk) == before


def test_a_link_in_it_is_not_followed(desk: Desk) -> None:
    path = desk.deliver(NAME, b"")
    path.unlink()
    path.symlink_to("/etc/hostname")
    ((_, reason),) = desk.scan().rejected
    assert "is a link" in reason


def test_a_maildir_that_is_not_there_is_a_settings_error_and_nothing_is_taken(desk: Desk) -> None:
    desk.maildir = desk.root / "nowhere"
    desk.loose("letter.txt", b"A letter")
    with pytest.raises(SettingsError, match=r"the maildir .*nowhere cannot be used: No such file"):
        desk.scan()
    assert (names(desk), desk.entries()) == ([], {"letter.txt"})


def test_a_mail_that_cannot_be_moved_is_left_and_is_not_doubled(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.deliver(NAME, written(mail("Hello")))
    with monkeypatch.context() as patched:
        patched.setattr(Maildir, "_free", lambda *_: desk.root / "nowhere" / "mail")
        report = desk.scan()
    assert report.failed == [(NAME, "No such file or directory")]
    assert list(mails(desk)) == [f"new/{NAME}"]
    assert desk.scan() == ScanReport()
    assert (names(desk), list(mails(desk))) == ([f"{NAME}.eml"], [f"cur/{NAME}:2,S"])


@pytest.mark.parametrize("point", ["copied", "renamed into the store", "registered"])
def test_a_scan_that_dies_is_finished_by_the_next(desk: Desk, point: str) -> None:
    content = written(mail("The bill", attached=[("a.txt", b"one"), ("b.txt", b"two")]))
    desk.deliver(NAME, content)
    command = [sys.executable, "-m", crashing_scan.__name__, str(desk.root), point, "really"]
    assert subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode == crashing_scan.DIED
    assert mails(desk) == {f"new/{NAME}": content}
    assert desk.scan().failed == []
    assert (names(desk), desk.orphans()) == (["a.txt", "b.txt"], set())
    assert mails(desk) == {f"cur/{NAME}:2,S": content}
    assert desk.scan() == ScanReport()
