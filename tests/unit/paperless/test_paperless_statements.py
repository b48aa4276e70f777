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
