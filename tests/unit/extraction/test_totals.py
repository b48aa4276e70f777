"""The total among several labelled amounts, in papers of several languages and countries."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.extraction.amounts import find_total

PAPERS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("totals.toml").read_text("utf-8"))
WITHOUT: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("no_totals.toml").read_text("utf-8"))


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_the_total_and_its_currency(paper: dict[str, Any]) -> None:
    found = find_total([paper["text"]], paper["type"])
    assert found is not None
    assert found.value.value == Decimal(str(paper["total"]))
    if "currency" in paper:
        assert found.value.currency == paper["currency"]


@pytest.mark.parametrize("paper", WITHOUT.values(), ids=WITHOUT)
def test_an_amount_in_passing_is_no_total(paper: dict[str, Any]) -> None:
    assert find_total([paper["text"]], paper["type"]) is None
