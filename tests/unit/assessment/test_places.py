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


def test_the_boxes_end_with_the_place() -> None:
    text = "one two three"
    words = [[word, number, 0, number + 1, 1, 0.9] for number, word in enumerate(text.split())]
    spans = {(0, 3): [0], (4, 7): [1], (3, 4): [], (2, 5): [0, 1], (0, 13): [0, 1, 2], (7, 8): [], (12, 13): [2]}
    for (start, end), numbers in spans.items():
        boxes = places.boxes(Place(1, start, end), text, words)
        assert [box[0] for box in boxes] == numbers, (start, end)


def test_the_first_page_with_the_quotation_counts() -> None:
    pages = ("A 5.00", "B 7.00", "B 7.00")
    assert places.find("b 7.00", pages) == Place(2, 0, 6)
