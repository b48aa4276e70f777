"""What a query asks of the database, and the words of a document as the database compares them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.database.search import Content, InLanguage
from alfrd_luigi.search.matching import Words, asked
from alfrd_luigi.search.query import parse
from alfrd_luigi.search.stems import LANGUAGES, stem
from alfrd_luigi.search.terms import quoted, series_term, terms
from alfrd_luigi.search.vocabulary import Kin

TODAY = date(2026, 11, 29)
WORDS = Words({"water": Kin(("water", "waters"), ("waterworks",)), "gas": Kin(("gas",), ())})


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("gas", "'gas'"),
        ("water", "('water' | 'waters')"),
        ("gas bill", "('gas' & 'bill')"),
        ("gas gas", "'gas'"),
        ("gas or bill", "('gas' | 'bill')"),
        ("gas bill or rent", "(('gas' & 'bill') | 'rent')"),
        ("-gas", "('=' & !'gas')"),  # of all documents
        ("rent -water", "('rent' & !('water' | 'waters'))"),
        ("rent -gas -bill", "('rent' & !'gas' & !'bill')"),
        ('"water bill"', "('water' <-> 'bill')"),  # as it is written
        ('"gas"', "('gas')"),
        ('rent -"gas bill"', "('rent' & !('gas' <-> 'bill'))"),
        ("tag:tax", "'g:tax'"),
        ("tag:tax tag:rent", "('g:tax' | 'g:rent')"),
        ("tag:tax type:invoice", "('g:tax' & 't:invoice')"),
        ("entity:water", "('e:water' | 'e:waters' | 'e:waterworks')"),
        ("file:scan gas", "('gas' & 'f:scan')"),
        ("rent -entity:gas", "('rent' & !'e:gas')"),
        ("series:12", "'s=12'"),
        ("series:12 series:7", "('s=12' | 's=7')"),
        ("gas -series:12", "('gas' & !'s=12')"),
        ("series:rent", "'s:rent'"),
        ("PG&E", "('pge' | ('pg' <-> 'e'))"),
        ("o'neill", "('oneill' | ('o' <-> 'neill'))"),
        ("ab12", "('ab12' | 'ab12':*)"),  # a code may go on
        ("a1", "'a1'"),
        ("12345", "('12345' | '12345':*)"),
        ("1234", "'1234'"),
        ("\u6771\u4eac", "('\u6771\u4eac')"),
        ("\u6771", "('\u6771':*)"),
        ("date:2024", None),
        ("total:>5", None),
        ("", None),
    ],
)
def test_a_query_asks_for_terms(text: str, query: str | None) -> None:
    assert asked(parse(text, TODAY), WORDS, WORDS.near).terms == query


@pytest.mark.parametrize(
    ("text", "near", "wide"),
    [
        ("gas", "'gas'", None),
        ("water gas", "('gas' | 'water' | 'waters')", "('gas' | 'water' | 'waters' | 'waterworks')"),
        ("tag:water", None, None),  # a filter ranks nothing
        ("-water", None, None),
        ('"water"', "('water' | 'waters')", "('water' | 'waters' | 'waterworks')"),
    ],
)
def test_documents_are_ranked_by_the_words_themselves_before_longer_ones(
    text: str, near: str | None, wide: str | None
) -> None:
    found = asked(parse(text, TODAY), WORDS, WORDS.wide)
    assert (found.near, found.wide) == (near, wide)
    assert asked(parse(text, TODAY), WORDS, WORDS.near).wide is None


def test_ranges_are_asked_for_beside_the_terms() -> None:
    found = asked(parse("gas date:2024-03 -date:2024-03-05 total:5..7 -total:6", TODAY), WORDS, WORDS.near)
    assert [found.terms, found.days, found.not_days, found.totals, found.not_totals] == [
        "'gas'",
        "{[2024-03-01,2024-03-31]}",
        "{[2024-03-05,2024-03-05]}",
        "{[5,7]}",
        "{[6,6.99]}",
    ]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("'\\&|!():*<-> \"tag:series:12"))))
def test_no_query_leaves_its_quotation_marks(text: str) -> None:
    found = asked(parse(text, TODAY), WORDS, WORDS.near).terms or ""
    outside = "".join(found.replace("''", "").split("'")[::2])
    assert set(outside) <= set(" &|!()<->:*")


@pytest.mark.parametrize(
    ("term", "written"),
    [("gas", "'gas'"), ("o'neill", "'o''neill'"), ("a\\b", "'a\\\\b'"), ("'", "''''"), ("", "''")],
)
def test_a_term_is_quoted(term: str, written: str) -> None:
    assert quoted(term) == written


def _content(**given: Any) -> Content:
    blank = dict.fromkeys(Content._fields)
    return Content(**{**blank, "id": UUID(int=1), "newest": TODAY, "tags": [], "files": [], **given})


def _vector(**given: Any) -> dict[str, str]:
    """The places of each term, without those of every document."""
    pairs = [term.rpartition(":") for term in terms(_content(**given)).vector.split(" ")]
    return {term.strip("'"): places for term, sign, places in pairs if sign}


@pytest.mark.parametrize(
    ("given", "places"),
    [
        ({"text": "water gas water"}, {"water": "71D,73D", "gas": "72D"}),
        ({"entity": "North Wind"}, {"north": "1A", "e:north": "1A", "wind": "2A", "e:wind": "2A"}),
        ({"title": "My bill"}, {"my": "11A", "bill": "12A"}),
        ({"document_type": "invoice"}, {"invoice": "21B", "t:invoice": "21B"}),
        (
            {"tags": ["home", "tax 2024"]},
            {"home": "31B", "g:home": "31B", "tax": "42B", "g:tax": "42B", "2024": "43B", "g:2024": "43B"},
        ),
        ({"series": "Bills"}, {"bills": "31B", "s:bills": "31B"}),
        ({"files": ["scan.pdf"]}, {"scan": "41B", "f:scan": "41B", "pdf": "41B", "f:pdf": "41B"}),
        ({"summary": "A bill"}, {"a": "41B", "bill": "42B"}),
        ({"document_date": date(2024, 3, 5)}, {"20240305": "51C", "2024": "51C", "03": "51C", "05": "51C"}),
        ({"total_amount": Decimal("12.50")}, {"1250": "51C"}),
        ({"note": "by mail"}, {"by": "61C", "mail": "62C"}),
        ({"structured_data": {"a": "x1", "b": None, "c": True, "d": [{"e": 7}]}}, {"x1": "61C", "7": "62C"}),
    ],
)
def test_a_word_has_the_weight_and_the_zone_of_its_place(given: dict[str, Any], places: dict[str, str]) -> None:
    found = _vector(**given)
    assert {term: each for term, each in found.items() if term in places or ":" in term} == places


def test_a_document_has_the_term_of_all_and_that_of_its_series() -> None:
    vector = terms(_content(series_id=12)).vector.split(" ")
    assert {"'='", "'s=12'"} <= set(vector)
    assert series_term(12) == "s=12"
    assert terms(_content()).vector == "'='"


def test_a_phrase_does_not_go_on_in_the_next_zone() -> None:
    found = _vector(entity="North", title="Wind")
    assert (found["north"], found["wind"]) == ("1A", "12A")


def test_a_word_has_no_more_places_than_a_tsvector_takes() -> None:
    places = _vector(text="water " * 300)["water"].split(",")
    assert len(places) == 255
    assert len(set(places)) == 255
    assert _vector(text="gas " * 20_000 + "water")["water"] == "16383D"


def test_the_words_are_stemmed_in_the_language_of_the_text_and_names_in_english_too() -> None:
    found = terms(
        _content(text="Die Rechnung ist f\u00fcr das Wasser und der Betrag ist nicht offen", title="Water", tags=["x7"])
    )
    assert InLanguage("rechnung", "de") in found.words
    assert {InLanguage("water", "de"), InLanguage("water", "en")} <= found.words
    assert InLanguage("rechnung", "en") not in found.words
    assert not any(each.word == "x7" for each in found.words)  # no word of letters


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "rechnungen", "rechnung"),
        ("en", "bills", "bill"),
        ("es", "facturas", "factura"),
        ("fr", "factures", "facture"),
        ("it", "fatture", "fattura"),
        ("nl", "rekeningen", "rekening"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)
    assert language in LANGUAGES
