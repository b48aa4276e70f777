"""A mail or an archive is refused at each of its limits, and not before."""

from __future__ import annotations

import stat
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from alfrd_luigi.decoding import mails, zip_files
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.refusal import RefusalError


def _archive(path: Path, *entries: tuple[str | ZipInfo, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return path


def _mail(path: Path, attachments: int) -> Path:
    message = EmailMessage()
    message["Subject"] = "Bills"
    message.set_content("Here they are")
    for number in range(attachments):
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=f"{number}.pdf")
    path.write_bytes(message.as_bytes())
    return path


def _refusal(work: Callable[[], object]) -> str | None:
    try:
        work()
    except RefusalError as refusal:
        return f"{refusal.predicate}. {refusal.hint}"
    return None


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(parts=2, ratio=5000), None),
        (Limits(parts=1), "holds 2 files and folders; 1 is the limit. Split it into smaller archives"),
        (Limits(unpacked_bytes=1_200_000, ratio=5000), None),
        (
            Limits(unpacked_bytes=1_199_999),
            "holds 1 MB when unpacked; 1 MB is the limit. Split it into smaller archives",
        ),
        (Limits(ratio=10), "becomes more than 10 times as large when unpacked. Add the files themselves"),
    ],
)
def test_an_archive_is_refused_at_its_limits(tmp_path: Path, limits: Limits, said: str | None) -> None:
    path = _archive(tmp_path / "a.zip", ("a.txt", bytes(600_000)), ("b.txt", bytes(600_000)))
    assert _refusal(lambda: zip_files.parts(path, limits)) == said
    assert _refusal(lambda: zip_files.part(path, 0, limits)) == said


@pytest.mark.parametrize(("size", "is_refused"), [(1_000_000, False), (1_000_001, True)])
def test_a_small_archive_may_be_compressed_well(tmp_path: Path, size: int, is_refused: bool) -> None:
    path = _archive(tmp_path / "a.zip", ("a.txt", bytes(size)))
    assert (_refusal(lambda: zip_files.parts(path, Limits(ratio=10))) is not None) == is_refused


def _link() -> ZipInfo:
    info = ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("entry", "predicate"),
    [
        ("a.txt", None),
        ("..a/b..txt", None),
        ("../a.txt", "has a name that leads out of the archive"),
        ("a/../../b.txt", "has a name that leads out of the archive"),
        ("..\\a.txt", "has a name that leads out of the archive"),
        ("/etc/passwd", "has a name that leads out of the archive"),
        ("C:a.txt", "has a name that leads out of the archive"),
        (_link(), "is a link, or no regular file"),
        ("large.txt", "has more than 0 MB"),
    ],
)
def test_an_entry_is_refused_by_itself(tmp_path: Path, entry: str | ZipInfo, predicate: str | None) -> None:
    path = _archive(tmp_path / "a.zip", (entry, b"x" * (11 if entry == "large.txt" else 10)), ("other.txt", b"y"))
    first, other = zip_files.parts(path, Limits(part_bytes=10))
    assert (first.refused and first.refused.predicate, other.refused) == (predicate, None)


def test_a_name_in_two_spellings_is_one_name(tmp_path: Path) -> None:
    path = _archive(tmp_path / "a.zip", ("\u00fc.txt", b"1"), ("u\u0308.txt", b"2"), ("b.txt", b"3"))
    said = [part.refused and part.refused.predicate for part in zip_files.parts(path, Limits())]
    assert said == ["is in the archive more than once"] * 2 + [None]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(parts=3), None),
        (Limits(parts=2), "has 3 attachments; 2 is the limit. Save its attachments"),
        (Limits(mail_bytes=100), "is a mail of more than 0 MB. Save its attachments"),
    ],
)
def test_a_mail_is_refused_at_its_limits(tmp_path: Path, limits: Limits, said: str | None) -> None:
    path = _mail(tmp_path / "a.eml", 3)
    assert _refusal(lambda: mails.pages(path, limits)) == said
