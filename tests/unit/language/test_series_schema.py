"""The fields of a series extend those of the type; nothing is dropped or changed, whatever a design says."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.errors import InvalidAnswerError
from alfrd_luigi.prompts.series_schema import MOST_FIELDS, complete, designed, extended

TYPE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["policy_number"],
    "properties": {
        "policy_number": {"type": "string", "description": "The policy's number"},
        "due_date": {"type": "string", "format": "date"},
        "premium": {"type": "number"},
    },
}


def field(name: str, kind: str = "text", label: str | None = None, *, is_required: bool = False) -> dict[str, Any]:
    return {"name": name, "kind": kind, "label": label, "is_required": is_required}


def test_a_design_adds_fields_with_their_labels() -> None:
    made = designed(TYPE, [field("tariff", "number", "Tarif", is_required=True), field("zone")])
    assert made["properties"] == {
        **TYPE["properties"], "tariff": {"type": "number", "title": "Tarif"}, "zone": {"type": "string"}
    }  # fmt: skip
    assert made["required"] == ["policy_number", "tariff"]
    assert made["additionalProperties"] is False


def test_a_field_of_the_type_gets_a_label_and_stays_what_it_is() -> None:
    made = designed(TYPE, [field("due_date", "date", "Zahlbar bis", is_required=True), field("zone")])
    assert made["properties"]["due_date"] == {"type": "string", "format": "date", "title": "Zahlbar bis"}
    assert made["required"] == ["policy_number", "due_date"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ([], "adds 0 fields"),
        ([field("due_date", "date", "Due")], "adds 0 fields"),
        ([field(f"zone_{n}") for n in range(MOST_FIELDS + 1)], f"adds {MOST_FIELDS + 1} fields"),
        ([field("zone"), field("zone", "number")], "two descriptions"),
        ([field("due_date", "text"), field("zone")], "due_date of the type another kind"),
        ([field("premium", "integer"), field("zone")], "premium of the type another kind"),
        ([field("Zone")], "a name that it cannot have"),
        ([field("total_amount", "number")], "a name that it cannot have"),
        ([field("date", "date")], "a name that it cannot have"),
    ],
)
def test_a_design_that_cannot_be_used_is_refused(fields: list[dict[str, Any]], fault: str) -> None:
    with pytest.raises(InvalidAnswerError, match=fault):
        designed(TYPE, fields)


def test_a_document_is_read_by_the_fields_that_its_type_has_now() -> None:
    made = designed(TYPE, [field("premium", "number", "Beitrag"), field("zone"), field("bonus")])
    now = {**TYPE, "properties": {"policy_number": {"type": "string"}, "bonus": {"type": "number"}}}
    found = extended(now, made)
    assert found["properties"]["bonus"] == {"type": "number"}
    assert found["properties"]["policy_number"] == {"type": "string"}
    assert found["properties"]["premium"] == {"type": "number", "title": "Beitrag"}
    assert "zone" in found["properties"]


def test_every_document_has_every_field() -> None:
    made = designed(TYPE, [field("zone")])
    assert complete({"policy_number": "7"}, made) == {
        "policy_number": "7", "due_date": None, "premium": None, "zone": None
    }  # fmt: skip
