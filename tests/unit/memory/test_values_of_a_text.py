"""The values that a text prints, their labels, and which of several amounts the others lead to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.extraction.lines import read_lines
from alfrd_luigi.memory import labels, mentions, use
from alfrd_luigi.memory.calculation import Amount, passed


def _amounts(text: str) -> list[Amount]:
    """The numbers of a text; those of a line stand beside each other."""
    return [
        Amount(float(number), line, start)
        for line, numbers in enumerate(text.splitlines())
        for start, number in enumerate(numbers.split())
    ]


@pytest.mark.parametrize(
    ("printed", "candidates", "led"),
    [
        # Total, cash, change: what was handed over is above its change, the price above both.
        ("9.40\n20.00\n10.60", "9.40 20.00", [20.0]),
        ("9.40\n20.00\n10.58", "9.40 20.00", [20.0]),  # change is rounded to the smallest coin
        ("9.40\n20.00\n10.54", "9.40 20.00", []),
        ("9.40\n20.00\n1.00\n10.60", "9.40 20.00", [20.0]),
        ("9.40\n20.00\n1.00\n2.00\n10.60", "9.40 20.00", []),  # two lines below
        ("9.40\n20.00\n10.60 3.00", "9.40 20.00", []),  # not alone in its line
        ("9.40\n20.00\n10.60", "9.40 10.60", [10.6]),  # their sum is between them: that is change
        # Goods, tax, total: the difference is between them, so the upper leads to the lower.
        ("8.00\n1.52\n9.52", "8.00 9.52", [8.0]),
        ("8.00\n1.53\n9.52", "8.00 9.52", []),
        ("10.00\n-2.00\n8.00", "10.00 8.00", [10.0]),
        ("8.00\n-1.52\n9.52", "8.00 9.52", [8.0]),
        # Others add up to the lower one, the upper one among them.
        ("8.00\n0.50\n0.70\n9.20", "8.00 9.20", [8.0]),
        ("1.00\n8.00\n0.50\n0.70\n9.20", "8.00 9.20", [8.0]),
        ("8.00\n0.50\n0.80\n9.20", "8.00 9.20", []),
        ("1.50\n2.50\n4.00", "1.50 2.50 4.00", [1.5, 2.5]),
        ("8.00 1.00\n0.50\n0.70\n9.20", "8.00 9.20", []),  # it is not the last amount of its line
        ("9.20\n9.20", "9.20", []),
        ("9.20", "9.20", []),
    ],
)
def test_an_amount_leads_to_another_or_follows_from_it(printed: str, candidates: str, led: list[float]) -> None:
    amounts = _amounts(printed)
    values = [float(each) for each in candidates.split()]
    assert passed([each for each in amounts if each.value in values], amounts) == led


def test_an_amount_is_above_what_comes_after_it() -> None:
    left, right, below = Amount(1.0, 0, 0), Amount(1.0, 0, 5), Amount(1.0, 1, 0)
    assert [left.is_above(right), right.is_above(below), right.is_above(left), left.is_above(left)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Total due   $104.50", "totaldue"),
        ("Bill Date: March 4, 2023", "bllldate"),
        ("Invoice No. 4711 of 5 May 2024", "lnvolcenoof"),
        ("Kasse 3  12:30  Summe 9,40", "kassesumme"),
        ("2024-03-05", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_a_label_has_no_numbers_and_no_days(words: str, label: str) -> None:
    assert labels.label_of(words) == label


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("total", "total", True),
        ("totaldue", "totaldve", True),  # one letter of eight
        ("totals", "tetals", False),
        ("to", "to", True),
        ("to", "te", False),
        ("", "", True),
        ("", "total", False),
        ("totalamountdue", "totaiamountdve", True),
        ("total", "totalamount", False),
    ],
)
def test_a_label_may_have_misread_letters(one: str, other: str, is_same: bool) -> None:
    assert labels.is_same_label(one, other) == labels.is_same_label(other, one) == is_same


def _mention(text: str, value: float, nth: int = 0) -> mentions.Mention:
    return [each for each in mentions.numbers_of((text,)) if each.value == value][nth]


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("Total due  5.00", 5.0, "Total due"),
        ("Paid on 5 May 2024 in cash  5.00", 5.0, "Paid on in cash"),
        ("one two three four five six  5.00", 5.0, "two three four five six"),  # the last five words
        ("Tea 2  Milk 3  5.00", 5.0, "Tea Milk"),
        ("5.00 Total", 5.0, ""),
        ("- : 5.00", 5.0, ""),
    ],
)
def test_the_label_before_a_value_is_the_words_of_its_line(text: str, value: float, label: str) -> None:
    assert labels.label_before(_mention(text, value))[1] == label


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("Net   Total\n4.00   5.00", 4.0, "Net"),
        ("Net   Total\n4.00   5.00", 5.0, "Total"),
        ("Net and total\n4.00   5.00", 5.0, "Net and total"),
        ("Net   Total\n               5.00", 5.0, "Net Total"),  # no cell is above it
        ("5.00", 5.0, ""),
        ("Total\nfor Ann\n5.00", 5.0, "for Ann"),
    ],
)
def test_the_label_above_a_value_is_the_cell_or_the_line(text: str, value: float, label: str) -> None:
    assert labels.label_above(_mention(text, value), read_lines([text]))[1] == label


def test_a_label_is_not_on_another_page() -> None:
    pages = ("Total", "5.00")
    (mention,) = mentions.numbers_of(pages)
    assert labels.label_above(mention, read_lines(pages)) == ("", "")


def test_a_line_beyond_the_text_has_no_label() -> None:
    lines = read_lines(["Total 5.00\nThanks"])
    assert [labels.label_of_line(lines, number) for number in (-1, 0, 1, 2)] == ["", "total", "thanks", ""]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Slip 12 No 3", "Slip 9876 No 1"), ("05/03/24  AB12", "31/12/23  XY9"), ("Total  5", "Total 7123")],
)
def test_lines_with_other_numbers_have_one_shape(one: str, other: str) -> None:
    first, second = (labels.line_shape(read_lines([text])[0]) for text in (one, other))
    assert first == second
    assert first != labels.line_shape(read_lines([f"{one} more"])[0])


_ANSWER = {
    "total_amount": 5.0,
    "structured_data": {"number": "A7"},
    "evidence": {"total_amount": "Total due 5.00", "number": "No. A7"},
    "confidences": {"total": 0.9},
}


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("total", (5.0, "totaldue", 0.9)),
        ("field.number", ("A7", "no", None)),
        ("entity", (None, None, None)),
        ("field.other", (None, None, None)),
    ],
)
def test_what_an_engine_found_has_its_label_and_confidence(field: str, found: tuple[Any, ...]) -> None:
    value, label, sure = labels.found(_ANSWER, field)
    assert (value, label, sure) == found


def test_an_answer_may_have_neither_evidence_nor_confidences() -> None:
    nothing: dict[str, Any] | None
    for nothing in ({}, None):
        assert labels.found({"total_amount": 5.0, "evidence": nothing, "confidences": nothing}, "total") == (
            5.0,
            None,
            None,
        )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Tea 2  3.50  7.00", [2, 3.5, 7]),
        ("1,234 and 1,234.50", [1234, 1234.5]),
        (".50 each", [0.5]),
        ("5 May 2024 at 7", [7]),  # a day is none
        ("05/03/2024  9", [9]),
        ("A7 7B 7", [7]),
        ("1.2.3", []),
        ("12:30", [12, 30]),
        ("-5.00", [-5]),
        ("", []),
    ],
)
def test_the_numbers_of_a_text_are_read_in_their_order(text: str, numbers: list[float]) -> None:
    assert [each.value for each in mentions.numbers_of((text,))] == numbers


@pytest.mark.parametrize(
    ("label", "rank"),
    [
        ("Gesamtbetrag", 0),
        ("Amount due", 1),
        ("Closing balance", 2),
        ("Total", 3),
        ("Tea", 4),
        ("CASH", 5),
        ("CHANGE", 5),
    ],
)
def test_a_number_has_the_rank_of_its_label(label: str, rank: int) -> None:
    assert _mention(f"{label}   5.00", 5.0).rank == rank


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("2024-04-03", "03/04/2024", [("03/04/2024", "day first")]),
        ("2024-03-04", "03/04/2024", [("03/04/2024", "month first")]),
        ("2024-04-13", "13/04/2024", [("13/04/2024", "day first")]),
        ("2024-04-03", "3 April 2024 or April 3, 2024", [("3 April 2024", None), ("April 3, 2024", None)]),
        ("2024-03-03", "03/03/2024", [("03/03/2024", None)]),
        ("2024-05-05", "03/04/2024", []),
        (5.0, "5.00 5 -5.00 6", [("5.00", None), ("5", None), ("-5.00", None)]),
        ("ab-12", "AB-12 AB12 AB-13", [("AB-12", "aa-99")]),
        ("Ann", "Ann\nAnne\nName: Ann", [("Ann", "aaa"), ("Ann", "aaa")]),
    ],
)
def test_a_value_is_found_with_its_notation(value: Any, text: str, found: list[tuple[str, str | None]]) -> None:
    places = mentions.mentions_of(value, [text])
    shown = [(each.line.text[each.start : each.end], notation) for each, notation in places]
    assert [(words, notation and notation.lower()) for words, notation in shown] == found


@pytest.mark.parametrize(
    ("like", "notation", "text", "values"),
    [
        ("2024-01-01", "day first", "03/04/2024 and 3 May 2024", ["2024-04-03", "2024-05-03"]),
        ("2024-01-01", "month first", "03/04/2024 and 13/05/2024", ["2024-03-04", "2024-05-13"]),
        ("2024-01-01", None, "03/04/2024 and 3 May 2024", ["2024-05-03"]),
        ("AB-1234", None, "CD-5 and EFGH-99999 and 12-AB", ["CD-5", "EFGH-99999"]),
        ("A7", None, "B8 C12 D123 EF9", ["B8", "C12"]),
        ("AB 12", None, "CD  34", ["CD  34"]),
        ("Ann", None, "Bob   Customer: Carl\nDora", ["Bob", "Customer: Carl", "Carl", "Dora"]),
        ("Ann", None, "Customer:", ["Customer:"]),
        (True, None, "1 true", []),
        (None, None, "1 none", []),
        (1.0, None, "2 3.50", [2.0, 3.5]),
    ],
)
def test_the_values_of_a_kind_are_found(like: Any, notation: str | None, text: str, values: list[Any]) -> None:
    assert [each.value for each in mentions.values_like(like, notation, [text])] == values


_ISSUER, _LESSON = UUID(int=1), UUID(int=2)


def _use(field: str, outcome: Any, **given: Any) -> dict[str, Any]:
    made = use.Use(_ISSUER, _LESSON, field, given.pop("proposed", None), given.pop("instead", None), outcome, ["name"])
    return made._replace(**given).stored()


def test_a_use_is_stored_in_the_types_of_json() -> None:
    stored = _use("total", "taken", proposed=5.0)
    assert (stored["issuer"], stored["lesson"], stored["by"]) == (str(_ISSUER), str(_LESSON), ["name"])
    assert use.Use(_ISSUER, None, "tag", "home", None, "taken", []).stored()["lesson"] is None


def test_the_own_answer_of_an_engine_is_without_what_the_memory_changed() -> None:
    answer = {
        "document_type": "invoice",
        "confidence": 0.9,
        "reasoning": "A person gave this type. So",
        "tags": ["2024", "home"],
        use.MEMORY: [
            _use("tag", "taken", proposed="home"),
            _use("type", "taken", proposed="invoice", instead="letter", instead_words="So", instead_confidence=0.4),
        ],
    }
    assert use.taken(answer) == {"tag", "type"}
    assert use.own_answer(answer) == {
        "document_type": "letter",
        "confidence": 0.4,
        "reasoning": "So",
        "tags": ["2024"],
    }


def test_a_value_that_was_taken_gives_way_to_that_of_the_engine() -> None:
    answer = {
        "total_amount": 5.0,
        "entity": "North",
        "structured_data": {"number": "A7", "other": "x"},
        "evidence": {"total_amount": "Total 5.00", "number": "No. A7"},
        "confidences": {"total": 0.95, "field.number": 0.95, "entity": 0.8},
        use.MEMORY: [
            _use("total", "taken", proposed=5.0, instead=4.0, instead_words="Net 4.00", instead_confidence=0.6),
            _use("field.number", "taken", proposed="A7", instead=None),
            _use("entity", "agreed", proposed="North", instead="North"),
            _use("date", "lost", proposed="2024-03-05", instead="2024-03-06"),
        ],
    }
    assert use.taken(answer) == {"total", "field.number"}
    assert use.own_answer(answer) == {
        "total_amount": 4.0,
        "entity": "North",
        "structured_data": {"number": None, "other": "x"},
        "evidence": {"total_amount": "Net 4.00"},
        "confidences": {"total": 0.6, "entity": 0.8},
    }


@pytest.mark.parametrize("memory", [None, []])
def test_an_answer_without_a_memory_is_the_engine_s(memory: Any) -> None:
    assert use.taken({use.MEMORY: memory}) == set()
    assert use.own_answer({"entity": "North", use.MEMORY: memory}) == {"entity": "North"}
    assert use.own_answer({"entity": "North"}) == {"entity": "North"}
