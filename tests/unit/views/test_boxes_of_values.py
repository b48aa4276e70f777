"""Neighbouring words of a line have one box, and a value is shown as it is printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database.document_details import DocumentDetails
from alfrd_luigi.views.values import Box, Value, joined, values

_FIRST = Box(0.1, 0.10, 0.2, 0.12)


@pytest.mark.parametrize(
    ("following", "boxes"),
    [
        (Box(0.21, 0.09, 0.3, 0.13), [Box(0.1, 0.09, 0.3, 0.13)]),
        (Box(0.229, 0.10, 0.3, 0.12), [Box(0.1, 0.10, 0.3, 0.12)]),
        (Box(0.231, 0.10, 0.3, 0.12), None),  # another cell
        (Box(0.171, 0.10, 0.19, 0.12), [Box(0.1, 0.10, 0.2, 0.12)]),  # within the first
        (Box(0.169, 0.10, 0.3, 0.12), None),
        (Box(0.21, 0.109, 0.3, 0.129), [Box(0.1, 0.10, 0.3, 0.129)]),  # half in the line
        (Box(0.21, 0.111, 0.3, 0.131), None),
        (Box(0.21, 0.10, 0.3, 0.20), [Box(0.1, 0.10, 0.3, 0.20)]),  # large beside small
        (Box(0.21, 0.105, 0.3, 0.109), [Box(0.1, 0.10, 0.3, 0.12)]),
    ],
)
def test_boxes_of_neighbouring_words_are_joined(following: Box, boxes: list[Box] | None) -> None:
    assert list(joined([_FIRST, following])) == (boxes or [_FIRST, following])


def test_of_three_words_the_third_may_be_apart() -> None:
    beside, apart = Box(0.21, 0.10, 0.3, 0.12), Box(0.5, 0.10, 0.6, 0.12)
    assert list(joined([_FIRST, beside, apart])) == [Box(0.1, 0.10, 0.3, 0.12), apart]
    assert list(joined([])) == []


def _values(**known: Any) -> dict[str, Value]:
    rest: dict[str, Any] = dict.fromkeys(DocumentDetails._fields)
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    rest |= {"id": UUID(int=1), "created_at": moment, "registered_at": moment, "words_of": {}, "uncertain": []}
    return {value.name: value for value in values(DocumentDetails(**{**rest, **known}))}


@pytest.mark.parametrize(
    ("content", "evidence", "shown"),
    [
        (5.0, "Tax: 5.00", Decimal("5.00")),
        (1234.5, "Tax 1'234,50", Decimal("1234.50")),
        (5.0, "5 kWh", 5.0),
        (5.0, None, 5.0),
        ("2024-02-29", "29 Feb", date(2024, 2, 29)),
        ("2024-02-31", "31 Feb", "2024-02-31"),
        ("2024-02-29 and more", "", "2024-02-29 and more"),
        (True, "1.00", True),
    ],
)
def test_a_field_is_shown_as_it_is_printed(content: Any, evidence: str | None, shown: Any) -> None:
    found = _values(structured_data={"tax": content}, evidence={"tax": evidence})["field.tax"].content
    assert (found, type(found)) == (shown, type(shown))


def test_a_document_of_which_nothing_is_known_has_four_blank_values() -> None:
    found = _values()
    assert list(found) == ["type", "entity", "date", "total"]
    assert not any(each.content or each.evidence or each.is_uncertain for each in found.values())


def test_a_value_has_its_place_its_words_and_whether_it_is_sure() -> None:
    found = _values(
        total_amount=Decimal("5.00"),
        structured_data={"tax": 1.0, "line_items": [{"amount": 1}]},
        evidence={"total_amount": "Total 5.00", "document_date": "1 May"},
        places={"total": {"page": 2, "boxes": [list(_FIRST)]}},
        uncertain=["currency", "field.tax"],
        confidences={"total": 0.5},
        words_of={"total": "person"},
    )
    assert found["total"] == Value("total", Decimal("5.00"), "person", 0.5, True, 2, (_FIRST,), "Total 5.00")
    assert (found["date"].evidence, found["date"].page, found["date"].is_uncertain) == ("1 May", None, False)
    assert found["field.tax"].is_uncertain
    assert "field.line_items" not in found
