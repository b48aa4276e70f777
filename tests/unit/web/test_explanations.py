"""How a document came to be what it is, in the words of the terminal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database.outages import Outage
from alfrd_luigi.views.documents import Recalled, Stage
from alfrd_luigi.views.formats.local import LocalFormats
from alfrd_luigi.views.formats.plain import plain
from alfrd_luigi.views.holdups import Holder, Holdup, Money, Stopped
from alfrd_luigi.views.why import Ground, Near, Rival, Said, SeriesGround, Why, Words
from alfrd_luigi.web.explanation import Explanation

ID = UUID("154c0000-0000-4000-8000-000000000000")
AT = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)
SHOWN = plain.moment(AT)
EXPLANATION = Explanation(plain)


def _ground(name: str = "total", value: Any = Decimal("42.00"), **given: Any) -> Ground:
    blank = dict.fromkeys(Ground._fields)
    return Ground(
        **{
            **blank,
            "is_uncertain": False,
            "words": [],
            "doubts": [],
            "rivals": [],
            **given,
            "name": name,
            "value": value,
        }
    )


def _said(kind: str, found: Any) -> Said:
    return Said(kind, "anna", AT, found)


def _lines(ground: Ground, currency: str | None = "USD") -> list[str]:
    return list(EXPLANATION.ground(ground, currency))


def _rival(value: Any = Decimal("9.50"), **given: Any) -> Rival:
    return Rival(**{"value": value, "words": [Words("Sum", 1)], "score": None, "behind": None, "reasons": [], **given})


def _use(outcome: Any, name: str = "total", proposed: Any = 12.5, instead: Any = None) -> Recalled:
    return Recalled(name, proposed, instead, outcome, "City Water", ID)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"confidence": 0.874}, "87% sure"),
        ({"confidence": 0.0}, "0% sure"),
        ({"reader": "rules", "score": 6.5}, "6.5 points"),
        ({"reader": "rules", "score": 0.0}, "0 points"),
        ({"reader": "rules", "score": 1.0}, "1 point"),
        ({"reader": "rules", "confidence": 0.9, "score": 6.0}, "90% sure; 6 points"),
        (
            {"reader": "rules", "score": 6.0, "is_uncertain": True, "doubts": ["larger", "row", "below"]},
            "6 points; the paper has a larger amount; other amounts are in its line",
        ),
        ({"reader": "rules", "score": 6.0, "doubts": ["larger"]}, "6 points"),
        ({"reader": "invoice", "confidence": 1.0, "score": 6.0}, "100% sure; from the invoice's data"),
        ({"reader": "model", "model": "m-1", "score": 6.0}, "read by m-1, which names no alternatives"),
        ({"reader": "model"}, "read by , which names no alternatives"),
        ({"words": [Words("Total 42.00", 2)]}, "“Total 42.00” (page 2)"),
        ({"words": [Words("Total 42.00", None)]}, "“Total 42.00”"),
        (
            {"score": 1.0, "words": [Words("a", 1), Words("b", 1), Words("c", 2)]},
            "1 point; “a”, “b” (page 1), “c” (page 2)",
        ),
        ({"said": _said("set", None)}, f"set by anna, {SHOWN}; the engine found nothing"),
        ({"said": _said("set", 40.5)}, f"set by anna, {SHOWN}; the engine found 40.50 USD"),
        ({"said": _said("approved", 42.0)}, f"approved by anna, {SHOWN}"),
        (
            {"said": _said("approved", 42.0), "confidence": 0.9, "words": [Words("42.00", 1)]},
            f"approved by anna, {SHOWN}; “42.00” (page 1)",
        ),
    ],
)
def test_the_first_line_says_how_a_value_was_read(given: dict[str, Any], line: str) -> None:
    assert _lines(_ground(**given)) == [line]


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ({}, []),
        ({"blank": "nothing"}, ["the page has none"]),
        ({"blank": "too_close", "confidence": 0.3}, ["the best two are too close to each other"]),
        ({"blank": "no_total", "words": [Words("Total", 1)]}, ["papers of this type have no total; “Total” (page 1)"]),
        ({"blank": "nothing", "said": _said("set", 42)}, [f"set by anna, {SHOWN}; the engine found 42.00 USD"]),
    ],
)
def test_a_blank_says_why_nothing_was_taken(given: dict[str, Any], lines: list[str]) -> None:
    assert _lines(_ground(value=None, **given)) == lines


@pytest.mark.parametrize(
    ("use", "line"),
    [
        (_use("taken"), "learnt from 154c0000, a paper of City Water; it replaces nothing"),
        (_use("taken", instead=9.0), "learnt from 154c0000, a paper of City Water; it replaces 9.00 USD"),
        (_use("agreed"), "154c0000, a paper of City Water, agrees"),
        (_use("lost"), "154c0000, a paper of City Water, suggests 12.50 USD, which the page contradicts"),
        (_use("agreed")._replace(lesson=None, issuer=None), ", a paper of , agrees"),
    ],
)
def test_the_second_line_says_what_the_memory_proposed(use: Recalled, line: str) -> None:
    assert _lines(_ground(memory=use)) == [line]


def test_the_points_of_another_value_are_not_told_of_one_that_was_learnt() -> None:
    taken, agreed = (_lines(_ground(score=6.0, memory=_use(outcome))) for outcome in ("taken", "agreed"))
    assert [len(taken), len(agreed), agreed[0]] == [1, 2, "6 points"]


@pytest.mark.parametrize(
    ("rival", "line"),
    [
        (_rival(score=5.0, behind=1.5), "not 9.50 USD: 1.5 points behind; “Sum” (page 1)"),
        (_rival(score=5.0, behind=0.0, reasons=["listed"]), "not 9.50 USD: it is one of a list; “Sum” (page 1)"),
        (_rival(score=8.0, behind=-2.0, reasons=["amount_paid"]), "not 9.50 USD: it is what was paid; “Sum” (page 1)"),
        (_rival(score=5.0, behind=1.0), "not 9.50 USD: 1 point behind; “Sum” (page 1)"),
        (_rival(score=1.0), "not 9.50 USD: 1 point; “Sum” (page 1)"),
        (_rival(score=5.0), "not 9.50 USD: 5 points; “Sum” (page 1)"),
        (
            _rival(reasons=["negative", "unlabelled", "in_prose"]),
            "not 9.50 USD: it is negative; it has no label; “Sum” (page 1)",
        ),
        (
            _rival(score=3.0, behind=2.0, reasons=["opening"], words=[Words("Balance 9.50", 1)]),
            "not 9.50 USD: 2 points behind; it is an earlier balance; “Balance 9.50” (page 1)",
        ),
        (_rival(None, score=3.0), "not nothing: 3 points; “Sum” (page 1)"),
    ],
)
def test_a_rival_says_what_speaks_against_it(rival: Rival, line: str) -> None:
    assert _lines(_ground(rivals=[rival])) == [line]


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("type", "utility_bill", "utility_bill"),
        ("total", 9, "9.00 USD"),
        ("total", 9.5, "9.50 USD"),
        ("total", Decimal("9.5"), "9.50 USD"),
        ("date", date(2024, 3, 5), "2024-03-05"),
        ("field.usage", 512.0, "512"),
        ("field.fee", Decimal("9.5"), "9.50"),
        ("entity", "City Water", "City Water"),
        ("entity", None, None),
    ],
)
def test_a_value_is_written_as_what_it_is(name: str, value: Any, written: str | None) -> None:
    assert EXPLANATION.value(_ground(name, value), "USD") == written


def test_a_type_has_a_name_for_people_on_a_page() -> None:
    page = Explanation(LocalFormats("en_GB"))
    assert page.value(_ground("type", "utility_bill"), None) == "Utility bill"
    (line,) = page.ground(_ground("type", "letter", rivals=[_rival("vat_return", score=3.0)]), None)
    assert line == "not VAT return: 3 points; “Sum” (page 1)"


def test_the_phrases_of_a_type_are_quoted_and_its_signs_are_not() -> None:
    words = [Words("Water bill", 1), Words("narrow lines with prices", None), Words("Meter", 2)]
    assert _lines(_ground("type", "receipt", words=words)) == [
        "“Water bill” (page 1), “Meter” (page 2), narrow lines with prices"
    ]
    assert _lines(_ground("entity", "Shop", words=words[1:2])) == ["“narrow lines with prices”"]


def _why(*grounds: Ground, **given: Any) -> Why:
    of = {"stages": [], "retries": 0, "waits": 0, "usd": Decimal(0), **given}
    return Why(ID, "bill.pdf", "filed", list(grounds), None, **of)


def test_the_lines_of_the_total_explain_the_currency_too() -> None:
    why = _why(_ground(confidence=0.9), _ground("currency", "USD", confidence=0.8, words=[Words("$", 1)]))
    assert EXPLANATION.lines(why, "total", "USD") == ["90% sure", "USD: 80% sure; “$” (page 1)"]
    assert EXPLANATION.lines(why, "total", None) == ["90% sure"]
    assert EXPLANATION.lines(why, "currency", "USD") == ["80% sure; “$” (page 1)"]
    assert EXPLANATION.lines(why, "date", "USD") == []


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({}, 0),
        ({"said": _said("approved", "1")}, 1),
        ({"memory": _use("agreed", "field.number", "1")}, 2),
        ({"rivals": [_rival("2", score=1.0)]}, 2),
    ],
)
def test_a_field_is_explained_if_more_is_known_than_its_page_says(given: dict[str, Any], count: int) -> None:
    why = _why(_ground("field.number", "1", confidence=0.9, **given))
    assert len(EXPLANATION.lines(why, "field.number", None)) == count


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ({}, []),
        ({"how": "joined"}, ["joined by issuer and type"]),
        ({"how": "joined", "account": "12-3"}, ["joined by issuer, type and account 12-3"]),
        ({"how": "new"}, ["made new: the first paper of its issuer and type"]),
        ({"how": "new", "account": "12-3"}, ["made new: the first paper of account 12-3"]),
        ({"how": "merged", "account": "12-3"}, ["joined the series into which the issuer's others were merged"]),
        ({"how": "no_series"}, ["such a paper does not recur"]),
        ({"how": "person", "said": _said("series", None)}, [f"placed by anna, {SHOWN}"]),
        (
            {"how": "same_paper", "near": [Near(3, "Water 12"), Near(4, "Water 13")]},
            ["the same paper is in it", "also of this issuer and type: Water 12, Water 13"],
        ),
    ],
)
def test_a_series_says_how_it_was_chosen(given: dict[str, Any], lines: list[str]) -> None:
    ground = SeriesGround(**{**dict.fromkeys(SeriesGround._fields), "near": [], **given})
    assert list(EXPLANATION.series(ground)) == lines


def _stage(name: str, **given: Any) -> Stage:
    blank = {**dict.fromkeys(Stage._fields), "attempts": 1, "waits": 0, "seconds": 0.0, "status": "completed"}
    return Stage(**{**blank, "name": name, **given})


def test_the_stages_are_named_by_who_did_them() -> None:
    stages = [
        _stage("ocr", engine="local"),
        _stage("classify", engine="bedrock", model="m-1", prompt_version=2),
        _stage("score_classification", engine="bedrock", model="judge"),
        _stage("summarize", engine="bedrock", model="m-1", prompt_version=2),
        _stage("file", engine="local"),
        _stage("extract_series", status="failed", engine="other"),
    ]
    assert list(EXPLANATION.work(_why(stages=stages, retries=1, waits=0, usd=Decimal("0.0123")))) == [
        "ocr, file by local · classify, summarize by m-1 (prompt 2)",
        "1 retry, 0 waits for a service, 0.0123 USD",
    ]
    assert list(EXPLANATION.work(_why(retries=2, waits=1))) == ["2 retries, 1 wait for a service, 0.0000 USD"]


def _holdup(state: Any, **given: Any) -> Holdup:
    blank = {**dict.fromkeys(Holdup._fields), "stage": "ocr", "hint": "", "attempts": 0, "most_attempts": 3, "waits": 0}
    lists: dict[str, Any] = {"outages": [], "locked_by": [], "money": [], "command": "alfrd status"}
    return Holdup(**{**blank, **lists, **given, "state": state})


_HOLDER = Holder("run-7", "attic", 12, AT, AT)
_COMMAND = "command: alfrd status"


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (
            _holdup("failed", reason="No page", hint="Scan it again"),
            ["ocr failed: No page. Scan it again", "only you can have it tried again"],
        ),
        (_holdup("failed", reason="No page", attempts=3), ["ocr failed: No page", "only you can have it tried again"]),
        (
            _holdup("deferred", reason="Busy", attempts=1, next_at=AT),
            ["ocr is deferred: Busy", "attempt 1 of 3 failed", f"it is tried again after {SHOWN}"],
        ),
        (
            _holdup("deferred", reason="Busy", waits=1, next_at=AT),
            ["ocr is deferred: Busy", "1 wait for a service", f"it is tried again after {SHOWN}"],
        ),
        (
            _holdup("deferred", reason="Busy", waits=2, next_at=AT),
            ["ocr is deferred: Busy", "2 waits for a service", f"it is tried again after {SHOWN}"],
        ),
        (
            _holdup("held", holder=_HOLDER),
            [f"run run-7 has it (attic, pid 12), since {SHOWN}; last sign of life {SHOWN}"],
        ),
        (
            _holdup("frozen", holder=_HOLDER),
            [f"run run-7 has it (attic, pid 12), but gives no sign of life since {SHOWN}"],
        ),
        (
            _holdup("abandoned", holder=_HOLDER),
            [f"run run-7 had it (attic, pid 12) and died; last sign of life {SHOWN}", "the next run takes it at once"],
        ),
        (_holdup("due"), ["no run has it; the next one begins with ocr"]),
        (
            _holdup("due", stage="file", outages=[Outage("textract", AT, AT, "no answer")]),
            ["no run has it; the next one begins with file", f"textract does not answer since {SHOWN}: no answer"],
        ),
        (
            _holdup("held", holder=_HOLDER, locked_by=["pid 3", "pid 4"])._replace(holder=None),
            [
                "no run has it; the next one begins with ocr",
                "pid 3 summarises papers of its type",
                "pid 4 summarises papers of its type",
            ],
        ),
        (
            _holdup(
                "due",
                stopped=Stopped("run-8", "budget", "Spent", "Raise it"),
                money=[Money("run", Decimal(2), Decimal("1.5")), Money("day", Decimal(5), Decimal(5))],
            ),
            [
                "no run has it; the next one begins with ocr",
                "run run-8 took no more work: Spent. Raise it",
                "1.5000 USD of 2.0000 USD are spent in a run",
                "5.0000 USD of 5.0000 USD are spent today (UTC)",
            ],
        ),
    ],
)
def test_a_document_that_is_not_filed_says_what_it_waits_for(found: Holdup, lines: list[str]) -> None:
    assert list(EXPLANATION.holdup(found)) == [*lines, _COMMAND]
