"""Where a quotation stands in a document."""

from __future__ import annotations

from alfrd_luigi.assessment import places
from alfrd_luigi.assessment.places import Place

PAGES = ("Northwind Water\nPage 1", "Account   5500-1122\nTotal  due   $104.50\nDue 25 March 2024")
WORDS = [
    [text, index / 10, 0.5, index / 10 + 0.05, 0.6, 0.99]
    for index, text in enumerate(["Account", "5500-1122", "Total", "due", "$104.50", "Due", "25", "March", "2024"])
]


def test_a_quotation_is_found_however_wide_its_spaces_are() -> None:
    place = places.find("total due $104.50", PAGES)
    assert place is not None
    assert place.page == 2
    assert PAGES[1][place.start : place.end] == "Total  due   $104.50"


def test_a_quotation_may_go_over_a_line_end() -> None:
    assert places.find("$104.50 Due 25 March", PAGES) is not None


def test_what_is_not_in_the_text_has_no_place() -> None:
    assert places.find("Total due $204.50", PAGES) is None
    assert places.find("   ", PAGES) is None


def test_signs_of_a_pattern_are_plain_text() -> None:
    assert places.find("($1.00) [a-z]+", ("was ($1.00) [a-z]+ once",)) == Place(1, 4, 18)


def test_the_boxes_are_those_of_the_words_of_the_place() -> None:
    place = places.find("due   $104.50", PAGES)
    assert place is not None
    assert places.boxes(place, PAGES[1], WORDS) == [[0.3, 0.5, 0.35, 0.6], [0.4, 0.5, 0.45, 0.6]]


def test_a_part_of_a_word_has_the_box_of_the_word() -> None:
    place = places.find("104", PAGES)
    assert place is not None
    assert places.boxes(place, PAGES[1], WORDS) == [[0.4, 0.5, 0.45, 0.6]]


def test_a_text_that_does_not_consist_of_the_words_has_no_boxes() -> None:
    place = places.find("Northwind", PAGES)
    assert place is not None
    assert places.boxes(place, PAGES[0], []) == []
    assert places.boxes(place, PAGES[0], WORDS) == []
