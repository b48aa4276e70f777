from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.language import questions
from alfrd_luigi.language.catalogue import shipped_types
from alfrd_luigi.language.engines import engine
from support.local_engines import ask

TYPES = [(entry.name, entry.description) for entry in shipped_types()]
DOCUMENTS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "typed_documents.toml").read_text("utf-8")
)
PURCHASE_ORDER = (
    "Sample Stores\nPURCHASE ORDER\nPO Date 3 May 2021\nVendor: Example Widgets\n10 widgets  120.00\nTotal 120.00"
)


def classify(text: str, types: list[tuple[str, str]] = TYPES, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    return ask(engine("offline"), questions.classify("Sort it.", [text], types, tags))


def score(text: str, answer: dict[str, Any]) -> float:
    question = questions.score_classification("Check it.", [text], TYPES, answer)
    return float(ask(engine("offline"), question)["score"])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_type_of(name: str) -> None:
    assert classify(DOCUMENTS[name]["text"])["document_type"] == DOCUMENTS[name]["type"]


@pytest.mark.parametrize("name", ["electricity bill", "english invoice", "tuition bill", "bank statement"])
def test_clear_documents_have_a_high_confidence(name: str) -> None:
    assert classify(DOCUMENTS[name]["text"])["confidence"] > 0.95


def test_a_document_with_few_words_has_a_lower_confidence() -> None:
    few = classify("Corner shop\nTotal   4.10\nCash   5.00\n22/07/14 17:05")

    assert few["document_type"] == "receipt"
    assert 0.6 < few["confidence"] < classify(DOCUMENTS["electricity bill"]["text"])["confidence"]


def test_every_shipped_type_is_recognised_somewhere() -> None:
    assert {document["type"] for document in DOCUMENTS.values()} == {name for name, _ in TYPES}


@pytest.mark.parametrize("text", ["", "   \n\n", "~~ ~ ii lll .. -", "\u5b57\u5b57 \u5b57"])
def test_what_says_nothing_is_other_with_low_confidence(text: str) -> None:
    answer = classify(text)

    assert answer["document_type"] == "other"
    assert answer["confidence"] < 0.5


def test_reasoning_names_the_deciding_words() -> None:
    assert '"kwh"' in classify(DOCUMENTS["electricity bill"]["text"])["reasoning"]


def test_reasoning_holds_no_text_but_known_phrases() -> None:
    assert "Northwind" not in classify(DOCUMENTS["electricity bill"]["text"])["reasoning"]


def test_words_that_recognition_joined_are_found() -> None:
    joined = "NorthwindPower\nYour ElectricBill\nMeterReading 4410\n493kWh\nEnergyCharge $61.20\nAmountDue $70.20"

    assert classify(joined)["document_type"] == "utility_bill"


def test_a_title_with_a_space_after_each_letter_is_found() -> None:
    text = "MUSTERLIEFERANT GMBH   {}   Seite   1\nSalz   12,00\nPfeffer   7,50"

    assert classify(text.format("R E C H N U N G"))["document_type"] == "invoice"
    assert classify(text.format("D O K U M E N T"))["document_type"] == "other"


@pytest.mark.parametrize(
    ("title", "balances"),
    [
        ("Kontoauszug zu Ihrer Kreditkarte", "Alter Saldo   120,00-\nNeuer Saldo   130,40-"),
        ("Relevé de compte de votre carte de crédit", "Ancien solde   120,00\nNouveau solde   130,40"),
        ("Extracto de cuenta de su tarjeta de crédito", "Saldo anterior   120,00\nNuevo saldo   130,40"),
        ("Estratto conto carta di credito", "Saldo precedente   120,00\nNuovo saldo   130,40"),
        ("Rekeningafschrift creditcard", "Vorig saldo   120,00\nNieuw saldo   130,40"),
    ],
)
def test_a_title_tells_the_statement_of_a_card_from_that_of_an_account(title: str, balances: str) -> None:
    assert classify(f"Banca Beispiel\n{title}\n{balances}")["document_type"] == "credit_card"


def test_words_that_recognition_misread_are_found() -> None:
    misread = "Northwind Power\nYour e1ectric bi11\nMeter read1ng 4410\n493 kWh u5ed\nEnergy charge $61.20"

    assert classify(misread)["document_type"] == "utility_bill"


def test_only_known_types_are_answered() -> None:
    types = [("receipt", "Receipts."), ("other", "The rest.")]

    assert classify(DOCUMENTS["electricity bill"]["text"], types)["document_type"] == "other"


def test_without_other_the_first_type_has_to_do() -> None:
    answer = classify("~~", [("receipt", "Receipts."), ("invoice", "Invoices.")])

    assert answer["document_type"] == "receipt"
    assert answer["confidence"] < 0.5


def test_a_type_that_is_missing_is_suggested() -> None:
    answer = classify(PURCHASE_ORDER)

    assert answer["document_type"] == "other"
    assert answer["suggested_type"]["name"] == "purchase_order"


def test_a_suggested_type_is_used_once_a_person_has_added_it() -> None:
    answer = classify(PURCHASE_ORDER, [*TYPES, ("purchase_order", "Orders.")])

    assert answer["document_type"] == "purchase_order"
    assert answer["suggested_type"] is None


def test_tags_say_what_and_when() -> None:
    assert classify(DOCUMENTS["electricity bill"]["text"])["tags"] == ["electricity", "2022"]


def test_known_spelling_of_a_tag_is_kept() -> None:
    assert "Electricity" in classify(DOCUMENTS["electricity bill"]["text"], tags=("Electricity",))["tags"]


def test_the_answer_is_the_same_each_time() -> None:
    text = DOCUMENTS["german till slip"]["text"]

    assert classify(text) == classify(text)


def test_a_right_type_scores_high_and_a_wrong_one_low() -> None:
    text = DOCUMENTS["electricity bill"]["text"]
    answer = classify(text)

    assert score(text, answer) > 0.95
    assert score(text, {**answer, "document_type": "bank_statement"}) < 0.05


def test_the_form_of_a_letter_does_not_speak_against_its_type() -> None:
    text = DOCUMENTS["bank letter"]["text"]

    assert score(text, classify(text)) > 0.9


@pytest.mark.timeout(20)
def test_long_hostile_text_is_read_in_time() -> None:
    text = "sub total tax total 1.00\n" * 4000 + "\n" * 20000 + "x" * 50000

    assert classify(text)["document_type"] in {name for name, _ in TYPES}


def test_a_type_that_is_missing_does_not_speak_against_other() -> None:
    assert classify(PURCHASE_ORDER)["confidence"] > 0.9
