"""How sure a value is, by what else the paper offers for it."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from calibration import fitted

from alfrd_luigi.extraction.confidence import probability
from alfrd_luigi.extraction.records import find_heads

_SHOP = "CORNER SHOP LTD\n1 High Street\n{lines}\nPlease come again"


def _sure(name: str, lines: str) -> float:
    found = find_heads((_SHOP.format(lines=lines),), "receipt")[name]
    assert found is not None
    return probability(name, found.signs)


@pytest.mark.parametrize(
    ("name", "surer", "less_sure"),
    [
        ("document_date", "Date: 12 March 2024\nApples   4.20", "Apples   4.20\nPears 12 March 2024"),
        ("document_date", "Date: 12 March 2024", "Date: 12 March 2024\nDate: 14 March 2024\nDate: 14 March 2024"),
        ("total_amount", "Apples   4.20\nPears   3.60\nTotal   7.80", "Flowers\nTotal   7.80"),
        ("total_amount", "Total   7.80\nCard   7.80", "Total   7.80\nSlip   1.20"),
        ("total_amount", "Deposit   5.20\nTotal   7.80", "Deposit   52.00\nTotal   7.80"),
        ("total_amount", "Slip   1.20\nTotal   7.80", "Total   7.80\nSlip   1.20"),
        ("total_amount", "Slip   1.20\nTotal   7.80", "Total   7.80   1.20"),
        ("entity", "Open every day", "Sold by: Riverside Farm Ltd\n2 Mill Lane"),
    ],
    ids=[
        "label",
        "another date",
        "items",
        "printed again",
        "a larger one",
        "one below",
        "one beside it",
        "another name",
    ],
)
def test_a_value_is_surer_with(name: str, surer: str, less_sure: str) -> None:
    assert _sure(name, surer) > _sure(name, less_sure)


def test_a_value_that_has_no_rival_is_only_as_sure_as_what_speaks_for_it() -> None:
    """A lone date at the end of a line leads over no other one."""
    assert _sure("document_date", "Pears 12 March 2024") < _sure("document_date", "Date: 12 March 2024")


def test_the_weights_are_those_that_the_kept_examples_give() -> None:
    """Another processor may round otherwise."""
    shipped = (files("alfrd_luigi.extraction") / "confidence.toml").read_text("utf-8")
    weights, rated = fitted(shipped)
    found, wanted = tomllib.loads(weights), tomllib.loads(shipped)
    assert found.keys() == wanted.keys()
    for column, section in wanted.items():
        assert found[column] == pytest.approx(section, rel=0.01), column
    sure = [each.verdict == "right" for each in rated if each.name != "type" and each.confidence >= 0.9]
    assert sum(sure) / len(sure) > 0.97
