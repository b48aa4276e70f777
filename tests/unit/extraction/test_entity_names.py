from __future__ import annotations

import pytest

from alfrd_luigi.extraction.entity_names import normalise_entity, same_entity


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("Example Widgets Inc.", "example widgets"),
        ("EXAMPLE  WIDGETS, INC", "example widgets"),
        ("The Example Widgets Company", "example widgets"),
        ("Beispiel GmbH & Co. KG", "beispiel"),
        ("Voorbeeld B.V.", "voorbeeld"),
        ("Kedai Contoh Sdn. Bhd.", "kedai contoh"),
        ("P.G.&E.", "pge"),
        ("PG&E", "pge"),
        ("PG8E", "pge"),
        ("Café Modèle S.à r.l.", "cafe modele"),
        ("Przyklad Sp. z o.o.", "przyklad"),
        ("Sample's Deli", "samples deli"),
        ("Co.", "co"),
        ("", ""),
        ("!!", ""),
    ],
)
def test_normal_form(name: str, normal: str) -> None:
    assert normalise_entity(name) == normal


@pytest.mark.parametrize("name", ["Example Widgets Inc.", "PG&E", "Beispiel GmbH & Co. KG", "Co."])
def test_the_normal_form_is_its_own(name: str) -> None:
    assert normalise_entity(normalise_entity(name)) == normalise_entity(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("State Farm", "State Farm Insurance"),
        ("PG&E", "Pacific Gas and Electric Company"),
        ("Bay Sample Properties LLC", "BAY SAMPLE PROPERTlES LLC"),
        ("Northwind Energy", "Northwlnd Energy"),
        ("Orbit Wireless, Inc.", "Orbit"),
    ],
)
def test_one_sender(one: str, other: str) -> None:
    assert same_entity(one, other)
    assert same_entity(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Example Bank", "Sample Bank"),
        ("Bank", "Example Bank"),
        ("City of Sampleton", "Sampleton School District"),
        ("ABC", "ABD"),
        ("State Farm", "State Street"),
        ("Orbit Energy", "Orbit Dental Care"),
        ("", "Example"),
        ("!!", "??"),
    ],
)
def test_different_senders(one: str, other: str) -> None:
    assert not same_entity(one, other)
    assert not same_entity(other, one)
