"""Date, total and currency of papers in several languages and notations."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.extraction.amounts import find_total
from alfrd_luigi.extraction.dates import find_document_date

PAPERS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "values.toml").read_text("utf-8"))


def is_right(value: Any, expected: Any) -> bool:
    if expected == "none":
        return value is None
    return value in expected if isinstance(expected, list) else value == expected


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_the_date(paper: dict[str, Any]) -> None:
    found = find_document_date([paper["text"]], paper["type"])
    assert is_right(found.value.isoformat() if found else None, paper.get("date", "none"))


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_the_total(paper: dict[str, Any]) -> None:
    found = find_total([paper["text"]], paper["type"])
    assert is_right(float(found.value.value) if found else None, paper.get("total", "none"))
    assert (found.value.currency if found else None) == paper.get("currency")
