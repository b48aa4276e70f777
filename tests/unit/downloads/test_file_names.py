"""Names of downloads are safe on every system, and unique."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.downloads.file_names import parts, safe, unique


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


@pytest.mark.parametrize(
    ("name", "stem", "suffix"),
    [
        ("bill.pdf", "bill", ".pdf"),
        ("bill.tar.gz", "bill.tar", ".gz"),
        ("bill", "bill", ""),
        ("bill.", "bill.", ""),
        (".pdf", ".pdf", ""),
        ("a.b", "a", ".b"),
        ("a.elevenchars", "a", ".elevenchars"),
        ("a.twelve_chars", "a.twelve_chars", ""),  # the end of a sentence, and no extension
        ("Dr. Smith", "Dr", ". Smith"),
        ("", "", ""),
    ],
)
def test_an_extension_is_short(name: str, stem: str, suffix: str) -> None:
    assert parts(name) == (stem, suffix)


@pytest.mark.parametrize("name", ["con", "CON.txt", "nul.tar.gz", "lpt1", "com9.pdf", "aux"])
def test_the_name_of_a_device_is_none_of_a_file(name: str) -> None:
    assert safe(name, "document") == f"_{name}"


@pytest.mark.parametrize("name", ["console.txt", "com.pdf", "com10.pdf", "my con.txt"])
def test_a_name_that_is_like_that_of_a_device_is_kept(name: str) -> None:
    assert safe(name, "document") == name
