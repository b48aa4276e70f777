"""Companies are told by the legal forms at the ends of their names, also misread ones, or before them."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.entities.companies import companies, core, has_legal_form, leading_name
from alfrd_luigi.extraction.entities.parties import issuing_parties
from alfrd_luigi.extraction.lines import read_lines


def _names(text: str) -> list[str]:
    """The names of companies in a text, each once."""
    return list(dict.fromkeys(text[each.start : each.end] for each in companies(text)))


@pytest.mark.parametrize(
    ("text", "name", "without_form"),
    [
        ("Example GmbH", "Example GmbH", "Example"),
        ("Example Ltd.", "Example Ltd.", "Example"),
        ("Example GmbH & Co. KG", "Example GmbH & Co. KG", "Example"),
        ("Example Sdn. Bhd. (123456-X)", "Example Sdn. Bhd.", "Example"),
        ("Example, Inc.", "Example, Inc.", "Example"),
        ("Example, Muster, Inc.", "Muster, Inc.", "Example, Muster"),  # a comma only precedes a form
        ("Example S.p.A. Muster", "Example S.p.A.", "Example"),
        ("A & B Ltd", "A & B Ltd", "A & B"),
        ("Example/Muster Ltd", "Example/Muster Ltd", "Example/Muster"),
        ("Example \u2013 Muster Ltd", "Example \u2013 Muster Ltd", "Example \u2013 Muster"),
        ("Example M Ltd", "Example M Ltd", "Example M"),
        ("Example (Holdings) Ltd", "Example (Holdings) Ltd", "Example (Holdings)"),
        ("St. Example Ltd", "St. Example Ltd", "St. Example"),
        ("Mr. Example's Bakery Ltd", "Mr. Example's Bakery Ltd", "Mr. Example's Bakery"),
        ("Hello there. Example Ltd", "Example Ltd", "Hello there. Example"),  # the end of a sentence
        ("the best of Example Ltd", "Example Ltd", "the best of Example"),
        (
            "Turn- und Sportverein von 1906 e.V.",
            "Turn- und Sportverein von 1906 e.V.",
            "Turn- und Sportverein von 1906",
        ),
        ("Example & Co. Kilkenny", "Example & Co.", "Example"),
        ("Example, Co. 12", "Example, Co.", "Example"),
        ("Example GmbH 12", "Example GmbH", "Example"),
        ("Rossi snc", "Rossi snc", "Rossi"),
        ("Example s.r.o.", "Example s.r.o.", "Example"),
        ("Example s. r. o.", "Example s. r. o.", "Example"),
        ("Example, spol. s r.o.", "Example, spol. s r.o.", "Example"),
        ("NV De Molen", "NV De Molen", "De Molen"),
        ("SA Exemple", "SA Exemple", "Exemple"),
        ("SAS L'Exemple du Nord", "SAS L'Exemple du Nord", "L'Exemple du Nord"),
    ],
)
def test_a_company_has_a_name_and_a_form(text: str, name: str, without_form: str) -> None:
    assert (_names(text), core(text), has_legal_form(text)) == ([name], without_form, True)


@pytest.mark.parametrize(
    "text",
    [
        "Example 1906 GmbH",  # a number, such as that of a house, is before it
        "Example 190 e.V.",
        "Example AG 12",  # a short one before a number is a unit or a code
        "Example SA 12",
        "Example, Co. Kilkenny",  # a county
        "Example, AB",  # a province
        "Via Roma snc",  # a street without a number
        "Mo-Sa",
        "Mo\u2013Sa",
        "Example co",
        "Example sa",
        "nv De Molen",
        "NV De",  # too short for a name
        "SARL Facture",
        "SA 12 Exemple",
        "GmbH",
        "",
    ],
)
def test_a_form_may_be_another_word(text: str) -> None:
    assert (_names(text), has_legal_form(text)) == ([], False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Example GrnbH", True),
        ("Example Lirnited", True),
        ("Example Linited", True),
        ("Example Berhed", True),
        ("Example Sdn Bhb", True),
        ("Example Pte Lfd", True),
        ("Example Lirnited (123456)", True),  # before its number
        ("Example Gambit", False),
        ("Example Linnet", False),
        ("example linited", False),  # a word
        ("Linited", False),
    ],
)
def test_a_misread_form_is_recognised(text: str, expected: bool) -> None:
    assert has_legal_form(text) == expected


def test_a_text_names_several_companies() -> None:
    assert _names("Example Ltd, Muster GmbH") == ["Example Ltd", "Muster GmbH"]


def test_a_name_has_ten_words_at_most() -> None:
    words = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven"]
    assert _names(f"{' '.join(words)} Ltd") == [f"{' '.join(words[1:])} Ltd"]
    assert leading_name(" ".join(words)) == " ".join(words[:10])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x\n" * 59 + 'between Example Homes LLC ("Landlord")', ["Example Homes LLC"]),
        ("x\n" * 60 + 'between Example Homes LLC ("Landlord")', []),  # far below the head
        ('between Dr. Example ("Landlord")', ["Example"]),
        ('between Example Homes and Muster ("Landlord")', ["Example Homes"]),
        ("between Example Homes, as Landlord", ["Example Homes"]),
        ("between Example Homes - the Landlord - and Ann", ["Example Homes"]),
        ("between Example Homes Landlord", []),  # no sign introduces the role
        ('between Invoice ("Landlord")', []),
        ("between Example (of Leeds, in the county of York, whose house is here) Landlord", []),
    ],
)
def test_the_role_of_a_party_is_introduced_by_a_sign(text: str, names: list[str]) -> None:
    assert [name for _, name in issuing_parties(read_lines([text]))] == names


def test_the_parties_are_on_the_first_page() -> None:
    assert list(issuing_parties(read_lines(["x", 'between Example Homes LLC ("Landlord")']))) == []
