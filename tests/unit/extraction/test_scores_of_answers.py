"""Scores of answers by checks without understanding, the type that the words speak for, and names of one sender."""

from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.extraction.classification import classify, weigh_type
from alfrd_luigi.extraction.contests import REASONS, Rival, best_rivals, label_reason
from alfrd_luigi.extraction.entity_names import same_entity
from alfrd_luigi.extraction.scores import score_classification, score_summary

_PAGES = ["Northwind Water   5 March 2024", "Invoice number A7\nTotal 41.20 USD"]
_ANSWER: dict[str, Any] = {
    "entity": "Northwind Water",
    "document_date": "2024-03-05",
    "total_amount": 41.2,
    "currency": "USD",
    "summary": "A bill.",
    "structured_data": {"invoice_number": "A7", "due_date": None},
    "evidence": {
        "entity": "Northwind Water",
        "document_date": "5 March 2024",
        "total_amount": "41.20",
        "invoice_number": "A7",
    },
}
_SCHEMA = {"required": ["invoice_number"]}


def _failed(kind: str = "invoice", schema: dict[str, Any] | None = None, **changed: Any) -> list[str]:
    """The checks that a changed answer fails."""
    said = score_summary(_PAGES, kind, _SCHEMA if schema is None else schema, {**_ANSWER, **changed})["reasoning"]
    return [] if said == "Every check passed." else said.removeprefix("Failed checks: ").rstrip(".").split(", ")


def _evidence(**words: str) -> dict[str, str]:
    return {**_ANSWER["evidence"], **words}


@pytest.mark.parametrize(
    ("changed", "failed"),
    [
        ({}, []),
        ({"entity": None}, ["entity is known"]),
        ({"entity": ""}, ["entity is known"]),
        ({"document_date": None}, ["date is known and plausible"]),
        ({"document_date": "1899-12-31"}, ["date is known and plausible"]),
        ({"document_date": "1900-01-01"}, []),
        ({"document_date": "2100-01-01"}, []),
        ({"document_date": "2100-01-02"}, ["date is known and plausible"]),
        ({"total_amount": None}, ["total is known"]),
        ({"total_amount": 0}, []),
        ({"currency": None}, ["currency is known"]),
        ({"summary": " \n"}, ["summary is there"]),
        ({"structured_data": {}}, ["invoice_number is known"]),
        ({"structured_data": {"invoice_number": None}}, ["invoice_number is known"]),
        ({"structured_data": {"invoice_number": "A7", "tax": 1}}, ["tax stands in the text"]),
        ({"evidence": {}}, [f"{name} stands in the text" for name in _ANSWER["evidence"]]),
        ({"evidence": _evidence(entity="Southwind")}, ["entity stands in the text"]),
        ({"evidence": _evidence(entity="")}, ["entity stands in the text"]),
        ({"evidence": _evidence(entity="NORTHWIND  WATER")}, []),  # case and spaces do not matter
        ({"evidence": _evidence(entity="2024Invoice")}, []),  # across two pages
        ({"evidence": _evidence(due_date="nowhere")}, []),  # of a value that is not there
        ({"entity": None, "summary": ""}, ["entity is known", "summary is there"]),
    ],
)
def test_a_summary_is_checked(changed: dict[str, Any], failed: list[str]) -> None:
    assert _failed(**changed) == failed


def test_a_letter_needs_no_total_and_a_schema_no_field() -> None:
    assert _failed("letter", total_amount=None, currency=None) == []
    assert _failed(schema={}, structured_data={}) == []


def test_the_score_of_a_summary_is_the_share_of_its_checks() -> None:
    assert score_summary(_PAGES, "invoice", _SCHEMA, _ANSWER)["score"] == 1.0
    half = score_summary(_PAGES, "invoice", _SCHEMA, {**_ANSWER, "evidence": {}})
    assert half == {"score": 0.6, "reasoning": half["reasoning"], "suggested_prompt": None}  # 6 of 10


_BILL = "Electricity bill\nkWh 120\nMeter reading\nAccount number"
_TYPES = ("invoice", "receipt", "utility_bill", "bank_statement", "other")


def test_a_type_is_scored_against_its_strongest_rival() -> None:
    right, wrong = (score_classification([_BILL], {"document_type": name}) for name in ("utility_bill", "receipt"))
    assert right["score"] > 0.9 > 0.1 > wrong["score"]
    assert "strongest rival, utility_bill" in wrong["reasoning"]
    assert score_classification([_BILL], {"document_type": "no such type"})["score"] == 0.0


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (_BILL, "utility_bill", "The words of this type that it has: "),
        ("hello", "other", "Nothing in the text speaks clearly for any type."),
        ("Dear Ms Example,\nyours sincerely", "other", "Has the form of correspondence ("),
        (
            "Resume\nWork experience\nEducation\nSkills\nReferences",
            "other",
            'Reads like a resume ("resume", "work experience", "skills", "education"), which is not among the types.',
        ),
    ],
)
def test_an_answer_says_which_words_decide(text: str, kind: str, said: str) -> None:
    answer = classify([text], [{"name": name} for name in _TYPES], [])
    assert answer["document_type"] == kind
    assert answer["reasoning"].startswith(said)


def test_a_type_that_is_not_there_is_suggested() -> None:
    resume = ["Resume\nWork experience\nEducation\nSkills"]
    answer = classify(resume, [{"name": name} for name in _TYPES], [])
    assert answer["suggested_type"]["name"] == "resume"
    assert classify(resume, [{"name": "resume"}], [])["suggested_type"] is None
    assert classify(["hello"], [{"name": "invoice"}], [])["document_type"] == "invoice"  # the first, without `other`


def test_a_known_tag_keeps_its_spelling() -> None:
    types = [{"name": name} for name in _TYPES]
    assert classify([_BILL], types, [])["tags"] == ["electricity"]
    assert classify([_BILL], types, ["Electricity", "2024"])["tags"] == ["Electricity"]
    assert classify([f"{_BILL}\nBill date 5 March 2024"], types, [])["tags"] == ["electricity", "2024"]


@pytest.mark.parametrize(
    ("text", "chosen", "reasons"),
    [
        ("Invoice\nInvoice number 12\nTotal due 5.00", "invoice", {"receipt": "fewer_words"}),
        ("Dear Ms Example,\nyours sincerely", "other", {"correspondence": "form_of_letter"}),
        ("Resume\nWork experience\nEducation\nSkills", "other", {"resume": "no_such_type"}),
        (_BILL, "utility_bill", {}),
    ],
)
def test_the_other_types_lost_for_a_reason(text: str, chosen: str, reasons: dict[str, str]) -> None:
    contest = weigh_type([text], chosen, _TYPES)
    assert {str(each.value): each.reasons[0] for each in contest.rivals} == reasons
    assert (contest.found is None) == (contest.blank == "weak") == (chosen == "other")


def _rival(value: str) -> Rival:
    return Rival(value, value, 1, 1.0, ("odd",))


def test_the_rivals_are_the_first_three_other_values() -> None:
    ranked = [(each.lower(), _rival(each)) for each in ("A", "a", "b", "B", "C", "d", "e")]
    assert [each.value for each in best_rivals(ranked, "a")] == ["b", "C", "d"]
    assert [each.value for each in best_rivals(ranked, None)] == ["A", "b", "C"]
    assert [each.value for each in best_rivals(ranked[:2], "x")] == ["A"]
    assert best_rivals([], "a") == ()


def test_a_label_gives_the_reason_of_its_kind() -> None:
    assert label_reason("date", "DUE") == "date_due"
    assert label_reason("amount", "GROSS") == "amount_gross"
    assert label_reason("date", "ISSUED") == "weaker_label"
    assert len(set(REASONS)) == len(REASONS)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("PGE", "Pacific Gas and Electric", True),
        ("PG&E", "Pacific Gas & Electric Co.", True),
        ("P", "Pacific", False),
        ("Northwind Water", "Northwind Watev", True),
        ("Northwind", "Northwimd", False),  # one letter of nine
        ("North", "Nortb", False),
        ("Northwind", "Southwind", False),
        ("Example", "Example Bank", True),
        ("Example", "Example Group", True),
        ("Example Customer Service", "Example", True),
        ("Example Water", "Example Gas", False),
        ("Group", "Group Services", False),  # nothing else is common
        ("Beispiel GmbH", "BEISPIEL", True),
        ("", "Example", False),
        ("!!", "!!", False),
    ],
)
def test_names_of_one_sender_are_told_by_their_spelling(one: str, other: str, expected: bool) -> None:
    assert (same_entity(one, other), same_entity(other, one)) == (expected, expected)
