"""How many documents a run expects of the inbox, of which it has not opened a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from alfrd_luigi.intake.entries import expected_documents

MOST = 5


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), 0),
        (("bill.pdf",), 1),
        (("bill.PDF", "letter.txt", ".hidden.pdf", "coming.pdf.part"), 2),
        ([f"{number}.png" for number in range(9)], MOST),
        (("bill.pdf", "mail.eml"), MOST),
        (("papers.zip",), MOST),
        (("1718000000.M1P2.host:2,S",), MOST),
    ],
)
def test_a_name_says_whether_it_is_one_document(tmp_path: Path, names: tuple[str, ...], expected: int) -> None:
    for name in names:
        (tmp_path / name).touch()
    assert expected_documents(tmp_path, MOST) == expected


def test_a_folder_may_hold_several(tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    assert expected_documents(tmp_path, MOST) == MOST


def test_no_inbox_has_no_entries(tmp_path: Path) -> None:
    assert expected_documents(tmp_path / "missing", MOST) == 0
