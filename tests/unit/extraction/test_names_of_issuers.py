"""Names in a letterhead: of companies, in domains and addresses, of who signs, and of the parties of a contract."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.entities import find_entity
from alfrd_luigi.extraction.entities.addresses import (
    has_street,
    is_contact,
    is_numbered,
    is_postal,
    localities,
)
from alfrd_luigi.extraction.entities.companies import companies, core, has_legal_form, is_same, leading_name, name_key
from alfrd_luigi.extraction.entities.domains import find_domains, is_acronym, is_kin, is_name_of, own_mailboxes
from alfrd_luigi.extraction.entities.names import before_heading, is_heading, names_trade, tidy
from alfrd_luigi.extraction.entities.parties import declarants, issuing_parties
from alfrd_luigi.extraction.entities.services import describes, is_service
from alfrd_luigi.extraction.entities.signatories import signing_companies, signing_teams
from alfrd_luigi.extraction.entities.spacing import close_letters
from alfrd_luigi.extraction.lines import read_lines


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("info@example.com", "example"),
        ("www.example.co.uk", "example"),
        ("Example Shop https://x.y", "Example Shop"),
        ("Example <a@b.c>", "Example"),
        ("Example [mail a@b.c]", "Example"),
        ("We sell goods. Example is here", "We sell goods"),
        ("Example Shop Example Shop", "Example Shop"),
        ("Form 1040 Department of Taxes", "Department of Taxes"),
        ("Modelo 303 Agencia", "Agencia"),
        ("1. Example Shop", "Example Shop"),
        ("12) Example Shop", "Example Shop"),
        ("Growers'Association", "Growers' Association"),
        ("Example Office Fax: 555-0134", "Example Office"),
        ("Example Shop, 12 Main Street", "Example Shop"),
        ("Example Shop - 12 Main", "Example Shop"),
        ("Example Shop | P.O. Box 12", "Example Shop"),
        ("Example; 12 Road", "Example"),
        ("Example #12", "Example"),
        ("Example Sdn Bhd (123456-X)", "Example Sdn Bhd"),
        ("Example Ltd 123456-X", "Example Ltd"),
        ("Example Ltd Co. Reg. No. 12345", "Example Ltd"),
        ("Example (GST Reg 12)", "Example"),
        ("Example KvK 12345678", "Example"),
        ("Example Water Tax Invoice", "Example Water"),
        ("Example Receipt.", "Example"),
        ("Receipt", "Receipt"),  # nothing else is there
        ("Example (", "Example"),
        ("  *Example*  ", "Example"),
        ("Example   Shop", "Example Shop"),
        ("## **Sample** Energy Ltd", "Sample Energy Ltd"),
        ("Hotel Sample *** - Town", "Hotel Sample *** - Town"),
    ],
)
def test_a_name_is_cut_from_what_stands_around_it(text: str, name: str) -> None:
    assert tidy(text) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("we at Example Widgets Ltd. sell", ["Example Widgets Ltd."]),
        ("Example ltd", ["Example ltd"]),
        ("Example Limited", ["Example Limited"]),
        ("Example limited", []),  # a word
        ("the limited edition", []),
        ("Limited", []),
        ("12 Limited", []),
        ("Example AB", ["Example AB"]),
        ("Example, AB", []),  # a province
        ("Kilkenny, Co. Kilkenny", []),
        ("Example Co 12", []),
        ("Example Co. 2024", ["Example Co."]),
        ("Verein von 1906 e.V.", ["Verein von 1906 e.V."]),
        ("Exarnple GrnbH", ["Exarnple GrnbH"]),  # as OCR reads it
        ("Example Gmbl", ["Example Gmbl"]),
        ("Example Linited", ["Example Linited"]),
        ("Example Lmted", []),
        ("NV De Molen", ["NV De Molen"]),
        ("SA Example de Paris", ["SA Example de Paris"]),
        ("It ends. Example Ltd", ["Example Ltd"]),
        ("St. Anne's Bakery Ltd", ["St. Anne's Bakery Ltd"]),
        ("St. Example's Ltd", ["St. Example's Ltd"]),
        ("thanks to Example's Bakery Ltd", ["Example's Bakery Ltd"]),
        ("Example\u2019s Bakery Ltd", ["Example\u2019s Bakery Ltd"]),
        ("the customer's Ltd", []),
        ("O'Neill Ltd", ["O'Neill Ltd"]),
        ("Mr. Dr. Example Ltd", ["Mr. Dr. Example Ltd"]),
        ("example Widgets Ltd", ["Widgets Ltd"]),
        ("Example and others of the Best Ltd", ["Best Ltd"]),
        ("Example van der Berg B.V.", ["Example van der Berg B.V."]),
        ("one Example | Other Ltd", ["Other Ltd"]),
    ],
)
def test_a_company_is_the_words_before_its_legal_form(text: str, names: list[str]) -> None:
    assert [text[each.start : each.end] for each in companies(text)] == names
    assert has_legal_form(text) == bool(names)


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("Example Widgets Ltd.", "Example Widgets"),
        ("Bäckerei Muster GmbH & Co. KG", "Bäckerei Muster"),
        ("Example (Asia) Pte Ltd", "Example (Asia)"),
        ("Example S.A. de C.V.", "Example"),
        ("NV De Molen", "De Molen"),
        ("Example", "Example"),
        ("Ltd", "Ltd"),
    ],
)
def test_the_core_of_a_name_is_without_its_legal_form(name: str, without: str) -> None:
    assert core(name) == without
    assert name_key(name) == name_key(without)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Example Water", "Example Water Ltd", True),
        ("Example Water", "EXAMPLE WATER", True),
        ("Example", "Example Water", True),  # the beginning
        ("Examp", "Example", False),  # five letters
        ("Examples", "Example Water", False),
        ("Water", "Example Water", False),
    ],
)
def test_a_name_may_be_longer_elsewhere(one: str, other: str, expected: bool) -> None:
    assert is_same(name_key(one), name_key(other)) == is_same(name_key(other), name_key(one)) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Example Widgets of London sells", "Example Widgets of London"),
        ("Example van der Berg is", "Example van der Berg"),
        ("Example. Next", "Example"),
        ("Example, Next", "Example"),
        ("A & B Shop here", "A & B Shop"),
        ("Example's Shop is", "Example's Shop"),
        ("Example's is", "Example's"),
        ("12 Apostles are", "12 Apostles"),
        ("example", ""),
        ("A B C D E F G H I J K L", "A B C D E F G H I J"),  # ten words
    ],
)
def test_a_text_may_begin_with_a_name(text: str, name: str) -> None:
    assert leading_name(text) == name


def test_a_shop_with_a_possessive_has_its_whole_name() -> None:
    thanks = "12 High Street\nCoffee 3.00\nTOTAL 3.00\nThank you for shopping at Wendy's Bakery Ltd"
    found = find_entity([thanks], "receipt")
    assert found is not None
    assert found.value == "Wendy's Bakery Ltd"


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        ("info@shop.example-water.com", ["example-water"]),
        ("www.gmail.com and www.northwind.co.uk", ["northwind"]),  # anybody's, and the issuer's
        ("northwind.de", ["northwind"]),
        ("northwind.xyz", []),  # a word before a point
        ("www.northwind.xyz", ["northwind"]),
        ("https://northwind.museum", ["northwind"]),
        ("a@b.northwind.gov.uk", ["northwind"]),
        ("powered by www.northwind.com", []),
        ("powered by nobody\nwww.northwind.com", ["northwind"]),
        ("node.js", []),
        ("x@t-online.de", []),
        ("WWW.NORTHWIND.COM,", ["northwind"]),
    ],
)
def test_the_domains_of_a_paper_are_its_issuer_s(text: str, domains: list[str]) -> None:
    assert sorted(find_domains(read_lines([text]))) == domains


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("john.doe@gmail.com", ["john-doe"]),
        ("john_doe@web.de", ["john-doe"]),
        ("john@northwind.com", []),
        ("Bill to:\njohn.doe@gmail.com", []),  # below a recipient
        ("\n".join(["Shop"] * 5 + ["john.doe@gmail.com"]), ["john-doe"]),
        ("\n".join(["Shop"] * 6 + ["john.doe@gmail.com"]), []),  # below the letterhead
    ],
)
def test_the_mailbox_of_a_letterhead_names_its_writer(text: str, owners: list[str]) -> None:
    assert sorted(own_mailboxes(read_lines([text]))) == owners


@pytest.mark.parametrize(
    ("name", "domain", "kin", "whole"),
    [
        ("Northwind Water", "northwindwater", True, True),
        ("Northwind Water", "northwind", True, False),
        ("Northwind Water", "water", True, False),
        ("Northwind Water", "windwater", True, False),
        ("Northwind Water", "my-northwind", True, False),
        ("Northwind Water", "mynorthwindwater", True, False),
        ("Northwind Water", "nw", False, False),  # two letters
        ("Northwind Water Board", "nwb", True, False),
        ("Northwind Water Board", "nbw", False, False),
        ("Northwind", "northwind-shop", True, True),
        ("Northwind", "mynorthwind", False, False),
        ("Pacific Gas and Electric", "pge", True, False),
        ("Pacific Gas and Electric", "pgae", True, False),
        ("Pacific Gas and Electric", "pacgas", True, False),
        ("Pacific Gas and Electric", "paga", False, False),
        ("Stadtwerke Muster", "stadtwerke-muster", True, True),
        ("Stadtwerke Muster GmbH", "swm", False, False),
        ("Oak Tree Inn", "oak", True, False),
        ("Oak Tree Inn", "tree", True, False),
        ("Oak Tree Inn", "ree", False, False),
        ("Oak", "oak", True, False),
        ("Oaks", "oaks", True, True),
        ("Oaks", "oaksinn", True, False),
        ("Ex", "example", False, False),
    ],
)
def test_a_domain_derives_from_a_name(name: str, domain: str, kin: bool, whole: bool) -> None:
    assert (is_kin(name, domain), is_name_of(name, domain)) == (kin, whole)


@pytest.mark.parametrize(
    ("letters", "name", "expected"),
    [
        ("PGE", "Pacific Gas and Electric", True),
        ("pgae", "Pacific Gas and Electric", True),
        ("PGE", "Pacific Gas & Electric Ltd", True),
        ("PG", "Pacific Gas and Electric", False),
        ("PEG", "Pacific Gas and Electric", False),
    ],
)
def test_an_acronym_has_the_first_letters_of_the_words(letters: str, name: str, expected: bool) -> None:
    assert is_acronym(letters, name) == expected


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("M O D E R N shop", ["MODERN shop"]),
        ("M O D E R N  H O M E", ["MODERN HOME"]),
        ("A B C D", ["ABCD"]),  # a whole line
        ("A B C D shop", ["A B C D shop"]),  # four letters
        ("A B", ["A B"]),
        ("M O D ERN LIVING", ["M O D ERN LIVING"]),  # too many touch
        ("A & B C D E", ["A & BCDE"]),
        ("M O D E R N H O U S E\nour house", ["MODERN HOUSE", "our house"]),  # a word that is known
        ("T H E B E S T\nhere is the finest", ["THEBEST", "here is the finest"]),
        ("plain words", ["plain words"]),
    ],
)
def test_spaced_letters_are_a_word(text: str, closed: list[str]) -> None:
    assert [line.text for line in close_letters(read_lines([text]))] == closed


@pytest.mark.parametrize(
    ("text", "service", "description"),
    [
        ("Rechtsanwalt", True, False),
        ("Dentist and more", True, False),
        ("Dentist Smith", False, False),  # a name
        ("Heating, Plumbing, Gas", True, False),
        ("Roofs \u00b7 Walls \u00b7 Floors", True, False),
        ("Roofs \u00b7 Walls", False, False),
        ("Roofs, Walls, Floors", False, False),  # no trade
        ("Roofs \u00b7 Walls \u00b7 Floors of the best kind for all", False, False),
        ("Heating, Plumbing, Gas 24", False, False),
        ("Heating, Plumbing, Gas Ltd", False, False),
        ("Instalaciones electricas", False, True),
        ("Instalaciones Electricas", False, False),
        ("Bakery with cakes", False, True),
        ("Bakery", False, False),
    ],
)
def test_a_line_may_say_what_the_one_above_does(text: str, service: bool, description: bool) -> None:
    assert (is_service(text), describes(text)) == (service, description)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("12 Oak Street", "postal street"),
        ("Main Street", "street"),
        ("Hauptstra\u00dfe 12", "postal numbered street"),
        ("12345 Berlin", "postal"),
        ("Berlin 12345", "postal"),
        ("1234 Wien", "postal"),
        ("1234 AB Town", "postal"),
        ("Apt 4B", "postal"),
        ("#03-12 Tower", "postal"),
        ("Rue Haute 3", "postal street"),
        ("3, Example", "postal"),
        ("Example 12a", "postal numbered"),
        ("Tel. 030 123456", "contact"),
        ("a@b.c", "contact"),
        ("www.x.y", "contact"),
        ("12,50", ""),
        ("Total 12345", ""),
        ("Example", ""),
    ],
)
def test_a_line_of_an_address_has_signs(text: str, signs: str) -> None:
    found = {
        "postal": is_postal(text),
        "contact": is_contact(text),
        "numbered": is_numbered(text),
        "street": has_street(text),
    }
    assert " ".join(sign for sign, is_there in found.items() if is_there) == signs


def test_a_place_stands_beside_its_postal_code() -> None:
    text = "12345 Berlin   Springfield, IL 62701\n1234 Wien, Austria\nLeeds LS1 4AP"
    assert list(localities(read_lines([text]))) == ["Berlin", "Springfield", "Wien"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("For Example Ltd\na\nb\nAuthorised Signatory", ["Example Ltd"]),
        ("For Example Ltd\na\nb\nc\nAuthorised Signatory", []),  # too far above
        ("Date   for Example Ltd\nAuthorised Signatory", ["Example Ltd"]),
        ("for the Example Ltd\nAuthorised Signatory", []),
        ("Example Ltd\nAuthorised Signatory", []),
        ("For Example Ltd", []),
    ],
)
def test_a_company_signs_above_its_signatory(text: str, names: list[str]) -> None:
    assert [name for _, _, name in signing_companies(read_lines([text]))] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Your Example Team", ["Example"]),
        ("Ihr Muster-Team", ["Muster"]),
        ("L'\u00e9quipe Exemple", ["Exemple"]),
        ("Das Team von Muster", ["Muster"]),
        ("The Example Water team", ["Example Water"]),
        ("The Example Water team.", ["Example Water"]),
        ("The Example Water team is here", []),
        ("Your team", []),
        ("Your example team", []),
        ("Your Example Team   x", []),  # two cells
        ("The Example Water Company of the North Sea team", []),  # nine words
    ],
)
def test_a_team_signs_for_its_company(text: str, names: list[str]) -> None:
    assert [name for _, name in signing_teams(read_lines([text]))] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('between Example Homes LLC ("Landlord") and Ann ("Tenant")', ["Example Homes LLC"]),
        ('between Ann ("Tenant") and Example Homes ("Landlord")', []),
        ("zwischen Muster GmbH (Vermieter) und Anna", ["Muster GmbH"]),
        ("entre la Sra. Ana Lopez, arrendadora, y Luis", ["Ana Lopez"]),
        ('between\nExample Homes, the "Landlord"', ["Example Homes"]),
        ('between\nExample Homes\nof Leeds\n(the "Landlord")', ["Example Homes"]),
        ('between\nExample Homes\nof Leeds\nand Bath\n(the "Landlord")', []),  # too far below
        ("between the Landlord and Ann", []),
        ("between example (Landlord)", []),
        ("between Example Homes and Ann", []),
        ("between", []),
    ],
)
def test_the_first_party_of_a_contract_issues_it_if_its_role_does(text: str, names: list[str]) -> None:
    assert [name for _, name in issuing_parties(read_lines([text]))] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I, the undersigned, Ann Example, declare", ["Ann Example"]),
        ("Ich, die unterzeichnende Anna Muster, erkl\u00e4re", ["Anna Muster"]),
        ("Je soussign\u00e9 M. Jean Exemple certifie", ["Jean Exemple"]),
        ("Je soussign\u00e9e Mme Anne Exemple certifie", ["Anne Exemple"]),
        ("Je soussign\u00e9(e) Anne Exemple certifie", ["Anne Exemple"]),
        ("La sottoscritta Anna Esempio dichiara", ["Anna Esempio"]),
        ("I, the undersigned, Ann", []),  # one word
        ("Ann Example declares", []),
    ],
)
def test_who_declares_something_is_named_behind_it(text: str, names: list[str]) -> None:
    assert [name for _, name in declarants(read_lines([text]))] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Example - monthly bill", "Example"),
        ("Example - Electricity Bill", "Example"),
        ("Example \u2013 Invoice", "Example"),
        ("Example - Muster", "Example - Muster"),
        ("Example-bill", "Example-bill"),
        ("Example", "Example"),
    ],
)
def test_a_heading_behind_a_dash_is_no_part_of_a_name(text: str, name: str) -> None:
    assert before_heading(text) == name


@pytest.mark.parametrize(
    ("text", "heading", "trade"),
    [
        ("Electricity bill", True, False),
        ("Avviso di pagamento", True, False),
        ("Example Bakery", False, True),
        ("Bakery", False, False),
        ("Example", False, False),
        ("Stromrechnung", True, False),
    ],
)
def test_a_heading_and_the_name_of_a_business_are_told_by_their_words(text: str, heading: bool, trade: bool) -> None:
    assert (is_heading(text), names_trade(text)) == (heading, trade)
