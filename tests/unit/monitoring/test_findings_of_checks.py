"""Findings of checks, of which one that fails is one, and values as JSON has them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from alfrd_luigi.errors import DatabaseError
from alfrd_luigi.health.findings import Finding, State, findings
from alfrd_luigi.health.verdict import State as Code
from alfrd_luigi.health.verdict import Verdict
from alfrd_luigi.views.formats.json_values import plain_value

_Found = Iterator[tuple[State, str, str]]


def _well() -> _Found:
    yield "well", "it answers", ""
    yield "doubtful", "it is slow", "Wait"


def _failing() -> _Found:
    yield "well", "there is one", ""
    raise DatabaseError("it does not answer", "Start it")


def _nothing() -> _Found:
    return iter(())


def test_an_error_of_a_check_is_its_last_finding_and_the_others_still_run() -> None:
    assert list(findings([("a", _failing), ("b", _nothing), ("c", _well)])) == [
        Finding("a", "well", "there is one"),
        Finding("a", "wrong", "it does not answer", "Start it"),
        Finding("c", "well", "it answers"),
        Finding("c", "doubtful", "it is slow", "Wait"),
    ]


def test_a_fault_of_ours_in_a_check_is_not_hidden() -> None:
    def broken() -> _Found:
        yield "well", str(1 // 0), ""

    with pytest.raises(ZeroDivisionError):
        list(findings([("a", broken)]))


@pytest.mark.parametrize(
    ("verdict", "line", "code"),
    [
        (Verdict(Code.OK, "all is well"), "ALFRD OK - all is well", 0),
        (Verdict(Code.WARNING, "1 document failed", "failed=1;0"), "ALFRD WARNING - 1 document failed | failed=1;0", 1),
        (Verdict(Code.CRITICAL, "no run"), "ALFRD CRITICAL - no run", 2),
        (Verdict(Code.UNKNOWN, "what"), "ALFRD UNKNOWN - what", 3),
    ],
)
def test_a_plugin_says_its_state_and_numbers_behind_a_bar(verdict: Verdict, line: str, code: int) -> None:
    assert (verdict.line, int(verdict.state)) == (line, code)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("12.50"), "12.5"),
        (Decimal("-0.01"), "-0.01"),
        (date(2024, 3, 5), '"2024-03-05"'),
        (datetime(2024, 3, 5, 7, 9, tzinfo=UTC), '"2024-03-05T07:09:00+00:00"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        ([Decimal(1), None, "a"], '[1.0, null, "a"]'),
    ],
)
def test_a_value_has_a_form_in_json(value: object, written: str) -> None:
    assert json.dumps(value, default=plain_value) == written


@pytest.mark.parametrize("value", [{1, 2}, b"a", object()])
def test_another_value_has_none(value: object) -> None:
    with pytest.raises(TypeError, match=f"{type(value).__name__} has no form in JSON"):
        json.dumps(value, default=plain_value)
