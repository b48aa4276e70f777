"""What a search finds: words in all their forms, filters, and the best first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from alfrd_luigi.corrections import tags as tagging
from alfrd_luigi.database import documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.session import Session
from alfrd_luigi.search import matching
from alfrd_luigi.views.search import SearchView, search
from support import document_rows
from support.archives import Archive
from support.kept_archives import Keep

# Names, the texts of papers, and what else is known of them.
PAPERS: dict[str, tuple[str, dict[str, Any]]] = {
    "water.txt": ("City Water. Your water bill is due, and the payments too.", {"entity": "City Water"}),
    "power.txt": (
        "Pacific power. The billing department sends this to you for your account.",
        {"entity": "PG&E", "document_type": "invoice", "document_date": date(2025, 7, 1), "total_amount": "99.00"},
    ),
    "strom.txt": (
        "Stadtwerke M\u00fcnchen. Die Stromrechnung und der Betrag sind f\u00e4llig, mit den Vertr\u00e4gen.",
        {"entity": "Stadtwerke M\u00fcnchen", "document_type": "invoice", "total_amount": "12.00"},
    ),
    "facture.txt": (
        "Les factures de l'\u00e9lectricit\u00e9 sont pay\u00e9es pour le mois et pour vous.",
        {"entity": "\u00c9lectricit\u00e9 de Lyon", "document_date": None, "total_amount": None, "currency": None},
    ),
    "factura.txt": ("Las facturas del agua para el mes y por la casa se pagan.", {"entity": "Aguas"}),
    "bolletta.txt": (
        "Le bollette della luce per il mese sono da pagare con la posta.",
        {"entity": "Luce"},
    ),
    "rekening.txt": ("De rekeningen van het water voor de maand zijn te betalen met een bank.", {"entity": "Waternet"}),
    "tokyo.txt": ("\u6771\u4eac\u96fb\u529b \u96fb\u6c17\u6599\u91d1 2024\u5e743\u6708", {"entity": "TEPCO"}),
    "seoul.txt": ("\uc804\uae30\uc694\uae08 \uccad\uad6c\uc11c", {"entity": "KEPCO"}),
    "letter.txt": ("The current state of your different apartments. Invoice RE-2024-0017.", {"entity": "Elm Court"}),
}


@pytest.fixture
def session(keep: Keep) -> Iterator[Session]:
    keep(_filled)
    made = database().new_session()
    yield made
    made.close()


def _filled(archive: Archive) -> None:
    made = database().session()
    for name, (text, values) in PAPERS.items():
        defaults = {"summary": "A paper.", "structured_data": {}, "document_type": "other"}
        document_rows.summarized(made, text, **{"name": name, **defaults, **values})


def _names(found: SearchView) -> list[str]:
    return [str(hit.row.name).removesuffix(".txt") for hit in found.hits]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("bill", {"water", "power"}),
        ("bills", {"water", "power"}),
        ("payment", {"water"}),
        ("munchen", {"strom"}),
        ("M\u00dcNCHEN", {"strom"}),
        ("muenchen", {"strom"}),
        ("pge", {"power"}),
        ("PG&E", {"power"}),
        ("pg-e", {"power"}),
        ("rechnung", {"strom"}),
        ("rechnungen", {"strom"}),
        ("vertrag", {"strom"}),
        ("facture", {"facture", "factura"}),
        ("electricite", {"facture"}),
        ("bolletta", {"bolletta"}),
        ("rekening", {"rekening"}),
        ("rent", set()),
        ("electricte", {"facture"}),
        ("watr bill", {"water"}),
        ("stat", {"letter"}),
        ("\u96fb\u529b", {"tokyo"}),
        ("\u529b", {"tokyo"}),
        ("\u6771\u4eac \u6599\u91d1", {"tokyo"}),
        ("\u6771\u6599", set()),
        ("\uc694\uae08", {"seoul"}),
        ("RE-2024-0017", {"letter"}),
        ("re2024", {"letter"}),
        ("power or bollette", {"power", "bolletta"}),
        ("water -bill", {"rekening"}),
        ('"water bill"', {"water"}),
        ('"bill water"', set()),
        ('"water bills"', set()),
        ("type:invoice", {"power", "strom"}),
        ("type:invoice -entity:munchen", {"power"}),
        ("entity:water", {"water", "rekening"}),
        ("entity:pge", {"power"}),
        ("file:tokyo", {"tokyo"}),
        ("date:2025", {"power"}),
        ("july 2025", {"power"}),
        ("total:>50", {"power"}),
        ("total:10..20", {"strom"}),
        ("facture total:0..1000000", {"factura"}),
        ("-type:other", {"power", "strom"}),
        ("zzzzzz", set()),
    ],
)
def test_a_query_finds(session: Session, query: str, names: set[str]) -> None:
    assert set(_names(search(session, query))) == names


def test_a_document_without_a_date_or_total_is_in_no_range_and_outside_of_each(session: Session) -> None:
    assert "facture" not in _names(search(session, "date:1900..2100"))
    assert "facture" in _names(search(session, "-date:1900..2100"))


def test_a_series_is_wanted_or_left_out_by_its_id(session: Session) -> None:
    for name in ("march", "april"):
        document_rows.filed(session, name=f"{name}.txt", entity="Northwind 12")
    other = document_rows.filed(session, name="gym.txt", entity="Gym")
    gym = documents.series_of(session, other)
    assert _names(search(session, f"series:{gym}")) == ["gym"]
    assert set(_names(search(session, f"northwind or gym -series:{gym}"))) == {"march", "april"}
    assert set(_names(search(session, f"-series:{gym} -type:other"))) == {"march", "april", "power", "strom"}
    assert _names(search(session, "gym -series:12")) == ["gym"]


def test_a_tag_is_found(session: Session) -> None:
    (water,) = (hit.row.id for hit in search(session, "entity:city").hits)
    tagging.add(session, "tax return", [water], "anna")
    assert _names(search(session, "tag:tax")) == _names(search(session, "tax return")) == ["water"]
    tagging.rename(session, "tax return", "finances", "anna")
    assert _names(search(session, "tag:tax")) == []
    assert _names(search(session, "finances")) == ["water"]


def test_the_better_match_comes_first(session: Session) -> None:
    document_rows.summarized(
        session, "A letter on water.", name="late.txt", entity="Someone", document_date=date(2026, 1, 1)
    )
    assert _names(search(session, "water"))[0] in {"water", "rekening"}
    assert _names(search(session, "water city"))[0] == "water"


def test_a_misspelt_word_is_said(session: Session) -> None:
    assert search(session, "electricte").read == ("electricte: electricite",)


def test_the_words_are_lit(session: Session) -> None:
    (hit,) = search(session, "munchen rechnungen").hits
    assert [part.text for part in hit.snippet if part.is_lit] == ["M\u00fcnchen", "Stromrechnung"]


def test_of_very_many_the_newest_are_ranked(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "AMONG", 2)
    for day in (1, 2, 3):
        values = {"name": f"{day}.txt", "document_date": date(2026, 1, day), "entity": "Someone"}
        document_rows.summarized(session, "Common words, common words", **values)
    found = search(session, "common")
    assert set(_names(found)) == {"3", "2"}
    assert (found.found, found.is_cut) == (2, True)
    assert "more than 2000 documents match" in found.remarks[0]


@pytest.mark.parametrize(
    "query",
    ["", "'; DROP TABLE documents; --", "' \\ ' & | ! ( ) <-> :*", "\ud800", "x\0yz", '"' * 99, "a" * 10_000],
)
def test_nothing_is_an_error(session: Session, query: str) -> None:
    assert search(session, query).found == 0
