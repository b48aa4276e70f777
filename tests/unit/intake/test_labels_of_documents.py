"""Tags, sources and notes as they are kept: trimmed, in one form, and without what no terminal can show."""

from __future__ import annotations

import pytest

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake import litter
from alfrd_luigi.intake.labels import (
    MAX_LENGTH,
    MAX_NOTE,
    clean_note,
    clean_source,
    clean_tags,
    has_controls,
    is_visible,
)


@pytest.mark.parametrize(
    ("tags", "kept"),
    [
        ([], ()),
        (["Tax"], ("tax",)),
        (["  tax  2024 "], ("tax 2024",)),
        (["tax\n2024"], ("tax 2024",)),
        (["b", "a", "B", "a "], ("b", "a")),  # in the given order
        (["", "  ", "\u200b", "tax"], ("tax",)),  # what cannot be seen is none
        (["...", "#1", "\u20ac", "\u0301"], ("...", "#1", "\u20ac")),
        (["Cafe\u0301", "caf\u00e9"], ("caf\u00e9",)),
        (["\u00dcBER"], ("\u00fcber",)),
        (["x" * MAX_LENGTH], ("x" * MAX_LENGTH,)),
        (["e\u0301" * MAX_LENGTH], ("\u00e9" * MAX_LENGTH,)),  # as many characters when they are joined
    ],
)
def test_tags_are_kept_in_one_form(tags: list[str], kept: tuple[str, ...]) -> None:
    assert clean_tags(tags) == kept


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("x" * (MAX_LENGTH + 1), "a tag or source has 101 characters"),
        ("x" * 5000, "a tag or source has 5000 characters"),
        ("e\u0301" * 300, "a tag or source has 600 characters"),  # too long to be joined first
        ("a\x1bb", "the tag or source 'a\\x1bb' holds control characters"),
        ("a\0b", "the tag or source 'a\\x00b' holds control characters"),
        ("a\u202eb", "the tag or source 'a\\u202eb' holds control characters"),
        ("a\ud800b", "the tag or source 'a\\ud800b' holds control characters"),
    ],
)
def test_a_tag_that_cannot_be_kept_is_refused(tag: str, said: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        clean_tags(["fine", tag])
    assert caught.value.message == said
    with pytest.raises(InvalidInputError):
        clean_source(tag, "inbox")


@pytest.mark.parametrize(
    ("source", "kept"),
    [("", "inbox"), (" \t", "inbox"), ("\u200b", "inbox"), (" My  Scanner ", "My Scanner"), ("MAIL", "MAIL")],
)
def test_a_blank_source_is_the_default_one(source: str, kept: str) -> None:
    assert clean_source(source, "inbox") == kept


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("", ""),
        ("  Two\nlines\there \n", "Two\nlines\there"),
        ("a\x1b[31mb\0c\ud800d", "a[31mbcd"),
        ("\r\nfrom Windows\r\n", "from Windows"),
        ("x" * (MAX_NOTE + 5), "x" * MAX_NOTE),
        ("\0" * MAX_NOTE + "x", ""),  # cut first
    ],
)
def test_a_note_is_kept_without_what_cannot_be_stored(note: str, kept: str) -> None:
    assert clean_note(note) == kept


@pytest.mark.parametrize(
    ("text", "controls"),
    [
        ("plain", False),
        ("caf\u00e9 \u6771\u4eac \U0001f600", False),
        ("a\tb", True),
        ("a\x7fb", True),
        ("a\x85b", True),
        *((f"a{chr(each)}b", True) for each in (0x202A, 0x202D, 0x202E, 0x2066, 0x2069)),
        *((f"a{chr(each)}b", False) for each in (0x2029, 0x202F, 0x2065, 0x206A, 0x200F)),
    ],
)
def test_what_reverses_a_text_is_a_control_character(text: str, controls: bool) -> None:
    assert has_controls(text) == controls


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("a", True),
        ("1", True),
        ("\u20ac", True),
        ("-", True),
        (" ", False),
        ("\u00a0\u2003", False),
        ("\u200b", False),
        ("", False),
    ],
)
def test_a_blank_text_has_nothing_to_be_seen(text: str, visible: bool) -> None:
    assert is_visible(text) == visible


@pytest.mark.parametrize(
    ("name", "is_litter", "is_transfer", "is_hidden_transfer"),
    [
        ("scan.pdf", False, False, False),
        ("THUMBS.DB", True, False, False),
        ("Thumbs.db.pdf", False, False, False),
        ("~$letter.docx", True, False, False),
        ("a~$letter.docx", False, False, False),
        ("scan.pdf@SynoResource", True, False, False),
        ("@synoresource.pdf", False, False, False),
        ("Icon\r", True, False, False),
        ("icon", False, False, False),
        ("scan.pdf.Part", False, True, False),
        ("part", False, False, False),
        ("scan.part.pdf", False, False, False),
        (".scan.pdf.swp", False, True, True),
        (".scan.pdf.a1B2c3", False, False, True),
        (".scan.pdf.a1B2c", False, False, False),  # five letters
        (".scan.pdf.a1B2c34", False, False, False),
        (".scan.pdf.a1-2c3", False, False, False),
        (".abcdef", False, False, False),  # a name, and no name with an end
        ("scan.pdf.a1B2c3", False, False, False),
    ],
)
def test_the_name_of_a_file_tells_which_program_made_it(
    name: str, is_litter: bool, is_transfer: bool, is_hidden_transfer: bool
) -> None:
    found = (litter.is_litter(name), litter.is_transfer(name), litter.is_hidden_transfer(name))
    assert found == (is_litter, is_transfer, is_hidden_transfer)
    assert litter.is_hidden(name) == name.startswith(".")
