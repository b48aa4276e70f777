"""A text that is too long is shortened by pages, and the omitted parts are recorded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.language import questions
from alfrd_luigi.language.port import Question
from alfrd_luigi.language.text_limit import fitted, fitted_pages

TYPES = [("receipt", "Proof of payment."), ("other", "The rest.")]


def ask(*pages: str) -> Question:
    return questions.classify("Sort.", pages, TYPES)


def test_what_fits_stays_as_it_is() -> None:
    question = fitted(ask("one", "two"), 6)
    assert question.pages == ("one", "two")
    assert question.omitted == {}


def test_an_engine_that_reads_anything_is_given_all() -> None:
    assert fitted(ask("x" * 1_000_000), None).omitted == {}


def test_the_first_and_the_last_page_are_kept() -> None:
    question = fitted(ask("a" * 10, "b" * 10, "c" * 10, "d" * 10), 20)
    assert question.pages == ("a" * 10, "", "", "d" * 10)
    assert question.omitted == {"pages": [2, 3]}


def test_a_page_that_does_not_fit_is_cut() -> None:
    question = fitted(ask("a" * 10, "b" * 10, "c" * 10), 24)
    assert question.pages == ("a" * 10, "bbbb", "c" * 10)
    assert question.omitted == {"shortened": {"page": 2, "characters": 4}}


def test_a_single_page_is_cut() -> None:
    question = fitted(ask("a" * 100), 30)
    assert question.pages == ("a" * 30,)
    assert question.omitted == {"shortened": {"page": 1, "characters": 30}}


@given(st.lists(st.text(max_size=30), max_size=8), st.integers(min_value=1, max_value=60))
def test_nothing_is_longer_than_allowed_and_nothing_is_left_out_in_silence(pages: list[str], characters: int) -> None:
    question = fitted(ask(*pages), characters)
    assert sum(map(len, question.pages)) <= characters
    assert len(question.pages) == len(pages)
    omitted = set(question.omitted.get("pages", []))
    shortened = question.omitted.get("shortened", {}).get("page")
    for number, (given_page, kept) in enumerate(zip(pages, question.pages, strict=True), start=1):
        assert (kept == given_page) or number in omitted or number == shortened


def test_a_file_is_summarised_from_its_newest_documents() -> None:
    documents = [{"document_date": f"2024-01-{day:02}", "summary": "x" * 50} for day in range(1, 11)]
    question = fitted(questions.summarize_file("p", "Bills", {"count": 10}, documents), 300)
    shown = question.facts["documents"]
    assert shown[-1]["document_date"] == "2024-01-10"
    assert question.omitted == {"oldest": 10 - len(shown)}
    assert 0 < len(shown) < 10


@pytest.mark.parametrize(
    ("pages", "characters", "kept"),
    [
        ("aaaa bbbb", 8, "aaaa bbbb"),
        ("aaaa bbbb", 7, "aaaa bbb"),
        ("aaaa bbbb", 4, "aaaa -"),  # nothing is left for a part of the other
        ("aaaa bbbb", 3, "aaa -"),
        ("aaaa bbbb cccc", 9, "aaaa b cccc"),
        ("aaaa bb cccc", 8, "aaaa - cccc"),
        ("aaaa bbbb cc dddd", 10, "aaaa bb - dddd"),  # one page is cut, and the next one is left out
        ("aaaa bbbbbb cc dddd", 10, "aaaa bb - dddd"),
        ("aaaaaa bb cc", 5, "aaaaa - -"),
    ],
)
def test_one_page_is_cut_and_the_others_are_whole_or_left_out(pages: str, characters: int, kept: str) -> None:
    shown = fitted_pages(pages.split(), characters)
    assert " ".join(page or "-" for page in shown) == kept


@pytest.mark.parametrize(
    ("characters", "shown"),
    [(1, 1), (45, 1), (89, 1), (90, 2), (134, 2), (135, 3), (179, 3), (180, 4), (10_000, 4)],
)
def test_a_file_has_at_least_its_newest_document(characters: int, shown: int) -> None:
    documents = [{"summary": "x" * 30}] * 4  # 45 characters each
    question = fitted(questions.summarize_file("p", "Bills", {}, documents), characters)
    assert len(question.facts["documents"]) == shown
    assert question.omitted == ({"oldest": 4 - shown} if shown < 4 else {})
