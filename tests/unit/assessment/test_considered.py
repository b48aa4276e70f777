"""An answer records what else was considered, within bounds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alfrd_luigi.assessment import considered
from alfrd_luigi.assessment.assessment import assess
from alfrd_luigi.errors import InvalidAnswerError
from alfrd_luigi.extraction.contests import MOST_RIVALS, Contest, Rival
from alfrd_luigi.extraction.records import summarize
from alfrd_luigi.extraction.type_rules import all_rules
from alfrd_luigi.language.validation import validate
from alfrd_luigi.settings import Settings

BILL = """Northwind Energy LLC
14 Harbour Road
Bill To: Dana Whitfield
Electricity bill
Bill Date: March 4, 2023
Meters by Harbour Meters Inc
Meter read: February 27, 2023
Previous balance   $98.20
Payment received   $98.20
Current charges   $104.50
Total amount due   $104.50
Due Date: March 25, 2023
Paper of a different sum   $77.00
"""
_NAMES = tuple(all_rules())
_WORDS = ("\n", "   ", "Invoice", "12.50", "€ 1.234,56", "03/04/2018", "2031-01-05", "Acme Sdn Bhd", "x" * 300)
_PIECES = st.sampled_from([*BILL.splitlines(), *_WORDS])
PAGES = st.lists(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("\n".join)), max_size=3)


def _assessed(pages: tuple[str, ...], document_type: str, *, by_rules: bool = True, **changes: Any) -> dict[str, Any]:
    answer = {**summarize(pages, document_type, {}), **changes}
    limits = replace(Settings(), blank_below=changes.pop("blank_below", 0.3))
    return assess(answer, pages, lambda _page: [], document_type, by_rules=by_rules, known={}, limits=limits)


def _rivals(pages: tuple[str, ...], name: str, **changes: Any) -> list[tuple[Any, list[str]]]:
    entry = _assessed(pages, "utility_bill", **changes)["considered"][name]
    return [(rival["value"], rival["reasons"]) for rival in entry["rivals"]]


def test_a_value_has_the_best_of_the_others_with_their_scores_and_reasons() -> None:
    found = _assessed((BILL,), "utility_bill")["considered"]
    assert ("2023-03-25", ["date_due"]) in _rivals((BILL,), "date")
    assert ("Meters by Harbour Meters Inc", ["recipient"]) in _rivals((BILL,), "entity")
    best = found["total"]["rivals"][0]
    assert best["score"] < found["total"]["score"]
    assert best["page"] == 1
    assert best["words"]


def test_a_blank_says_why_and_what_was_nearest() -> None:
    found = _assessed(("Dear friend\nsee you on Sunday",), "correspondence")["considered"]
    assert [found[name]["blank"] for name in ("date", "total")] == ["nothing", "nothing"]
    assert found["entity"]["blank"] in ("weak", "nothing")


def test_a_value_that_is_too_unsure_to_be_kept_is_the_first_of_the_others() -> None:
    answer = summarize((BILL,), "utility_bill", {})
    limits = replace(Settings(), blank_below=1.0, uncertain_below=1.0)
    found = assess(answer, (BILL,), lambda _page: [], "utility_bill", by_rules=True, known={}, limits=limits)
    assert found["total_amount"] is None
    entry = found["considered"]["total"]
    first = entry["rivals"][0]
    assert (entry["blank"], first["value"], first["reasons"]) == ("unsure", answer["total_amount"], ["unsure", "below"])


def test_a_total_tells_what_makes_it_less_sure() -> None:
    found = {
        place: _assessed((BILL.replace("Paper of a different sum   $77.00", line),), "utility_bill")["considered"]
        for place, line in (("below", "Paper of a different sum   $77.00"), ("last", ""))
    }
    assert [found[place]["total"]["doubts"] for place in ("below", "last")] == [["below"], []]
    assert [found["below"][name]["doubts"] for name in ("entity", "date")] == [[], []]


def test_a_model_gives_no_others_and_the_reading_of_the_rules_is_one() -> None:
    assert _rivals((BILL,), "total", by_rules=False, total_amount=98.2) == [(104.5, ["rules"])]
    assert _rivals((BILL,), "total", by_rules=False) == []


def test_a_type_has_its_phrases_and_the_other_types() -> None:
    entry = considered.of_type((BILL,), "utility_bill", _NAMES)["considered"]["type"]
    assert entry["words"]
    assert entry["rivals"]
    assert all(rival["score"] <= entry["score"] for rival in entry["rivals"])
    assert all(rival["value"] != "utility_bill" for rival in entry["rivals"])


def test_a_type_with_as_much_evidence_is_tied() -> None:
    school = "HILLTOP SCHOOL\nTuition invoice\nInvoice number: 1207\nInvoice date: 2024-05-05\nDue date: 2024-06-05"
    entry = considered.of_type((school,), "education", _NAMES)["considered"]["type"]
    assert [each["reasons"] for each in entry["rivals"] if each["score"] == entry["score"]] == [["tied"]]


def test_a_type_that_the_archive_does_not_have_says_so() -> None:
    entry = considered.of_type((BILL,), "other", ["other", "receipt"])["considered"]["type"]
    assert entry["blank"] == "weak"
    assert ("utility_bill", ["no_such_type"]) in [(each["value"], each["reasons"]) for each in entry["rivals"]]


def test_a_model_that_leaves_a_value_blank_has_the_reading_of_the_rules_as_a_rival() -> None:
    assert _rivals((BILL,), "total", by_rules=False, total_amount=None) == [(104.5, ["rules"])]
    assert _rivals((BILL,), "date", by_rules=False, document_date=None) == [("2023-03-04", ["rules"])]
    entry = _assessed((BILL,), "utility_bill", by_rules=False, total_amount=None)["considered"]["total"]
    assert (entry["score"], entry["words"], entry["blank"]) == (None, [], None)
    (rival,) = entry["rivals"]
    assert (rival["words"], rival["page"], rival["score"] > 0) == (["Total amount due   $104.50"], None, True)


def test_a_value_that_was_changed_since_the_rules_read_it_has_their_reading_as_a_rival() -> None:
    assert _rivals((BILL,), "total", total_amount=98.2) == [(104.5, ["rules"])]
    assert _rivals((BILL,), "total", total_amount=None) == [(104.5, ["rules"])]


def test_what_is_considered_is_cut_to_what_a_person_would_read() -> None:
    longest = " ".join(["Northwind"] * 30) + " GmbH"
    long = Rival(longest, f"{longest}\nbelow", None, 1.26, ("listed", "small", "place", "client"))
    short = Rival(9.5, "9.50", 2, None, ("negative",))
    contest: Contest[Any] = Contest(None, (long, short), "weak")
    blank = dict.fromkeys(("entity", "document_date", "total_amount"))
    found = considered.of_values(dict.fromkeys(blank, contest), blank, blank, by_rules=True)
    entry = found["considered"]["entity"]
    first, second = entry["rivals"]
    assert (first["value"], first["words"]) == (longest[:120], [longest[:120], "below"])
    assert (first["score"], first["reasons"]) == (1.3, ["listed", "small", "place"])
    assert (second["value"], second["page"], second["score"]) == (9.5, 2, None)
    assert (entry["score"], entry["words"], entry["blank"]) == (None, [], "weak")
    validate({"entity": entry}, considered.SCHEMA)


@pytest.mark.parametrize(
    "changed",
    [
        {"words": ["x" * 121]},
        {"words": ["x"] * 6},
        {"blank": "never"},
        {"doubts": ["why not"]},
        {"doubts": ["larger"] * 4},
        {"rivals": [{}]},
        {"score": "5"},
        {"more": 1},
    ],
)
def test_what_is_stored_is_within_bounds(changed: dict[str, Any]) -> None:
    entry = {"score": 1.0, "words": ["x" * 120] * 5, "blank": None, "doubts": [], "rivals": []}
    validate({"total": entry}, considered.SCHEMA)
    with pytest.raises(InvalidAnswerError):
        validate({"total": entry | changed}, considered.SCHEMA)


@pytest.mark.parametrize(
    "changed",
    [{"page": 0}, {"reasons": []}, {"reasons": ["listed"] * 4}, {"reasons": ["why not"]}, {"value": "x" * 121}],
)
def test_a_rival_is_stored_within_bounds(changed: dict[str, Any]) -> None:
    rival = {"value": "x" * 120, "words": ["x"], "page": 1, "score": None, "reasons": ["listed"] * 3}
    entry = {"score": 1.0, "words": [], "blank": None, "doubts": [], "rivals": [rival] * MOST_RIVALS}
    validate({"total": entry}, considered.SCHEMA)
    with pytest.raises(InvalidAnswerError):
        validate({"total": {**entry, "rivals": [rival | changed]}}, considered.SCHEMA)
    with pytest.raises(InvalidAnswerError):
        validate({"total": {**entry, "rivals": [rival] * (MOST_RIVALS + 1)}}, considered.SCHEMA)


@settings(max_examples=60, deadline=None)
@given(pages=PAGES, document_type=st.sampled_from(["receipt", "utility_bill", "bank_statement", "other"]))
def test_what_any_text_gives_fits_the_schema(pages: list[str], document_type: str) -> None:
    stored = tuple(page.replace("\0", " ").encode("utf-8", "replace").decode() for page in pages)
    validate(_assessed(stored, document_type)["considered"], considered.SCHEMA)
    validate(considered.of_type(stored, document_type, _NAMES)["considered"], considered.SCHEMA)
