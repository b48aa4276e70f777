"""Days, hours, counts and times that a person gives to a command."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import click
import pytest

from alfrd_luigi.cli.options import COUNT, DAY, HOURS, MOST, moment


def _read(kind: click.ParamType[Any], text: str) -> Any:
    return kind.convert(text, None, None)


def _moment(text: str | None) -> datetime | None:
    return moment(click.Context(click.Command("c")), click.Option(["--since"]), text)


@pytest.mark.parametrize("text", ["2024-03-05", "2024-02-29", "1900-01-01"])
def test_a_day_is_a_midnight(text: str) -> None:
    assert _read(DAY, text) == datetime.fromisoformat(text)


@pytest.mark.parametrize("text", ["", "today", "2024-02-30", "05.03.2024", "2024-03", "2024-03-05T12:00"])
def test_another_text_is_no_day(text: str) -> None:
    with pytest.raises(click.BadParameter) as caught:
        _read(DAY, text)
    assert caught.value.message == f"{text!r} is no day, such as 2024-03-05"


@pytest.mark.parametrize(("text", "hours"), [("1", 1.0), ("0.5", 0.5), ("1e2", 100.0), ("876000", 876_000.0)])
def test_hours_are_a_number(text: str, hours: float) -> None:
    assert _read(HOURS, text) == hours


@pytest.mark.parametrize("text", ["0", "-1", "876000.1", "inf", "nan", "a day", ""])
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        _read(HOURS, text)


@pytest.mark.parametrize(("text", "count"), [("1", 1), ("2147483647", MOST)])
def test_a_count_is_what_the_database_holds(text: str, count: int) -> None:
    assert _read(COUNT, text) == count


@pytest.mark.parametrize("text", ["0", "-1", "2147483648", "1.5", "many"])
def test_another_number_is_no_count(text: str) -> None:
    with pytest.raises(click.BadParameter):
        _read(COUNT, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-01T12:00+02:00", datetime(2024, 3, 1, 12, tzinfo=timezone(timedelta(hours=2)))),
        ("2024-03-01T12:00Z", datetime(2024, 3, 1, 12, tzinfo=UTC)),
        ("2024-03-01T12:00", datetime(2024, 3, 1, 12).astimezone()),  # of this machine
        ("2024-03-01", datetime(2024, 3, 1).astimezone()),
    ],
)
def test_a_time_has_a_zone(text: str, expected: datetime) -> None:
    found = _moment(text)
    assert found == expected
    assert found is not None
    assert found.tzinfo is not None


def test_no_time_is_none() -> None:
    assert _moment(None) is None


@pytest.mark.parametrize("text", ["", "yesterday", "2024-02-30", "2024-03-01T25:00", "0001-01-01T00:00+23:00"])
def test_another_text_is_no_time(text: str) -> None:
    with pytest.raises(click.BadParameter) as caught:
        _moment(text)
    assert caught.value.message == f"{text!r} is no time such as 2024-03-01 or 2024-03-01T12:00"
