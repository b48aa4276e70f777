"""Summaries in the language of the document, or in the one that the owner wants."""

from __future__ import annotations

from datetime import date
from string import Formatter
from typing import Any

import pytest

from alfrd_luigi.extraction.formatting import money, period, spoken_date
from alfrd_luigi.extraction.languages import by_code
from alfrd_luigi.extraction.summaries import summarize_record
from alfrd_luigi.extraction.type_rules import all_rules
from alfrd_luigi.language import questions
from alfrd_luigi.language.catalogue import shipped_types
from alfrd_luigi.language.engines import engine
from alfrd_luigi.settings import Settings
from support.local_engines import ask

SCHEMAS = {entry.name: entry.fields_schema for entry in shipped_types()}
FOREIGN = {code: content for code, content in by_code("summaries").items() if code != "en"}
LANGUAGES = pytest.mark.parametrize("language", FOREIGN)
RECHNUNG = """\
Muster Haustechnik GmbH
Rechnung
Rechnungsnummer: 2024-118
Rechnungsdatum: 03.11.2021
Wartung der Heizung und der Pumpe   1.400,50 €
zzgl. 19 % MwSt.   266,10 €
Gesamtbetrag   1.666,60 €
Bitte zahlen Sie bis zum 17.11.2021 auf unser Konto.
"""
FATURA = "Fatura n.º 12\nA data da fatura e o valor total para o cliente\nObrigado\nTotal 12,00 EUR\n"


def summary(document_type: str, text: str, language: str = questions.DOCUMENT_LANGUAGE) -> str:
    question = questions.summarize("p", [text], document_type, SCHEMAS[document_type], language)
    written: str = ask(engine("offline"), question)["summary"]
    return written


def test_a_german_invoice_is_summarised_in_german() -> None:
    assert summary("invoice", RECHNUNG).startswith(
        "Muster Haustechnik GmbH stellte am 3. November 2021 1.666,60 € in Rechnung. Rechnungsnummer: 2024-118."
    )


def test_the_owner_may_want_one_language_for_all() -> None:
    assert summary("invoice", RECHNUNG, "en").startswith(
        "Muster Haustechnik GmbH invoiced €1,666.60 on 3 November 2021."
    )
    dutch = "Muster Haustechnik GmbH bracht op 3 november 2021 € 1.666,60 in rekening."
    assert summary("invoice", RECHNUNG, "nl").startswith(dutch)


def test_a_document_in_a_language_without_sentences_is_summarised_in_english() -> None:
    assert "invoice" in summary("invoice", FATURA).lower()


@pytest.mark.parametrize(
    ("entity", "words"),
    [("Assurance Exemple", "d'Assurance Exemple"), ("Électricité Exemple", "d'Électricité"), ("Mairie", "de Mairie")],
)
def test_a_french_word_is_elided_before_a_vowel(entity: str, words: str) -> None:
    record = {"entity": entity, "document_date": "2024-03-01", "total_amount": None, "currency": None}
    assert words in summarize_record("government", record, {}, [""], "fr")
    assert f"de {entity}" in summarize_record("government", record, {}, [""], "es")


@LANGUAGES
def test_a_language_has_the_sentences_of_every_type_with_the_same_values(language: str) -> None:
    sentences = FOREIGN[language]["sentences"]
    english = {name: rules["sentences"] for name, rules in all_rules().items() if "sentences" in rules}
    assert {name: _values(groups) for name, groups in sentences.items()} == {
        name: _values(groups) for name, groups in english.items()
    }


def _values(groups: Any) -> list[list[set[str | None]]]:
    return [[{name for _, name, _, _ in Formatter().parse(each) if name} for each in group] for group in groups]


@LANGUAGES
def test_every_choice_has_a_word(language: str) -> None:
    choices = {
        choice
        for schema in SCHEMAS.values()
        for field in schema["properties"].values()
        for choice in field.get("enum", ())
        if choice is not None
    }
    assert choices <= set(FOREIGN[language]["values"])


@LANGUAGES
def test_every_month_has_a_name(language: str) -> None:
    assert len({spoken_date(date(2024, month, 2), language) for month in range(1, 13)}) == 12


def test_dates_and_money_as_each_language_writes_them() -> None:
    assert [spoken_date(date(2024, 3, 1), code) for code in ("de", "fr", "es", "it", "nl")] == [
        "1. März 2024",
        "1er mars 2024",
        "1 de marzo de 2024",
        "1 marzo 2024",
        "1 maart 2024",
    ]
    assert [money(-1234.5, "EUR", code) for code in ("de", "nl", "en")] == ["-1.234,50 €", "-€ 1.234,50", "-€1,234.50"]
    assert money(1234.5, "CHF", "de") == "1.234,50 CHF"
    assert period(date(2024, 2, 1), date(2024, 2, 29), "es") == "febrero de 2024"


def test_the_setting_knows_the_languages_that_have_sentences() -> None:
    assert set(questions.LANGUAGES) == {*FOREIGN, "en"}
    for language in (questions.DOCUMENT_LANGUAGE, *questions.LANGUAGES):
        parse = Settings.__dataclass_fields__["summary_language"].metadata["parse"]
        assert parse(language) == language
    with pytest.raises(ValueError, match="must be one of: document, en"):
        parse("xx")
