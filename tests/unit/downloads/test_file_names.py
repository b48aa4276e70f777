"""Names of downloads are safe on every system, and unique."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.downloads.file_names import safe, unique


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("bill.pdf", "bill.pdf"),
        ("Rechnung März 2024.pdf", "Rechnung März 2024.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\bill.pdf", "bill.pdf"),
        ("-rf.pdf", "rf.pdf"),
        (".bashrc", "bashrc"),
        ('a"b<c>|d?*e:f.pdf', "a_b_c__d__e_f.pdf"),
        ("line\nbreak\t.pdf", "line_break_.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("con.pdf", "_con.pdf"),
        ("trailing. ", "trailing"),
        ("", "document"),
        ("...", "document"),
        ("/", "document"),
        (f"{'x' * 300}.pdf", f"{'x' * 146}.pdf"),
        (f"{'ü' * 300}.pdf", f"{'ü' * 73}.pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, made: str) -> None:
    assert safe(name, "document") == made


@given(st.text())
def test_no_name_leads_anywhere(name: str) -> None:
    made = safe(name, "document")
    assert made.isprintable()
    assert not set(made) & set('<>:"/\\|?*')
    assert not made.startswith((".", "-", "~", " "))
    assert 0 < len(made.encode()) <= 151


def test_names_of_one_archive_differ() -> None:
    assert list(unique(["a.pdf", "A.pdf", "a (2).pdf", "b", "B", "a.pdf"])) == [
        "a.pdf",
        "A (2).pdf",
        "a (2) (2).pdf",
        "b",
        "B (2)",
        "a (3).pdf",
    ]
