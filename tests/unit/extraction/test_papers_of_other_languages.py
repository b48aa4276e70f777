"""What the rules read in the sample papers of other languages, whose words are not taken from the rules."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.document_language import language_of
from alfrd_luigi.language import questions
from alfrd_luigi.language.catalogue import shipped_types
from alfrd_luigi.language.engines import engine
from alfrd_luigi.samples import languages
from alfrd_luigi.samples.collection import Sample, collect
from alfrd_luigi.samples.layout import place
from support.local_engines import ask

TYPES = [(entry.name, entry.description) for entry in shipped_types()]
LANGUAGES = pytest.mark.parametrize("language", languages.codes())


def pages(sample: Sample) -> list[str]:
    return [page.text for page in place(sample.pages, sample.paper.sheet)]


@LANGUAGES
def test_the_type_is_found(language: str) -> None:
    for sample in collect(2024, "few", language):
        answer = ask(engine("offline"), questions.classify("Sort it.", pages(sample), TYPES))
        assert answer["document_type"] == sample.paper.document_type, (sample.name, answer["reasoning"])


@LANGUAGES
def test_the_language_is_found(language: str) -> None:
    assert {language_of(pages(sample)) for sample in collect(2024, "few", language)} == {language}


def test_english_papers_are_english() -> None:
    assert {language_of(pages(sample)) for sample in collect(2024, "few")} == {"en"}


@pytest.mark.parametrize("text", ["", "4711 0815", "Zum Goldenen Hirsch\nMenu 12.00"])
def test_too_few_words_count_as_english(text: str) -> None:
    assert language_of([text]) == "en"
