"""Lines that a recogniser found and could not read are noticed by the room that they take."""

from __future__ import annotations

import pytest

from alfrd_luigi.ocr.legibility import FoundLine, is_foreign, is_read, is_used, unread_share


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


# What the recogniser made of these lines, and its confidence.
GUESSES = {
    "Devanagari": [("37R Aag  AAts", 310, 40, 0.66), ("T: T2T HR 2THf", 280, 40, 0.83), ("fot    4471", 280, 40, 0.81)],
    "Thai": [("aswWnnlka na", 280, 42, 0.55), ("luuvnw 4471", 290, 42, 0.79), ("nv 30 lu", 320, 42, 0.73)],
    "Hebrew": [("77n nn n", 330, 40, 0.69), ("07 n37 7nv71D 482.50", 330, 40, 0.83), ("' 77 vT 30 7", 340, 40, 0.77)],
}


@pytest.mark.parametrize("script", GUESSES)
def test_letters_that_only_look_like_those_of_the_page_are_noticed(script: str) -> None:
    lines = [FoundLine(*guess) for guess in GUESSES[script]] + [FoundLine("12/04/2024", 200, 40, 0.99)]
    share = unread_share(lines)
    assert share > 0.5
    assert not is_used(lines[0], share)
    assert is_used(lines[-1], share)


def test_an_uncertain_line_of_a_page_that_is_read_is_used() -> None:
    lines = [FoundLine("Sbatement of your loan", 400, 20, 0.7), *[FoundLine("Total amount due", 300, 20)] * 6]
    assert unread_share(lines) == 0.0
    assert is_used(lines[0], 0.0)
    assert is_used(lines[0], 0.3)  # of a page that is partly written in another script
    assert not is_used(FoundLine("", 400, 20), 0.3)


def test_a_paragraph_in_another_script_is_noticed() -> None:
    foreign = [FoundLine("", 400, 20, 1.0), FoundLine(", 12", 400, 20, 0.9)]
    assert unread_share([*foreign, *[FoundLine("Total amount due on 12 March", 400, 20)] * 7]) == 0.222


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


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("", False),
        ("12/04", False),
        ("\u00e9", False),
        ("\u00b5", False),
        ("\u6c34\u9053", False),
        ("\u30ab\u30bf", False),
        ("\u0430\u0431\u0432", True),
        ("\u0430\u0431\u0432abc", False),  # half of the letters
        ("\u0430\u0431\u0432ab", True),
        ("\u0430\u0431\u0432ab 1234", True),  # digits are no letters
    ],
)
def test_a_text_is_foreign_by_most_of_its_letters(text: str, foreign: bool) -> None:
    assert is_foreign(text) == foreign


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (FoundLine("abcdefg", 200, 20), True),  # just dense enough
        (FoundLine("abcdef", 200, 20), False),
        (FoundLine("a", 0, 20), False),
    ],
)
def test_a_line_is_read_by_its_letters_in_a_square(line: FoundLine, read: bool) -> None:
    assert is_read(line) == read


@pytest.mark.parametrize(
    ("confidence", "share", "used"), [(0.5, 0.0, True), (0.5, 0.5, True), (0.5, 0.51, False), (0.8, 0.51, True)]
)
def test_a_guess_is_used_unless_most_of_the_page_is_unread(confidence: float, share: float, used: bool) -> None:
    assert is_used(FoundLine("Total amount", 120, 20, confidence), share) == used


def test_digits_are_no_guess() -> None:
    assert is_used(FoundLine("12/04", 60, 20, 0.1), 0.9)


def test_the_share_begins_at_a_fifth_and_leaves_short_lines_out() -> None:
    assert unread_share([FoundLine("", 30, 20), FoundLine("Total amount", 120, 20)]) == 0.2
    assert unread_share([FoundLine("", 29, 20), FoundLine("Total amount", 120, 20)]) == 0.0
    assert unread_share([FoundLine("abc", 100, 0)]) == 0.0
