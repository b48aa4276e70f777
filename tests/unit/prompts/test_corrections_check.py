"""A candidate that loses more of what persons corrected than the active version does is refused, and told why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.database.trials import Pair, Part
from alfrd_luigi.prompts.decisions import fault

WHEN = datetime(2024, 3, 5, tzinfo=UTC)
RIGHT, LOST, GAINED, WRONG = (True, True), (True, False), (False, True), (False, False)


def _pair(number: int, values: Mapping[str, tuple[bool, bool]], part: Part = "corrections") -> Pair:
    fields: dict[str, Any] = {
        name: {"is": "x", "incumbent": incumbent, "candidate": candidate}
        for name, (incumbent, candidate) in values.items()
    }
    return Pair(UUID(int=number << 96), part, fields, None, None, None, None, None, None, WHEN)


def test_the_fault_names_the_documents_and_values_that_only_the_candidate_breaks() -> None:
    found = fault(
        [
            _pair(0xAB, {"total": LOST, "entity": WRONG, "date": LOST}),
            _pair(2, {"total": RIGHT}),
            _pair(3, {"total": GAINED}),
        ]
    )
    assert found == "wrong in 3 of 5 corrected values, the active version in 2: 000000ab (date, total)"


def test_one_that_breaks_as_many_others_is_not_refused() -> None:
    assert fault([_pair(1, {"total": LOST}), _pair(2, {"total": GAINED})]) is None


def test_a_long_fault_is_cut() -> None:
    pairs = [_pair(number, {"total": LOST}) for number in range(1, 8)]
    assert str(fault(pairs)).endswith("00000005 (total); and 2 more")
    assert str(fault(pairs[:5])).endswith("00000004 (total); 00000005 (total)")


def test_without_corrections_nothing_is_refused() -> None:
    assert fault([]) is None
    assert fault([_pair(1, {"total": LOST}, "court")]) is None


@given(st.lists(st.dictionaries(st.sampled_from(["entity", "total"]), st.sampled_from([RIGHT, LOST, GAINED, WRONG]))))
def test_of_two_versions_at_most_the_one_with_more_wrong_is_refused(drawn: list[dict[str, tuple[bool, bool]]]) -> None:
    found = fault([_pair(number, values) for number, values in enumerate(drawn)])
    swapped = fault([_pair(n, {k: (c, i) for k, (i, c) in v.items()}) for n, v in enumerate(drawn)])
    worse = sum(incumbent - candidate for values in drawn for incumbent, candidate in values.values())
    assert (found is not None, swapped is not None) == (worse > 0, worse < 0)
