"""Lines that a recogniser found and could not read are noticed by the room that they take."""

from __future__ import annotations

import pytest

from alfrd_luigi.ocr.legibility import FoundLine, is_read, unread_share


@pytest.mark.parametrize(
    "text", ["Total amount due 12.50", "Gesch\u00e4ftsf\u00fchrung", "\u6c34\u9053\u6599\u91d1", "15.03.2024"]
)
def test_a_line_with_letters_for_its_room_is_read(text: str) -> None:
    assert is_read(FoundLine(text, len(text) * 10, 20))


@pytest.mark.parametrize(
    "text",
    [
        "",  # nothing was recognised
        ", 12",  # the digits of a line in Cyrillic script
        "\u03c3\u03bd\u03bf\u03bb\u03bf \u03c0\u03bb\u03b7\u03c1\u03c9\u03bc\u03b7\u03c2",  # guessed Greek
    ],
)
def test_a_line_that_lost_its_letters_is_not_read(text: str) -> None:
    assert not is_read(FoundLine(text, 250, 25))


def test_the_share_is_that_of_the_length_of_the_lines() -> None:
    lines = [FoundLine("", 300, 20), FoundLine("Total 12.50", 100, 20)]
    assert unread_share(lines) == 0.75


def test_a_few_unread_lines_are_ordinary() -> None:
    lines = [FoundLine("", 100, 20), *[FoundLine("Total amount due", 200, 20)] * 4]
    assert unread_share(lines) == 0.0


def test_signs_are_too_short_to_tell() -> None:
    assert unread_share([FoundLine("", 20, 20), FoundLine("*", 10, 20)]) == 0.0


def test_an_empty_page_is_read() -> None:
    assert unread_share([]) == 0.0
