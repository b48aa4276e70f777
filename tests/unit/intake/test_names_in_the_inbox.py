"""Names in an inbox: those that programs give, those that are free, and the words of a person."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.free_names import NAME_MAX, free_path
from alfrd_luigi.intake.labels import MAX_NOTE, clean_note, clean_source, clean_tags, is_visible
from alfrd_luigi.intake.litter import is_hidden, is_hidden_transfer, is_litter, is_transfer


@pytest.mark.parametrize(
    ("name", "signs"),
    [
        ("bill.pdf", ""),
        (".bill.pdf", "hidden"),
        ("Thumbs.db", "litter"),
        ("DESKTOP.INI", "litter"),
        ("my desktop.ini", ""),
        ("__MACOSX", "litter"),
        ("@eaDir", "litter"),
        ("#recycle", "litter"),
        ("~$letter.docx", "litter"),
        ("letter~$.docx", ""),
        ("bill.pdf@SynoEAStream", "litter"),
        ("Icon\r", "litter"),
        ("Icon", ""),
        ("bill.pdf.part", "transfer"),
        ("bill.pdf.CRDOWNLOAD", "transfer"),
        ("bill.tmp", "transfer"),
        ("part.pdf", ""),
        ("apart", ""),
        (".bill.pdf.part", "hidden transfer hidden-transfer"),
        (".bill.pdf.a1B2c3", "hidden hidden-transfer"),  # rsync
        (".bill.a1B2c3", "hidden hidden-transfer"),
        (".a1B2c3", "hidden"),
        (".bill.pdf.a1B2c", "hidden"),
        (".bill.pdf.a1B2c34", "hidden"),
        (".bill.pdf.a1-2c3", "hidden"),
        ("bill.pdf.a1B2c3", ""),
    ],
)
def test_programs_give_names_of_their_own(name: str, signs: str) -> None:
    found = {
        "hidden": is_hidden(name),
        "litter": is_litter(name),
        "transfer": is_transfer(name),
        "hidden-transfer": is_hidden_transfer(name),
    }
    assert " ".join(sign for sign, is_there in found.items() if is_there) == signs


@pytest.mark.parametrize(
    ("taken", "name", "beside", "free"),
    [
        ([], "a.pdf", "", "a.pdf"),
        (["a.pdf"], "a.pdf", "", "a-2.pdf"),
        (["a.pdf", "a-2.pdf"], "a.pdf", "", "a-3.pdf"),
        (["a-2.pdf"], "a.pdf", "", "a.pdf"),
        (["a.pdf.txt"], "a.pdf", ".txt", "a-2.pdf"),  # the file beside it
        (["a"], "a", "", "a-2"),
        (["a.tar.gz"], "a.tar.gz", "", "a.tar-2.gz"),
        ([".a"], ".a", "", ".a-2"),
        (
            ["Dear Mr. Smith of the long street"],
            "Dear Mr. Smith of the long street",
            "",
            "Dear Mr. Smith of the long street-2",
        ),
    ],
)
def test_a_free_name_has_a_number_before_its_extension(
    tmp_path: Path, taken: list[str], name: str, beside: str, free: str
) -> None:
    for each in taken:
        (tmp_path / each).touch()
    assert free_path(tmp_path, name, beside) == tmp_path / free


def test_a_link_that_leads_nowhere_has_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to(tmp_path / "gone")
    assert free_path(tmp_path, "a.pdf").name == "a-2.pdf"


@pytest.mark.parametrize("letter", ["x", "ü", "\u6771", "\U0001f600"])
def test_a_free_name_fits_a_file_system(tmp_path: Path, letter: str) -> None:
    name = free_path(tmp_path, f"{letter * 300}.pdf", ".reason.txt").name
    assert name.endswith(f"{letter}.pdf")
    assert NAME_MAX - 4 < len(os.fsencode(name)) + len(".reason.txt") <= NAME_MAX
    (tmp_path / name).touch()
    second = free_path(tmp_path, f"{letter * 300}.pdf", ".reason.txt").name
    assert second.endswith("-2.pdf")
    assert len(os.fsencode(second)) + len(".reason.txt") <= NAME_MAX


@pytest.mark.parametrize(
    ("tags", "clean"),
    [
        (["Home", "home", " HOME "], ("home",)),
        (["b", "a", "b"], ("b", "a")),
        (["Tax\n 2024"], ("tax 2024",)),
        (["", " ", "\u00a0", "\u0301", "\u200b"], ()),
        (["u\u0308ber"], ("\u00fcber",)),
        (["x" * 100], ("x" * 100,)),
        (["e\u0301" * 100], ("\u00e9" * 100,)),  # a hundred letters
        (["\u6771\u4eac", "5", "&", "-"], ("\u6771\u4eac", "5", "&", "-")),
    ],
)
def test_tags_are_in_lower_case_and_differ(tags: list[str], clean: tuple[str, ...]) -> None:
    assert clean_tags(tags) == clean


@pytest.mark.parametrize("tag", ["x" * 101, "a\x00b", "a\x7f", "\ud800a", "a\u2066b", "a" + "\u0301" * 500])
def test_a_tag_that_cannot_be_kept_is_refused(tag: str) -> None:
    with pytest.raises(InvalidInputError):
        clean_tags(["home", tag])


def test_a_source_has_a_default() -> None:
    assert [clean_source(text, "inbox") for text in (" Mail  box ", "", " ", "\u200b")] == [
        "Mail box",
        "inbox",
        "inbox",
        "inbox",
    ]


@pytest.mark.parametrize(
    ("note", "clean"),
    [
        (" a\n\tb \n", "a\n\tb"),
        ("a\x00b\x1bc\r\nd", "abc\nd"),
        ("a\ud800b", "ab"),
        ("a\u202eb", "a\u202eb"),
        ("x" * (MAX_NOTE + 5), "x" * MAX_NOTE),
        (" ", ""),
    ],
)
def test_a_note_keeps_what_can_be_stored(note: str, clean: str) -> None:
    assert clean_note(note) == clean


@given(st.text())
def test_a_cleaned_note_is_clean(note: str) -> None:
    once = clean_note(note)
    assert clean_note(once) == once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("a", True),
        ("5", True),
        ("!", True),
        ("\u20ac", True),
        (" ", False),
        ("", False),
        ("\u200b", False),
        ("\u0301", False),
    ],
)
def test_a_text_is_visible_if_it_has_a_sign(text: str, visible: bool) -> None:
    assert is_visible(text) == visible
