"""The changes of a document that a person sees: which values of its row differ, by which names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.corrections import history
from alfrd_luigi.corrections.history import Change
from alfrd_luigi.database import revisions

ROW: dict[str, Any] = {
    "document_type": "bill",
    "entity": "Example Power Ltd",
    "document_date": "2024-02-01",
    "total_amount": 45.1,
    "currency": "EUR",
    "summary": "A bill.",
    "title": "Bill of February",
    "note": None,
    "paid": None,
    "structured_data": {"number": "A-1", "tax": 7.2, "items": [{"text": "Gas", "amount": 45.1}]},
    "series_id": 3,
    "status": "filed",
    "updated_at": "2024-02-03T10:00:00+00:00",
}
TAGS = [{"tag": "gas", "origin": "person"}, {"tag": "power", "origin": "file"}, {"tag": "bills", "origin": "engine"}]
TITLES = {3: "Example Power: gas", 4: "Example Power: water"}


def _changed(before: dict[str, Any], after: dict[str, Any], *, tags: list[dict[str, Any]] | None = None) -> Any:
    at = datetime(2024, 2, 3, tzinfo=UTC)
    change = revisions.Change(
        UUID(int=1),
        1,
        at,
        1,
        "set",
        "ann",
        False,
        None,
        before,
        after,
        TAGS,
        TAGS if tags is None else tags,
        None,
        None,
    )
    return list(history.differences(change, TITLES))


def test_the_values_of_a_row_have_the_names_of_the_commands() -> None:
    values = history.values(ROW, TAGS, TITLES)
    assert values == {
        "type": "bill",
        "entity": "Example Power Ltd",
        "date": "2024-02-01",
        "total": 45.1,
        "currency": "EUR",
        "summary": "A bill.",
        "title": "Bill of February",
        "note": None,
        "paid": None,
        "field.number": "A-1",
        "field.tax": 7.2,
        "field.items": [{"text": "Gas", "amount": 45.1}],
        "series": "Example Power: gas",
        "tags": ["bills", "gas"],  # the tag of the series is none of them
    }


def test_an_empty_row_has_no_values() -> None:
    values = history.values({}, None, {})
    assert values.pop("tags") == []
    assert set(values.values()) == {None}
    assert "series" in values


@pytest.mark.parametrize(
    ("series", "title"), [(3, "Example Power: gas"), (9, "series 9"), (0, "series 0"), (None, None)]
)
def test_a_series_that_is_gone_has_its_number(series: int | None, title: str | None) -> None:
    assert history.values({"series_id": series}, None, TITLES)["series"] == title


@pytest.mark.parametrize(
    ("after", "change"),
    [
        ({"document_type": "receipt"}, Change("type", "bill", "receipt")),
        ({"entity": None}, Change("entity", "Example Power Ltd", None)),
        ({"document_date": "2024-02-02"}, Change("date", "2024-02-01", "2024-02-02")),
        ({"total_amount": 0}, Change("total", 45.1, 0)),
        ({"currency": "USD"}, Change("currency", "EUR", "USD")),
        ({"summary": ""}, Change("summary", "A bill.", "")),
        ({"title": "Gas"}, Change("title", "Bill of February", "Gas")),
        ({"note": "ask"}, Change("note", None, "ask")),
        ({"paid": "2024-03-01"}, Change("paid", None, "2024-03-01")),
        ({"series_id": 4}, Change("series", "Example Power: gas", "Example Power: water")),
        ({"series_id": None}, Change("series", "Example Power: gas", None)),
    ],
)
def test_a_value_that_differs_is_a_change(after: dict[str, Any], change: Change) -> None:
    assert _changed(ROW, {**ROW, **after}) == [change]


def test_the_state_of_the_work_is_no_change() -> None:
    assert _changed(ROW, ROW) == []
    assert _changed(ROW, {**ROW, "status": "pending", "updated_at": "2024-02-04"}) == []
    assert _changed({}, {}) == []


def test_fields_come_and_go() -> None:
    fields = {"number": "A-2", "items": [], "kind": "gas"}
    assert _changed(ROW, {**ROW, "structured_data": fields}) == [
        Change("field.number", "A-1", "A-2"),
        Change("field.tax", 7.2, None),
        Change("field.items", [{"text": "Gas", "amount": 45.1}], []),
        Change("field.kind", None, "gas"),
    ]
    assert [change.field for change in _changed(ROW, {**ROW, "structured_data": None})] == [
        "field.number",
        "field.tax",
        "field.items",
    ]


def test_the_order_of_tags_and_the_tag_of_a_series_are_no_change() -> None:
    assert _changed(ROW, ROW, tags=TAGS[::-1]) == []
    assert _changed(ROW, ROW, tags=[*TAGS[::2], {"tag": "water", "origin": "file"}]) == []
    assert _changed(ROW, ROW, tags=TAGS[:2]) == [Change("tags", ["bills", "gas"], ["gas"])]
    assert _changed(ROW, ROW, tags=[]) == [Change("tags", ["bills", "gas"], [])]


def test_what_lies_between_two_states() -> None:
    assert list(history.between({"a": 1, "b": 2}, {"b": 3, "c": 4})) == [
        Change("a", 1, None),
        Change("b", 2, 3),
        Change("c", None, 4),
    ]
    assert list(history.between({"a": None}, {})) == []
