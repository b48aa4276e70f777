"""Whether a value that was learnt is taken depends on how sure the engine is, and on the label beside its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from alfrd_luigi.corrections.correction import approve, set_values
from alfrd_luigi.corrections.types import retire
from alfrd_luigi.database.connection import database
from alfrd_luigi.memory.recall import Recall
from support.archives import Archive
from support.pipeline import take_in, work_on
from support.receipts import bakery, market

RUN = "20240401T000000-past"
_PAPER = bakery("B-1", "03/02/2024", "9.40")
_NEXT = bakery("B-2", "05/03/2024", "17.25", goods="15.00")


def _recall(archive: Archive, said: Mapping[str, str] | None, first: str = _PAPER, following: str = _NEXT) -> Recall:
    """What the memory says of the next paper, after a person corrected the first one, or approved it."""
    ids = take_in(archive, RUN, first=first, following=following)
    work_on(ids, RUN)
    session = database().session()
    if said is None:
        approve(session, ids[0], "anna")
    else:
        set_values(session, ids[0], said, "anna")
    return Recall(session, ids[1])


def _outcome(recall: Recall, field: str, name: str, found: Any, words: str | None, sure: float | None) -> Any:
    """What becomes of a value that the engine found; None if the memory says nothing."""
    answer = {
        **dict.fromkeys(("entity", "title", "document_date", "total_amount", "currency", "structured_data")),
        "evidence": {} if words is None else {name: words},
        "confidences": {} if sure is None else {field: sure},
        name: found,
    }
    used = recall.summarized(answer).get("memory", [])
    return next((use["outcome"] for use in used if use["field"] == field), None)


def _total(recall: Recall, found: float | None, words: str | None, sure: float | None) -> Any:
    return _outcome(recall, "total", "total_amount", found, words, sure)


def test_a_correction_of_what_was_not_found_wins_unless_the_engine_is_sure(archive: Archive) -> None:
    recall = _recall(archive, {"total": "9.40"})
    found = (
        (17.25, "Flumps 17.25", 0.99),
        (None, None, None),
        (15.0, "Flumps 15.00", 0.9),
        (15.0, "Flumps 15.00", 0.89),
        (15.0, None, None),
    )
    assert [_total(recall, *each) for each in found] == ["agreed", "taken", "lost", "taken", "taken"]


def test_a_mistake_that_was_corrected_is_not_made_again(archive: Archive) -> None:
    papers = market("Q-1", "05/03/2024", "8.40"), market("Q-2", "06/03/2024", "8.40")
    recall = _recall(archive, {"total": "4.20"}, *papers)
    (lesson,) = [each for each in recall.lessons if each.field == "total"]
    assert (lesson.found, lesson.found_label) == (8.4, "total")
    recall.lessons = [lesson._replace(confidence=0.95)]
    found = (
        (8.4, "Total 8.40", 0.99),
        (8.4, "Flumps 8.40", 0.99),
        (8.4, None, 0.99),
        (8.4, "Flumps 8.40", 0.95),
        (8.4, "Flumps 8.40", 0.951),
    )
    assert [_total(recall, *each) for each in found] == ["taken", "lost", "lost", "taken", "lost"]


def test_what_a_person_only_approved_gives_way_unless_the_engine_left_its_label(archive: Archive) -> None:
    first = _PAPER.replace("Knorp:", "Total:")
    recall = _recall(archive, None, first, _NEXT.replace("Knorp:", "Total:"))
    found = (
        (None, None, None),
        (15.0, "Total: 15.00", 0.49),
        (15.0, "Total: 15.00", 0.5),
        (15.0, None, 0.5),
        (15.0, "Flumps 15.00", 0.89),
        (15.0, "Flumps 15.00", 0.9),
    )
    outcomes = ["taken", "taken", "lost", "lost", "taken", "lost"]
    assert [_total(recall, *each) for each in found] == outcomes


def test_a_value_without_a_place_is_taken_where_the_engine_found_the_same(archive: Archive) -> None:
    recall = _recall(archive, {"currency": "MYR", "entity": "Crusty"})
    cases = (("USD", None, 0.5), ("MYR", None, 0.5), (None, None, None))
    outcomes = [_outcome(recall, "currency", "currency", *each) for each in cases]
    assert outcomes == ["taken", "agreed", None]  # a paper without a total need not have a currency
    assert _outcome(recall, "entity", "entity", "GOLDEN CRUST", "GOLDEN CRUST", 0.99) == "taken"
    assert _outcome(recall, "entity", "entity", "Crusty", "Crusty", 0.5) == "agreed"


@pytest.mark.parametrize(
    ("said", "cases"),
    [
        (
            {"type": "payroll"},
            {
                ("payroll", 0.5): "agreed",
                ("invoice", 0.99): "taken",
                ("tax", 0.89): "taken",
                ("tax", 0.9): "lost",
            },
        ),
        (
            None,
            {
                ("invoice", 0.1): "agreed",
                ("other", 0.89): "taken",
                ("other", 0.9): None,
                ("tax", 0.49): "taken",
                ("tax", 0.5): None,
            },
        ),
    ],
    ids=["corrected", "approved"],
)
def test_the_type_of_a_paper_of_the_same_form(
    archive: Archive, said: dict[str, str] | None, cases: dict[tuple[str, float], str | None]
) -> None:
    recall = _recall(archive, said)
    found = {}
    for (name, sure), _ in cases.items():
        answer = {"document_type": name, "confidence": sure, "reasoning": "so", "tags": []}
        used = recall.classified(answer).get("memory", [])
        found[name, sure] = next((use["outcome"] for use in used if use["field"] == "type"), None)
    assert found == cases


def test_a_paper_of_another_form_has_no_type_of_the_memory(archive: Archive) -> None:
    head = "".join(f"{line}\n" for line in _PAPER.splitlines()[:5])
    letter = head + "dear customer many kind words about our poppy seeded bread from next week will again come true\n"
    recall = _recall(archive, {"type": "payroll"}, following=letter * 2)
    assert recall.issuer is not None
    assert recall.lessons
    answer = {"document_type": "tax", "confidence": 0.5, "reasoning": "so", "tags": []}
    assert recall.classified(answer) == answer


def test_a_type_that_was_retired_is_not_proposed(archive: Archive) -> None:
    recall = _recall(archive, {"type": "payroll"})
    retire(database().session(), "payroll", "anna")
    answer = {"document_type": "tax", "confidence": 0.5, "reasoning": "so", "tags": []}
    assert recall.classified(answer) == answer
