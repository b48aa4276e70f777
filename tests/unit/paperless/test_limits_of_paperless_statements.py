"""What becomes of odd values in an export of paperless-ngx, and where lengths and years have their limits."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.paperless import export
from alfrd_luigi.paperless.export import Export, Row
from alfrd_luigi.paperless.statement import Statement, Types, check, clean_text, shown, statement

_INVOICE: Mapping[str, Any] = {"properties": {"invoice_number": {"type": "string"}}}


def _said(
    about: dict[str, Any] | None = None, value: dict[str, Any] | None = None, types: Types | None = None, **said: Any
) -> Statement:
    """The statement about a document with one custom field."""
    of = Export(Path())
    of.named[export.TYPE][1] = Row(1, {"name": "Invoice"}, {})
    of.named[export.FIELD][1] = Row(1, {"name": "Total", "data_type": "monetary", **(about or {})}, {})
    if value is not None:
        of.attached[export.VALUE][7] = [Row(1, {"field": 1, **value}, {})]
    return statement(Row(7, said, {}), of, types or Types({"invoice": _INVOICE}))


@pytest.fixture
def local_time(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """The time zone of this machine."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("local_time", "created", "day"),
    [
        ("UTC", "2024-03-04T12:00:00+00:00", "2024-03-05"),  # midnight twelve hours ahead, in Auckland
        ("UTC", "2024-03-04T11:00:00+00:00", "2024-03-04"),  # midnight eleven hours behind, in Pago Pago
        ("UTC", "2024-03-04T18:15:00+00:00", "2024-03-05"),  # midnight in Kathmandu
        ("UTC", "2024-03-04T18:20:00+00:00", "2024-03-04"),  # no zone has its midnight then
        ("UTC", "2024-03-04T18:15:01+00:00", "2024-03-04"),
        ("Asia/Tokyo", "2024-03-04T18:20:00+00:00", "2024-03-05"),  # the day on this machine
        ("America/New_York", "2024-03-05T03:10:00+00:00", "2024-03-04"),
        ("America/New_York", "2024-03-05T00:00:00+00:00", "2024-03-05"),  # as it is written
        ("Pacific/Kiritimati", "2024-03-04T10:00:00+00:00", "2024-03-05"),  # midnight on this machine
        ("America/New_York", "2024-03-05T23:10:00", "2024-03-05"),  # without a zone, it is one of here
    ],
    indirect=["local_time"],
)
@pytest.mark.usefixtures("local_time")
def test_the_moment_of_a_midnight_tells_the_day(created: str, day: str) -> None:
    assert _said(created=created).values["date"] == day


@pytest.mark.parametrize(
    ("created", "day"),
    [("1900-01-01", "1900-01-01"), ("1899-12-31", None), ("2999-12-31", "2999-12-31"), ("3000-01-01", None)],
)
def test_a_day_has_a_year_that_documents_have(created: str, day: str | None) -> None:
    assert _said(created=created).values.get("date") == day


@pytest.mark.parametrize(
    ("added", "came_at"),
    [
        ("1900-01-01T00:00:00+00:00", datetime(1900, 1, 1, tzinfo=UTC)),
        ("2999-06-01T00:00:00+00:00", datetime(2999, 6, 1, tzinfo=UTC)),
        ("2999-12-31T23:00:00-02:00", datetime(2024, 3, 5, tzinfo=UTC)),  # in UTC it is the year after
        ("1900-01-01T01:00:00+02:00", datetime(2024, 3, 5, tzinfo=UTC)),
    ],
)
def test_a_document_came_in_a_year_that_documents_have(added: str, came_at: datetime) -> None:
    assert _said(added=added, created="2024-03-05").came_at == came_at


@pytest.mark.parametrize(
    ("about", "value", "values"),
    [
        ({"extra_data": None}, "12.50", {"total": 12.5}),
        ({"extra_data": {"default_currency": 5}}, "12.50", {"total": 12.5}),
        ({"extra_data": {"default_currency": "EUR"}}, "12.50", {"total": 12.5, "currency": "EUR"}),
        ({"extra_data": "EUR"}, "12.50", {"total": 12.5}),
        ({"extra_data": {"default_currency": "euro"}}, "12.50", {"note": "Total: 12.50"}),
        ({"extra_data": None}, "9999999999999", {"total": 9999999999999}),
        ({"extra_data": None}, "12345678901234", {"note": "Total: 12345678901234"}),  # fourteen digits
        ({"extra_data": None}, "EUR12.", {"note": "Total: EUR12."}),
        ({"extra_data": None}, "eur12.50", {"note": "Total: eur12.50"}),
        ({"data_type": ["monetary"]}, "12.50", {}),  # kinds are words
        ({"data_type": None}, "12.50", {}),
        ({"name": " "}, "12.50", {}),
        ({"name": 5}, "12.50", {}),
    ],
)
def test_an_amount_has_the_currency_that_is_told(about: dict[str, Any], value: str, values: dict[str, Any]) -> None:
    assert _said(about, {"value_monetary": value}).values == values


@pytest.mark.parametrize("number", ["1", None, 1.5, [1]])
def test_a_value_of_no_field_is_left_out(number: Any) -> None:
    assert _said(value={"field": number, "value_monetary": "12.50"}).values == {}


def test_a_currency_that_two_totals_share_belongs_to_none_of_them() -> None:
    of = Export(Path())
    for number, (name, text) in enumerate([("Total", "EUR5.00"), ("Amount due", "EUR5.00"), ("Sum", "x")], 1):
        of.named[export.FIELD][number] = Row(number, {"name": name, "data_type": "monetary"}, {})
        of.attached[export.VALUE][7].append(Row(number, {"field": number, "value_monetary": text}, {}))
    values = statement(Row(7, {}, {}), of, Types({})).values
    assert values == {"note": "Total: EUR5.00\nAmount due: EUR5.00\nSum: x"}


@pytest.mark.parametrize(
    ("kind", "extra", "value", "note"),
    [
        ("boolean", None, {"value_bool": True}, "Total: true"),
        ("boolean", None, {"value_bool": 1}, None),
        ("boolean", None, {}, None),
        ("select", {"select_options": [{"id": None, "label": "Bath"}]}, {"value_select": None}, None),
        ("select", {"select_options": [{"id": 1, "label": "Bath"}]}, {"value_select": "1"}, "Total: Bath"),
        ("select", {"select_options": [{"id": "None", "label": "Bath"}]}, {"value_select": None}, None),
        ("select", {"select_options": ["Attic", "Bath"]}, {"value_select": "1"}, "Total: Bath"),
        ("documentlink", None, {"value_document_ids": ["3"]}, None),
        ("documentlink", None, {"value_document_ids": None}, None),
        ("longtext", None, {"value_long_text": "one\ntwo"}, "Total: one\ntwo"),
        ("url", None, {"value_url": "https://example.com"}, "Total: https://example.com"),
        ("string", None, {"value_text": "a\x07b"}, "Total: ab"),
    ],
)
def test_a_value_is_a_line_of_the_note_in_the_form_of_its_kind(
    kind: str, extra: Any, value: dict[str, Any], note: str | None
) -> None:
    assert _said({"data_type": kind, "extra_data": extra}, value).values.get("note") == note


@pytest.mark.parametrize(("count", "is_taken"), [(0, True), (1_000, True), (1_001, False)])
def test_a_document_has_at_most_a_thousand_tags(count: int, is_taken: bool) -> None:
    row = Row(7, {"tags": [1] * count}, {})
    if is_taken:
        check(row)
        return
    with pytest.raises(InvalidInputError, match=r"does not fit at \$\.tags"):
        check(row)


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"correspondent": "North"}, "$.correspondent"),
        ({"document_type": 1.5}, "$.document_type"),
        ({"archive_serial_number": "A1"}, "$.archive_serial_number"),
        ({"created": 20240305}, "$.created"),
        ({"tags": [1, "home"]}, "$.tags[1]"),
        ({"tags": None}, "$.tags"),
        ({"checksum": 5}, "$.checksum"),
    ],
)
def test_a_row_of_another_form_is_refused_with_the_place(fields: dict[str, Any], at: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check(Row(7, fields, {}))
    assert caught.value.message == f"its row in the manifest does not fit at {at}"
    assert caught.value.hint == "Export it again"


def test_a_row_may_have_what_other_versions_write() -> None:
    check(Row(7, {"owner": 3, "storage_type": "unencrypted", "title": None, "correspondent": None}, {}))


def test_a_report_shows_sixty_letters_of_a_title() -> None:
    assert shown(Row(7, {"title": "x" * 60}, {})) == f"document 7 ({'x' * 60})"
    assert shown(Row(7, {"title": "x" * 61}, {})) == f"document 7 ({'x' * 60})"
    assert shown(Row(7, {"title": "  two \u202e  words\x00 "}, {})) == "document 7 (two words)"


def test_a_name_is_sought_in_its_first_thousand_letters() -> None:
    assert _said(title=" " * 999 + "bill").values["title"] == "b"
    assert "title" not in _said(title=" " * 1_000 + "bill").values
    assert _said(title="x" * 199 + " bill").values["title"] == "x" * 199


def test_a_text_loses_what_cannot_be_stored_and_keeps_its_lines() -> None:
    assert clean_text("a\x00b\n\tc\u202ed \ud800e\x1b[1m") == "ab\n\tcd e[1m"


def test_a_type_without_a_name_is_none_of_ours() -> None:
    assert _said(types=Types({"": {}, "invoice": _INVOICE})).values == {}
    with_type = _said(document_type=1)
    assert (with_type.values, with_type.tags) == ({"type": "invoice"}, ())
    unknown = _said(document_type=2)
    assert (unknown.values, unknown.tags) == ({}, ())


@pytest.mark.parametrize(
    "change",
    [
        {"document_type": 1},
        {"created": "2024-03-06"},
        {"title": "B"},
        {"tags": [1]},
        {"archive_serial_number": 0},
    ],
)
def test_a_change_of_anything_changes_the_digest(change: dict[str, Any]) -> None:
    before: dict[str, Any] = {"title": "A", "created": "2024-03-05", "tags": [1, 2]}
    one, other = _said(**before), _said(**{**before, **change})
    assert one.digest != other.digest
    assert len(one.digest) == len(other.digest) == 16
    assert set(one.digest) <= set("0123456789abcdef")


def test_the_moment_of_arrival_is_no_part_of_the_digest() -> None:
    assert _said(added="2024-03-05T00:00:00Z").digest == _said(added="2024-03-06T00:00:00Z").digest
