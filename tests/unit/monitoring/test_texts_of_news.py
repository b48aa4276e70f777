"""What a message says: how many there are of each kind, and nothing of what they are."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from alfrd_luigi.monitoring import message
from alfrd_luigi.monitoring.news import KINDS, Item, News

_SINCE = datetime(2024, 3, 5, 7, 9, tzinfo=UTC)


def _items(*told: dict[str, Any]) -> list[Item]:
    return [Item(f"key {place}", each) for place, each in enumerate(told)]


def _of(subject: str, count: int) -> list[dict[str, Any]]:
    return [{"subject": subject}] * count


def _bills(**counts: int) -> list[dict[str, Any]]:
    return [{"state": state} for state, count in counts.items() for _ in range(count)]


@pytest.mark.parametrize(
    ("kind", "told", "line"),
    [
        ("failures", _of("document", 1), "1 document failed. See: alfrd status"),
        ("failures", _of("file", 1), "1 file summary failed. See: alfrd status"),
        ("failures", _of("entry", 1), "1 entry of the inbox was rejected. See: alfrd status"),
        (
            "failures",
            [*_of("document", 2), *_of("file", 2), *_of("entry", 12)],
            "2 documents failed, 2 file summaries failed, 12 entries of the inbox were rejected. See: alfrd status",
        ),
        (
            "outages",
            [{"service": "textract", "since": _SINCE}, {"service": "bedrock", "since": _SINCE}],
            "textract has not answered since 2024-03-05 07:09 UTC, bedrock has not answered since 2024-03-05 07:09 UTC."
            " Documents wait for it",
        ),
        ("budget", [{}], "the budget is used up, and the rest waits. See: alfrd cost"),
        ("due", _bills(due=1), "1 bill to be paid within 7 days. See: alfrd due"),
        ("due", _bills(overdue=2), "2 bills overdue. See: alfrd due"),
        ("due", _bills(due=2, overdue=1), "2 bills to be paid within 7 days, 1 bill overdue. See: alfrd due"),
        ("missing", [{}], "1 expected paper did not come. See: alfrd missing"),
        ("missing", [{}, {}], "2 expected papers did not come. See: alfrd missing"),
        ("prompts", [{}, {}], "2 decisions about prompts. See: alfrd prompts list"),
        (
            "digest",
            [{"registered": 8, "filed": 7, "failed": 1, "waiting": 2, "uncertain": 3, "usd": Decimal("0.5")}],
            "the last 7 days: 8 registered, 7 filed, 0.50 USD; now: 1 failed, 2 waiting, 3 uncertain",
        ),
    ],
)
def test_a_line_says_how_many_and_which_command_shows_them(kind: str, told: list[dict[str, Any]], line: str) -> None:
    assert KINDS[kind].line(_items(*told)) == line


def test_the_title_is_the_first_sentence_and_the_number_of_other_lines() -> None:
    failed, budget = News("failures", _items(*_of("document", 1)), frozenset()), News("budget", _items({}), frozenset())
    one, three = message.of([failed]), message.of([failed, budget, budget])
    assert one.title == "alfrd: 1 document failed"
    assert three.title == "alfrd: 1 document failed, and 2 more"
    assert three.text.splitlines() == [failed.line, budget.line, budget.line]


def test_a_program_gets_fifty_items_of_a_kind_and_their_number() -> None:
    told = [{"subject": "document", "day": date(2024, 3, 5), "amount": Decimal("41.20"), "at": _SINCE}] * 51
    found = message.of(
        [News("failures", _items(*told[:50]), frozenset()), News("failures", _items(*told), frozenset())]
    )
    exact, many = json.loads(found.content)["notices"]
    assert [(each["count"], len(each["items"])) for each in (exact, many)] == [(50, 50), (51, 50)]
    assert many["items"][0] == {
        "subject": "document",
        "day": "2024-03-05",
        "amount": 41.2,
        "at": "2024-03-05T07:09:00+00:00",
    }
    assert (many["kind"], many["line"]) == ("failures", "51 documents failed. See: alfrd status")


def test_a_test_has_no_notices() -> None:
    found = json.loads(message.of_test().content)
    assert (found["title"], found["notices"]) == ("alfrd: a test", [])
    assert found["host"]
    assert datetime.fromisoformat(found["at"]).utcoffset() is not None
