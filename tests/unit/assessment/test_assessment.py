"""The confidence of the values of an answer, and what it does to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from alfrd_luigi.assessment.assessment import assess, with_places
from alfrd_luigi.assessment.field_names import field_name
from alfrd_luigi.extraction.records import summarize
from alfrd_luigi.language.catalogue import shipped_types
from alfrd_luigi.settings import Settings

BILL = """Northwind Energy LLC
14 Harbour Road
Electricity bill
Bill Date: March 4, 2023
Account number: 5500-1122
Electricity used 512 kWh
Total amount due   $104.50
Due Date: March 25, 2023
"""
SCHEMA = next(entry.fields_schema for entry in shipped_types() if entry.name == "utility_bill")


def _answer(**changes: Any) -> dict[str, Any]:
    return {**summarize((BILL,), "utility_bill", SCHEMA), **changes}


def _limits(uncertain_below: float = 0.85, blank_below: float = 0.3) -> Settings:
    return replace(Settings(), uncertain_below=uncertain_below, blank_below=blank_below)


def _assessed(
    answer: dict[str, Any],
    *,
    by_rules: bool = False,
    uncertain_below: float = 0.85,
    blank_below: float = 0.3,
    text: str = BILL,
    known: dict[str, float] | None = None,
) -> dict[str, Any]:
    limits = _limits(uncertain_below, blank_below)
    return assess(
        answer, (text,), lambda _page: [], "utility_bill", by_rules=by_rules, known=known or {}, limits=limits
    )


def test_each_value_has_a_confidence_and_a_place() -> None:
    found = _assessed(_answer(), by_rules=True)
    assert {"entity", "date", "total", "currency", "field.account_number", "field.due_date"} <= found[
        "confidences"
    ].keys()
    assert all(0 < sure < 1 for sure in found["confidences"].values())
    assert found["places"]["total"] == {"page": 1, "boxes": []}
    assert found["places"].keys() == {field_name(name) for name in found["evidence"]}


def test_a_null_has_no_confidence() -> None:
    found = _assessed(_answer(entity=None))
    assert "entity" not in found["confidences"]


def test_a_quotation_that_is_not_in_the_text_is_no_evidence() -> None:
    answer = _answer()
    answer["evidence"] = {**answer["evidence"], "entity": "Northwind Energy Holding PLC of London"}
    assert "entity" not in _assessed(answer)["evidence"]


def test_a_quotation_that_does_not_hold_the_value_is_no_evidence() -> None:
    answer = _answer(total_amount=140.5)
    found = _assessed(answer)
    assert "total_amount" not in found["evidence"]
    assert "total" not in found["places"]


def test_a_model_that_agrees_with_the_rules_is_surer_than_either() -> None:
    alone, agreed = _assessed(_answer(), by_rules=True), _assessed(_answer())
    assert all(agreed["confidences"][name] >= alone["confidences"][name] for name in ("entity", "total"))


def test_two_readers_who_agree_share_a_part_of_their_errors() -> None:
    alone, agreed = (_assessed(_answer(), by_rules=by_rules)["confidences"] for by_rules in (True, False))
    for name in ("entity", "date", "total", "currency"):
        assert 0.5 < alone[name] < 1
        assert agreed[name] == pytest.approx(1 - 0.3 * (1 - alone[name]), abs=0.001)


@pytest.mark.parametrize(
    ("value", "quotation", "confidence"),
    [(512.0, "512 kWh", 0.7), (512.0, "nothing", 0.6), (999.0, "nothing", 0.1)],
)
def test_a_model_that_contradicts_the_rules_is_as_sure_as_its_evidence(
    value: float, quotation: str, confidence: float
) -> None:
    answer = _answer(total_amount=value)
    answer["evidence"] = {**answer["evidence"], "total_amount": quotation}
    assert _assessed(answer, blank_below=0.0)["confidences"]["total"] == confidence


@pytest.mark.parametrize(
    ("value", "quotation", "confidence"),
    [(512.0, "512 boxes", 0.9), (512.0, "nothing", 0.8), (999.0, "nothing", 0.3)],
)
def test_a_model_that_reads_what_the_rules_do_not_is_surer(value: float, quotation: str, confidence: float) -> None:
    text = "Dear Sam,\nwe moved 512 boxes on Monday.\nYours, Ann\n"
    answer = summarize((text,), "utility_bill", SCHEMA)
    assert answer["total_amount"] is None
    answer |= {"total_amount": value, "evidence": {"total_amount": quotation}}
    assert _assessed(answer, blank_below=0.0, text=text)["confidences"]["total"] == confidence


def test_a_field_is_surer_if_it_is_quoted_and_least_sure_if_it_is_not_printed() -> None:
    def sure(value: str, quotation: str) -> float:
        answer = _answer()
        answer["structured_data"] = {**answer["structured_data"], "account_number": value}
        answer["evidence"] = {**answer["evidence"], "account_number": quotation}
        found: float = _assessed(answer, blank_below=0.0)["confidences"]["field.account_number"]
        return found

    quoted, printed, absent = sure("5500-1122", "5500-1122"), sure("5500-1122", "-"), sure("777-777", "-")
    assert quoted > printed > absent


def test_a_value_that_the_rules_read_otherwise_is_uncertain() -> None:
    answer = _answer(total_amount=512.0)
    answer["evidence"] = {**answer["evidence"], "total_amount": "Electricity used 512 kWh"}
    found = _assessed(answer)
    assert found["total_amount"] == 512.0
    assert "total" in found["uncertain"]


def test_an_invented_value_is_left_blank() -> None:
    found = _assessed(_answer(total_amount=999.0))
    assert found["total_amount"] is None
    assert "total" not in found["confidences"]
    assert "total" not in found["uncertain"]


def test_an_invented_field_is_left_blank_too() -> None:
    answer = _answer()
    answer["structured_data"] = {**answer["structured_data"], "account_number": "777-777"}
    found = _assessed(answer, blank_below=0.6)
    assert found["structured_data"]["account_number"] is None


def test_the_limits_are_settings() -> None:
    assert _assessed(_answer(), uncertain_below=0.0)["uncertain"] == []
    everything = _assessed(_answer(), uncertain_below=1.0)
    assert everything["uncertain"] == sorted(everything["confidences"])


def test_a_value_at_a_limit_is_kept_and_certain() -> None:
    answer = _answer(total_amount=512.0)
    answer["evidence"] = {**answer["evidence"], "total_amount": "512 kWh"}
    at_both, below = (_assessed(answer, blank_below=each, uncertain_below=each) for each in (0.7, 0.701))
    assert (at_both["total_amount"], at_both["confidences"]["total"], "total" in at_both["uncertain"]) == (512, 0.7, 0)
    assert (below["total_amount"], "total" in below["confidences"]) == (None, False)


def test_a_value_that_is_left_blank_has_neither_evidence_nor_place() -> None:
    found = _assessed(_answer(), blank_below=1.0)
    assert [found[name] for name in ("evidence", "confidences", "uncertain", "places")] == [{}, {}, [], {}]
    assert {found[name] for name in ("entity", "document_date", "total_amount", "currency")} == {None}
    assert set(found["structured_data"].values()) == {None}
    assert found["structured_data"].keys() == _answer()["structured_data"].keys()


def test_a_value_that_is_known_from_elsewhere_is_kept_with_its_confidence() -> None:
    answer = _answer(total_amount=999.0)
    answer["evidence"] = {**answer["evidence"], "total_amount": "GrandTotalAmount"}
    found = _assessed(answer, known={"total_amount": 0.2, "account_number": 0.9}, blank_below=0.5)
    assert (found["total_amount"], found["confidences"]["total"]) == (999.0, 0.2)
    assert found["confidences"]["field.account_number"] == 0.9
    assert "total" in found["uncertain"]
    assert found["evidence"]["total_amount"] == "GrandTotalAmount"  # though no page has it
    assert "total" not in found["places"]


def test_an_answer_may_have_no_fields() -> None:
    found = _assessed(_answer(structured_data=None))
    assert found["structured_data"] == {}
    assert found["confidences"].keys() == {"entity", "date", "total", "currency"}


def test_a_field_that_is_null_has_no_confidence() -> None:
    answer = _answer()
    answer["structured_data"] = {**answer["structured_data"], "account_number": None}
    assert "field.account_number" not in _assessed(answer)["confidences"]


def test_a_currency_has_the_place_of_its_sign() -> None:
    answer = _answer()
    answer["evidence"] = {**answer["evidence"], "currency": "$"}
    assert _assessed(answer)["places"]["currency"] == {"page": 1, "boxes": []}
    answer["evidence"] = {**answer["evidence"], "currency": "€"}
    found = _assessed(_answer(currency="EUR", evidence=answer["evidence"]))
    assert ("currency" in found["places"], found["confidences"]["currency"]) == (False, 0.6)


def test_a_confidence_has_three_digits() -> None:
    sure = _assessed(_answer())["confidences"].values()
    assert [round(each, 3) for each in sure] == list(sure)
    assert any(round(each, 2) != each for each in sure)


_PAGES = ("Northwind Energy LLC\nElectricity bill", "Account 5500-1122\nTotal due $104.50")
_WORDS = {
    1: [["Northwind", 0.1, 0.1, 0.2, 0.2, 0.9], ["Energy", 0.2, 0.1, 0.3, 0.2, 0.9]],
    2: [[word, each / 10, 0.5, each / 10 + 0.05, 0.6, 0.9] for each, word in enumerate(_PAGES[1].split())],
}


def _of_two_pages(answer: dict[str, Any]) -> dict[str, Any]:
    return assess(
        answer, _PAGES, _WORDS.__getitem__, "utility_bill", by_rules=False, known={}, limits=_limits(blank_below=0.0)
    )


def test_the_boxes_are_those_of_the_words_on_the_page_of_the_evidence() -> None:
    answer = {**summarize(_PAGES, "utility_bill", SCHEMA), "total_amount": 104.5, "entity": "Northwind Energy"}
    answer["evidence"] = {"total_amount": "due $104.50", "entity": "Northwind Energy LLC"}
    assert _of_two_pages(answer)["places"] == {
        "total": {"page": 2, "boxes": [[0.3, 0.5, 0.35, 0.6], [0.4, 0.5, 0.45, 0.6]]},
        "entity": {"page": 1, "boxes": []},  # its page has more words than boxes
    }


def test_values_that_changed_get_new_places_and_doubts() -> None:
    answer = {**summarize(_PAGES, "utility_bill", SCHEMA), "total_amount": 104.5, "entity": "Northwind Energy"}
    answer["evidence"] = {"total_amount": "$104.50", "entity": "Northwind Energy LLC"}
    before = _of_two_pages(answer)
    confidences = {"total": 0.849, "entity": 0.85, "date": 0.1, "field.account_number": 0.99}
    evidence = {**answer["evidence"], "total_amount": "due $104.50", "entity": "Electricity"}
    changed = {**before, "confidences": confidences, "evidence": evidence}
    found = with_places(changed, {"total"}, _PAGES, _WORDS.__getitem__, _limits())
    assert found["places"]["total"]["boxes"] == [[0.3, 0.5, 0.35, 0.6], [0.4, 0.5, 0.45, 0.6]]
    assert found["places"]["entity"] == before["places"]["entity"]  # it is not among the names
    assert found["uncertain"] == ["date", "total"]
    without = with_places(changed, {"total", "entity"}, _PAGES, _WORDS.__getitem__, _limits())
    assert without["places"].keys() == {"total"}  # the new words do not hold the name
    assert {name: value for name, value in found.items() if name not in ("places", "uncertain")} == {
        name: value for name, value in changed.items() if name not in ("places", "uncertain")
    }
