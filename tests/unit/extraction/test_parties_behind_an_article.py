"""The article before the name of a party or of a person is no part of the name, if it has no capital."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.entities.parties import declarants, issuing_parties
from alfrd_luigi.extraction.lines import read_lines


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('between the Example Homes ("Landlord")', ["Example Homes"]),
        ('between the Example Homes LLC (the "Landlord") and Ann ("Tenant")', ["Example Homes LLC"]),
        ('between\nthe Example Homes ("Landlord")', ["Example Homes"]),
        ('zwischen der Muster Wohnbau GmbH (nachfolgend "Vermieter") und Ann', ["Muster Wohnbau GmbH"]),
        ('tra la Esempio S.r.l. ("Locatore")', ["Esempio S.r.l."]),
        ('tra l\'Immobiliare Esempio ("Locatore")', ["Immobiliare Esempio"]),
        ('tra la Sig.ra Esempio ("Locatore")', ["Esempio"]),  # behind a title, one word is a name
        ('entre la Inmobiliaria Ejemplo ("arrendador")', ["Inmobiliaria Ejemplo"]),
        ('between The Example Trust ("Landlord")', ["The Example Trust"]),
        ('between Leeds Homes ("Landlord")', ["Leeds Homes"]),  # "le" is a part of a word
        ('tussen de Vries Homes ("verhuurder")', []),  # the article may be a part of a name of a person
        ('between the Undersigned ("Landlord")', []),
        ('between the Parties ("Landlord")', []),
        ('between the Company ("Employer") and Ann', []),
        ("between the Landlord (Example Homes)", []),
    ],
)
def test_a_party_may_have_an_article(text: str, names: list[str]) -> None:
    assert [name for _, name in issuing_parties(read_lines([text]))] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("La sottoscritta la Anna Esempio", ["Anna Esempio"]),
        ("Je soussign\u00e9, le Dr. Jean Exemple", ["Jean Exemple"]),
    ],
)
def test_a_person_who_declares_may_have_an_article(text: str, names: list[str]) -> None:
    assert [name for _, name in declarants(read_lines([text]))] == names
