"""What a person said in paperless-ngx, in our words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.paperless import export
from alfrd_luigi.paperless.export import Export, Row
from alfrd_luigi.paperless.statement import Statement, Types, check, shown, statement

TYPES = Types({"invoice": {"properties": {}}})


def _said(kind: str = "string", extra: Any = None, value: dict[str, Any] | None = None, **fields: Any) -> Statement:
    """The statement about a document with one custom field, called Project."""
    of = Export(Path())
    of.named[export.FIELD][1] = Row(1, {"name": "Project", "data_type": kind, "extra_data": extra}, {})
    if value is not None:
        of.attached[export.VALUE][7] = [Row(1, {"field": 1, **value}, {})]
    return statement(Row(7, fields, {}), of, TYPES)


@pytest.mark.parametrize(
    ("kind", "extra", "value", "note"),
    [
        ("string", None, {"value_text": "Kitchen"}, "Project: Kitchen"),
        ("integer", None, {"value_int": 0}, "Project: 0"),
        ("boolean", None, {"value_bool": False}, "Project: false"),
        ("boolean", None, {"value_bool": "yes"}, None),
        ("select", {"select_options": [{"id": "a", "label": "Bath"}]}, {"value_select": "a"}, "Project: Bath"),
        ("select", {"select_options": ["Kitchen", "Bath"]}, {"value_select": 1}, "Project: Bath"),  # by its place
        ("select", {"select_options": ["Kitchen"]}, {"value_select": None}, None),
        ("select", {"select_options": ["Kitchen"]}, {"value_select": 1}, None),
        ("select", {"select_options": [{"id": "a", "label": 5}]}, {"value_select": "a"}, None),
        ("select", {"select_options": "Kitchen"}, {"value_select": 0}, None),
        ("select", ["Kitchen"], {"value_select": 0}, None),
        ("documentlink", None, {"value_document_ids": [3, "x", 12]}, "Project: document 3, document 12"),
        ("documentlink", None, {"value_document_ids": []}, None),
        ("documentlink", None, {"value_document_ids": "3"}, None),
        ("string", None, {"value_text": ["Kitchen"]}, None),
        ("string", None, {"value_text": "  "}, None),
        ("hologram", None, {"value_text": "Kitchen"}, None),
        ("string", None, {"field": 2, "value_text": "Kitchen"}, None),  # a field that is not in the export
    ],
)
def test_a_custom_field_without_a_place_here_is_in_the_note(
    kind: str, extra: Any, value: dict[str, Any], note: str | None
) -> None:
    assert _said(kind, extra, value).values.get("note") == note


_INVOICE = {
    "properties": {
        "invoice_number": {"type": "string"},
        "due_date": {"type": "string", "format": "date"},
        "tax": {"type": "number"},
    }
}


def _of(*given: tuple[str, str, Any, str], kind: str | None = "Invoice", **fields: Any) -> Statement:
    """The statement about a document of a type with custom fields: name, kind, value and usual currency."""
    of = Export(Path())
    column = {"string": "value_text", "date": "value_date", "float": "value_float", "monetary": "value_monetary"}
    for number, (name, data_type, value, currency) in enumerate(given):
        about = {"name": name, "data_type": data_type, "extra_data": {"default_currency": currency}}
        of.named[export.FIELD][number] = Row(number, about, {})
        of.attached[export.VALUE].setdefault(7, []).append(Row(number, {"field": number, column[data_type]: value}, {}))
    if kind is not None:
        of.named[export.TYPE][1] = Row(1, {"name": kind}, {})
        fields["document_type"] = 1
    return statement(Row(7, fields, {}), of, Types({"invoice": _INVOICE}))


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ([("Invoice number", "string", "A7", "")], {"field.invoice_number": "A7"}),
        ([("Rechnungsnummer", "string", "A7", "")], {"field.invoice_number": "A7"}),
        ([("Due date", "date", "2024-03-05", "")], {"field.due_date": "2024-03-05"}),
        ([("Due date", "string", "soon", "")], {"note": "Due date: soon"}),  # it does not fit
        ([("Tax", "float", 1.5, "")], {"field.tax": 1.5}),
        ([("Tax", "monetary", "EUR1.50", "")], {"field.tax": 1.5}),
        ([("Total", "monetary", "EUR12.50", "")], {"total": 12.5, "currency": "EUR"}),
        ([("Total", "monetary", "EUR12.50", "USD")], {"total": 12.5, "currency": "EUR"}),
        ([("Total", "monetary", "12.50", "USD")], {"total": 12.5, "currency": "USD"}),
        ([("Total", "monetary", "-12", "")], {"total": -12}),
        ([("Total", "monetary", "12.505", "")], {"note": "Total: 12.505"}),
        ([("Total", "monetary", "EURO12.50", "")], {"note": "Total: EURO12.50"}),
        ([("Total", "float", 12.5, "")], {"note": "Total: 12.5"}),  # without a currency it may be a number of anything
        ([("Deposit", "monetary", "EUR12.50", "")], {"note": "Deposit: EUR12.50"}),
        (
            [("Total", "monetary", "EUR1.00", ""), ("Gesamtbetrag", "monetary", "EUR2.00", "")],
            {"note": "Total: EUR1.00\nGesamtbetrag: EUR2.00"},  # which of them is meant
        ),
        (
            [("Total", "monetary", "EUR1.00", ""), ("Tax", "monetary", "EUR0.20", ""), ("Room", "string", "Bath", "")],
            {"total": 1.0, "currency": "EUR", "field.tax": 0.2, "note": "Room: Bath"},
        ),
    ],
)
def test_a_custom_field_is_a_value_where_that_is_clear(
    given: list[tuple[str, str, Any, str]], values: dict[str, Any]
) -> None:
    assert _of(*given).values == {"type": "invoice", **values}


def test_a_field_of_another_type_is_in_the_note() -> None:
    said = _of(("Invoice number", "string", "A7", ""), kind=None)
    assert said.values == {"note": "Invoice number: A7"}


@pytest.mark.parametrize(
    ("kind", "values", "tags"),
    [("Rechnung", {"type": "invoice"}, ()), ("Garantie", {}, ("garantie",)), (None, {}, ())],
)
def test_a_type_that_is_none_of_ours_is_a_tag(kind: str | None, values: dict[str, Any], tags: tuple[str, ...]) -> None:
    said = _of(kind=kind)
    assert (said.values, said.tags) == (values, tags)


def test_the_heads_are_lines() -> None:
    of = Export(Path())
    of.named[export.CORRESPONDENT][3] = Row(3, {"name": " North\n Wind\x00 "}, {})
    row = Row(7, {"correspondent": 3, "title": "A\tbill " + "x" * 300}, {})
    values = statement(row, of, TYPES).values
    assert values["entity"] == "North Wind"
    assert values["title"] == "A bill " + "x" * 193


def test_the_tags_are_those_of_a_person() -> None:
    of = Export(Path())
    names = ("home", "series:rent", "tax\n2024", "y" * 150, " ", "home")
    of.named[export.TAG].update({number: Row(number, {"name": name}, {}) for number, name in enumerate(names)})
    said = statement(Row(7, {"tags": [*range(len(names)), 99]}, {}), of, TYPES)
    assert said.tags == ("home", "tax 2024", "y" * 100)


def test_the_notes_are_in_their_order_before_the_rest() -> None:
    of = Export(Path())
    of.attached[export.NOTE][7] = [
        Row(2, {"note": "second\nline"}, {}),
        Row(1, {"note": "first"}, {}),
        Row(3, {"note": 5}, {}),
        Row(4, {"note": "  "}, {}),
    ]
    said = statement(Row(7, {"archive_serial_number": 12}, {}), of, TYPES)
    assert said.values["note"] == "first\n\nsecond\nline\n\nArchive serial number: 12"
    of.attached[export.NOTE][7] = [Row(1, {"note": "x" * 10_500}, {})]
    assert len(statement(Row(7, {}, {}), of, TYPES).values["note"]) == 10_000


@pytest.mark.parametrize(
    ("created", "day"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05T00:00:00+00:00", "2024-03-05"),
        ("2024-03-04T23:00:00+00:00", "2024-03-05"),  # midnight in Berlin
        ("2024-03-05T08:00:00+00:00", "2024-03-05"),  # midnight in Los Angeles
        ("2024-03-04T18:30:00+00:00", "2024-03-05"),  # midnight in Delhi
        ("2024-03-05T09:41:07", "2024-03-05"),
        ("0001-01-01", None),
        ("3024-03-05", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_of_a_document_is_that_of_its_midnight(created: str | None, day: str | None) -> None:
    assert _said(created=created).values.get("date") == day


@pytest.mark.parametrize("created", ["yesterday", "2024-02-30", "2024-03-05T25:00:00", "0001-01-01T00:00:00.5+23:00"])
def test_a_date_that_is_none_is_refused(created: str) -> None:
    with pytest.raises(InvalidInputError, match="its date of creation is none"):
        _said(created=created)


@pytest.mark.parametrize(
    ("added", "created", "came_at"),
    [
        ("2024-03-06T10:00:00+02:00", "2024-03-05", datetime(2024, 3, 6, 8, tzinfo=UTC)),
        ("2024-03-06T10:00:00", "2024-03-05", datetime(2024, 3, 6, 10, tzinfo=UTC)),
        (None, "2024-03-05", datetime(2024, 3, 5, tzinfo=UTC)),
        ("soon", "2024-03-05", datetime(2024, 3, 5, tzinfo=UTC)),
        ("0001-01-01T00:00:00+23:00", "2024-03-05", datetime(2024, 3, 5, tzinfo=UTC)),
        ("1899-12-31", "3000-01-01", datetime(1900, 1, 1, tzinfo=UTC)),
        (None, None, datetime(1900, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_document_came_when_paperless_took_it_or_was_written(
    added: str | None, created: str | None, came_at: datetime
) -> None:
    assert _said(added=added, created=created).came_at == came_at


def test_the_digest_is_that_of_all_that_was_said() -> None:
    same = [_said(value={"value_text": "Kitchen"}, title="A").digest for _ in range(2)]
    others = [
        _said(value={"value_text": "Bath"}, title="A").digest,
        _said(value={"value_text": "Kitchen"}, title="B").digest,
        _said(value={"value_text": "Kitchen"}, title="A", archive_serial_number=1).digest,
    ]
    assert len({*same, *others}) == 4


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"title": 5}, "does not fit at $.title"), ({"storage_type": "gpg"}, "it is encrypted")],
)
def test_a_row_that_cannot_be_used_is_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check(Row(7, fields, {}))
    assert said in caught.value.message


def test_a_document_is_named_by_its_number_and_a_line_of_its_title() -> None:
    assert shown(Row(7, {"title": "A\nbill"}, {})) == "document 7 (A bill)"
    assert [shown(Row(7, {"title": title}, {})) for title in ("", None, 5)] == ["document 7"] * 3
