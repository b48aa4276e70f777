from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from alfrd_luigi.samples import languages
from alfrd_luigi.samples.collection import collect
from alfrd_luigi.samples.generator import GROUND_TRUTH
from alfrd_luigi.samples.layout import Placed, place
from alfrd_luigi.samples.metrics import width
from alfrd_luigi.samples.rendering import render
from support.commands import alfrd

KINDS = {"utility_bill", "invoice", "receipt", "bank_statement", "insurance", "payroll", "education", "tax", "other"}


@pytest.mark.parametrize("language", languages.codes())
def test_a_language_has_every_kind(language: str) -> None:
    assert {sample.paper.document_type for sample in collect(1, "few", language)} == KINDS


@pytest.mark.parametrize("language", languages.codes())
def test_no_two_texts_of_a_page_overlap(language: str) -> None:
    for sample in collect(1, "all", language):
        for page in place(sample.pages, sample.paper.sheet):
            assert list(_collisions(page)) == [], sample.name


def _collisions(page: Placed) -> list[tuple[str, str]]:
    return [
        (left.text, right.text)
        for line in page.lines
        for left, right in pairwise(line)
        if left.x + width(left.text) * left.size > right.x
    ]


def test_an_amount_is_printed_as_the_truth_says() -> None:
    for sample in collect(3, "all", "de"):
        if sample.paper.total is not None:
            whole, cents = f"{sample.paper.total:,.2f}".split(".")
            assert f"{whole.replace(',', '.')},{cents}" in place(sample.pages, sample.paper.sheet)[0].text, sample.name


def test_another_seed_draws_other_amounts_for_the_same_papers() -> None:
    first, second = collect(1, "all", "it"), collect(2, "all", "it")
    assert [sample.name for sample in first] == [sample.name for sample in second]
    assert [sample.paper.total for sample in first] != [sample.paper.total for sample in second]


@pytest.mark.parametrize("form", ["pdf", "jpeg"])
def test_the_same_seed_makes_the_same_bytes(form: str) -> None:
    made = [next(sample for sample in collect(4, "few", "nl") if sample.form == form) for _ in range(2)]
    first, second = (render(sample, place(sample.pages, sample.paper.sheet), 4) for sample in made)
    assert first == second


def test_the_command_writes_papers_of_a_language(tmp_path: Path) -> None:
    result = alfrd("samples", tmp_path / "out", "--few", "--language", "es")
    assert result.exit_code == 0, result.stderr
    documents = json.loads((tmp_path / "out" / GROUND_TRUTH).read_text("utf-8"))["documents"]
    assert {document["currency"] for document in documents} == {"EUR", None}
    assert any("FACTURA" in page for document in documents for page in document["pages"])
