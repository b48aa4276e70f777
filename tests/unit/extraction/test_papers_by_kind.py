"""The type and the date of papers of many kinds, in six languages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.extraction.classification import classify
from alfrd_luigi.extraction.dates import find_document_date
from alfrd_luigi.language.catalogue import shipped_types

PAPERS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "papers_by_kind.toml").read_text("utf-8"))
TYPES = [{"name": entry.name} for entry in shipped_types()]


def type_of(text: str) -> str:
    return str(classify([text], TYPES, [])["document_type"])


@pytest.mark.parametrize("name", [name for name, paper in PAPERS.items() if paper["types"]])
def test_the_type(name: str) -> None:
    assert type_of(PAPERS[name]["text"]) in PAPERS[name]["types"]


@pytest.mark.parametrize("name", PAPERS)
def test_the_date(name: str) -> None:
    text = PAPERS[name]["text"]
    found = find_document_date([text], type_of(text))
    assert (found.value.isoformat() if found else "none") == PAPERS[name]["date"]
