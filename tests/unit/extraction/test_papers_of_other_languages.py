"""What the rules read in the sample papers of other languages, whose words are not taken from the rules."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from alfrd_luigi.extraction.document_language import language_of
from alfrd_luigi.extraction.languages import by_code
from alfrd_luigi.language import questions
from alfrd_luigi.language.catalogue import shipped_types
from alfrd_luigi.language.engines import engine
from alfrd_luigi.samples import languages
from alfrd_luigi.samples.collection import Sample, collect
from alfrd_luigi.samples.layout import place
from support.local_engines import ask

SCHEMAS = {entry.name: entry.fields_schema for entry in shipped_types()}
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


@LANGUAGES
def test_every_field_with_labels_has_some_in_the_language(language: str) -> None:
    english = tomllib.loads((files("alfrd_luigi.extraction") / "fields.toml").read_text("utf-8"))
    # Bills of other countries print no balance carried over, and so no charges apart from it.
    labelled = {name for name, rule in english.items() if "labels" in rule} - {"current_charges"}
    assert labelled <= set(by_code("fields")[language])


@pytest.mark.parametrize(
    ("language", "name", "field", "value"),
    [
        ("de", "stromrechnung-2024-02", "service_address", "Beispielweg 9, 99999 Musterstadt"),
        ("de", "steuerbescheid-2024-07", "tax_year", "2023"),
        ("es", "luz-2024-02", "usage_unit", "kWh"),
        ("es", "nomina-2024-04", "gross_pay", 1692.2),
        ("it", "polizza-auto-2024-10", "insurance_kind", "vehicle"),
        ("fr", "echeance-assurance-2024-10", "instalment", "annual"),
        ("it", "lettera-scuola-2024-10", "subject", "visita di istruzione al museo"),
        ("nl", "polis-inboedel-2024-10", "insurance_kind", "renters"),
        ("fr", "lettre-club-2024-11", "subject", "randonnée d'automne"),
    ],
)
def test_a_field_is_read(language: str, name: str, field: str, value: str | float | None) -> None:
    sample = next(each for each in collect(2024, "all", language) if each.paper.name == name)
    schema = SCHEMAS[sample.paper.document_type]
    answer = ask(engine("offline"), questions.summarize("p", pages(sample), sample.paper.document_type, schema))
    assert answer["structured_data"][field] == value


@LANGUAGES
def test_the_choices_are_those_of_the_english_rules(language: str) -> None:
    english = tomllib.loads((files("alfrd_luigi.extraction") / "fields.toml").read_text("utf-8"))
    for name, choices in by_code("fields")[language]["choices"].items():
        assert set(choices) <= set(english[name]["choices"]), name
