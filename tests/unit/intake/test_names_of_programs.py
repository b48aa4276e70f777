"""Which names are those of programs, and under which name a taken mail stays in its maildir."""

from __future__ import annotations

from pathlib import Path

import pytest

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.intake.litter import is_hidden_transfer, is_litter, is_transfer
from alfrd_luigi.intake.maildir import Maildir


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("THUMBS.DB", True),
        ("thumbs.db:encryptable", True),
        ("Thumbs.db.pdf", False),
        ("my thumbs.db", False),
        ("RECYCLER", True),
        ("Network Trash Folder", True),
        ("#Snapshot", True),
        ("sync.ffs_lock", True),
        ("Icon\r", True),
        ("Icon", False),
        ("~$bill.docx", True),
        ("bill~$.docx", False),
        ("bill.pdf@SynoResource", True),
        ("@synoresource.pdf", False),
        ("", False),
    ],
)
def test_a_program_made_what_has_one_of_its_names(name: str, is_one: bool) -> None:
    assert is_litter(name) == is_one


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("scan.pdf.part", True),
        ("scan.pdf.FilePart", True),
        ("scan.pdf.!qB", True),
        ("scan.pdf.jc!", True),
        ("scan.xltd", True),
        ("scan.part.pdf", False),
        ("part", False),
        (".part", True),
        ("scan.template", False),
        ("scan.parts", False),
    ],
)
def test_a_transfer_has_the_ending_of_one(name: str, is_one: bool) -> None:
    assert is_transfer(name) == is_one


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        (".scan.pdf.a1B2c3", True),
        (".scan.a1B2c3", True),
        (".a1B2c3", False),  # a hidden file of six letters
        (".scan.pdf.a1B2c", False),
        (".scan.pdf.a1B2c34", False),
        (".scan.pdf.a1B-c3", False),
        ("scan.pdf.a1B2c3", False),
        (".scan.pdf.part", True),
        (".scan.pdf", False),
        ("scan.pdf.part", False),
    ],
)
def test_a_hidden_transfer_is_known_by_its_ending_or_as_one_of_rsync(name: str, is_one: bool) -> None:
    assert is_hidden_transfer(name) == is_one


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()
    return tmp_path


def _cleared(folder: Path, name: str) -> str:
    """The name of a mail after it was taken."""
    (folder / "new" / name).write_bytes(b"mail")
    box = Maildir(folder)
    [path] = box.paths()
    before = {each.name for each in (folder / "cur").iterdir()}
    assert box.clear(box.observe(path))
    [found] = {each.name for each in (folder / "cur").iterdir()} - before
    assert (box.paths(), (folder / "cur" / found).read_bytes()) == ([], b"mail")
    return found


@pytest.mark.parametrize(
    ("name", "cleared"),
    [
        ("17.M1.host", "17.M1.host:2,S"),
        ("17.M1.host:2,", "17.M1.host:2,S"),
        ("17.M1.host:2,S", "17.M1.host:2,S"),
        ("17.M1.host:2,TRF", "17.M1.host:2,FRST"),
        ("17.M1.host:1,x", "17.M1.host:1,x:2,S"),
    ],
)
def test_a_taken_mail_is_seen_and_keeps_its_flags_in_order(maildir: Path, name: str, cleared: str) -> None:
    assert _cleared(maildir, name) == cleared


def test_no_taken_mail_replaces_another(maildir: Path) -> None:
    assert [_cleared(maildir, "17:2,F") for _ in range(3)] == ["17:2,FS", "17-2:2,FS", "17-3:2,FS"]
    (maildir / "cur" / "18:2,S").symlink_to("nowhere")
    assert _cleared(maildir, "18") == "18-2:2,S"


def test_an_invalid_mail_stays_unseen_and_one_whose_rejection_failed_stays_new(maildir: Path) -> None:
    (maildir / "new" / "17:2,F").write_bytes(b"mail")
    box = Maildir(maildir)
    entry = box.observe(maildir / "new" / "17:2,F")
    with pytest.raises(ZeroDivisionError), box.rejecting(entry, "it is bad"):
        raise ZeroDivisionError
    assert [path.name for path in box.paths()] == ["17:2,F"]
    with box.rejecting(entry, "it is bad"):
        assert box.paths()
    assert [path.name for path in (maildir / "cur").iterdir()] == ["17:2,F"]


def test_a_mail_is_complete_and_is_a_mail_whatever_its_name(maildir: Path) -> None:
    for name in ("2.part", "1.pdf", ".hidden"):
        (maildir / "new" / name).write_bytes(b"mail")
    box = Maildir(maildir)
    found = [box.observe(path) for path in box.paths()]
    assert [(entry.name, entry.extension) for entry in found] == [("1.pdf", ".eml"), ("2.part", ".eml")]
    assert not any(asked(entry) for entry in found for asked in (box.is_arriving, box.may_arrive, box.may_grow))


@pytest.mark.parametrize("lacking", ["new", "cur"])
def test_a_folder_without_new_or_cur_is_no_maildir(maildir: Path, lacking: str) -> None:
    (maildir / lacking).rmdir()
    with pytest.raises(SettingsError, match=r"the maildir .* cannot be used: No such file or directory") as caught:
        Maildir(maildir).paths()
    assert "holds `new` and `cur`" in caught.value.hint
