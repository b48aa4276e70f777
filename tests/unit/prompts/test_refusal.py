"""What a proposed text is refused for, without any database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from alfrd_luigi.database.prompts import PromptVersion
from alfrd_luigi.language.catalogue import shipped_prompts
from alfrd_luigi.prompts import contract
from alfrd_luigi.prompts.refusal import Rules, Shown, reason

PRESENT = next(each.text for each in shipped_prompts() if (each.kind, each.document_type) == ("classifier", None))
FORMER = f"{PRESENT}\n- Read it twice."


def _version(number: int, text: str) -> PromptVersion:
    made_at = datetime(2024, 1, 1, tzinfo=UTC)
    return PromptVersion(
        number, "classifier", None, None, number, number == 1, False, False, "person", None, 0, text, made_at
    )


RULES = Rules(
    "classifier", PRESENT, [_version(1, PRESENT), _version(2, FORMER)], 300, "Annual report: a yearly account."
)


def _shown(*pages: str, **values: Any) -> Shown:
    return Shown(pages, [values])


def _reason(rule: str, shown: Shown | None = None) -> str | None:
    return reason(f"{PRESENT}\n- {rule}", RULES, [shown or _shown("NORTHWIND WATER")])


@pytest.mark.parametrize(
    "prompt",
    [each for each in shipped_prompts() if each.kind in ("classifier", "summarizer")],
    ids=lambda prompt: f"{prompt.kind} {prompt.document_type}",
)
def test_what_is_shipped_keeps_what_every_version_keeps(prompt: Any) -> None:
    assert contract.dropped(prompt.kind, prompt.text) == []
    assert len(contract.clauses(prompt.kind)) >= 5


@pytest.mark.parametrize("kind", ["classifier", "summarizer", "series_summarizer"])
def test_an_empty_text_drops_everything(kind: str) -> None:
    assert {"data", "instruction"} < set(contract.dropped(kind, ""))


@pytest.mark.parametrize(
    "rule",
    [
        "An account of a year is a statement.",
        "Prefer the type of the \u201chead\u201d line \u2013 even in French\u00a0: facture.",
        "A date such as 2024-01-31 says little.",
        "Cash < total means change.",
    ],
)
def test_a_rule_of_ones_own_is_taken(rule: str) -> None:
    assert _reason(rule) is None


def test_a_former_version_is_not_tried_again() -> None:
    assert _reason("Read it twice!") == "it repeats version 2"


@pytest.mark.parametrize("letter", ["\u202e", "\u200b", "\u00ad", "\x00", "\x1b", "\U000e0041", "\ud800", "\ufeff"])
def test_a_letter_that_cannot_be_seen_is_found(letter: str) -> None:
    assert _reason(f"Read{letter}it well.") == "it has characters that cannot be seen"


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"entity": "Netflix"}, "Netflix sends bills."),
        ({"field.name": "Mira Example"}, "Letters to Mira Example are private."),
        ({"total": 1204.5}, "1,204.50 is a total."),
        ({"total": 1204}, "1204 is a total."),
        ({"date": "2024-03-05"}, "Bills are of 2024-03-05."),
        ({"field.line_items": [{"text": "Blue paint, 5 litres"}]}, "Blue paint, 5 litres is an item."),
    ],
)
def test_a_value_that_tells_of_a_document_is_found(values: Mapping[str, Any], rule: str) -> None:
    assert _reason(rule, Shown([], [values])) == "it has a value of a document"


@pytest.mark.parametrize(
    "values",
    [
        {"type": "invoice"},
        {"currency": "USD", "total": 12},
        {"field.is_paid": True, "field.frequency": "monthly", "date": None},
        {"entity": ""},
        {"field.subject": "Annual report"},  # the description of a type has it
    ],
)
def test_a_value_that_tells_nothing_is_not(values: Mapping[str, Any]) -> None:
    assert _reason("An annual report or a monthly invoice of 12 USD is what it is.", Shown([], [values])) is None


def test_our_own_words_in_a_document_are_no_quotation() -> None:
    assert _reason("Read the head twice.", _shown(PRESENT)) is None
