"""The signs by which an issuer is known: domains, spaced letters, particulars, and the addressee's bare address."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.entities.addressees import bare_addresses
from alfrd_luigi.extraction.entities.companies import companies
from alfrd_luigi.extraction.entities.domains import find_domains, is_acronym, is_kin, is_name_of
from alfrd_luigi.extraction.entities.imprints import imprint_names
from alfrd_luigi.extraction.entities.names import doubt
from alfrd_luigi.extraction.entities.spacing import close_letters
from alfrd_luigi.extraction.entities.zones import find_recipients
from alfrd_luigi.extraction.lines import read_lines

LETTER = """Blue Kite Bakery
Tel. 01904 555012
Harbour Homes Ltd
4 Mill Lane
York YO1 7AA
Our offer"""


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("care@bluekite.example", "bluekite"),
        ("www.shop.bluekite.travel", "bluekite"),
        ("bluekite.example.sg", "bluekite"),
        ("comune@pec.rocca.example", "rocca"),
        ("see my.blue-kite.com", "blue-kite"),
    ],
)
def test_domain(text: str, stem: str) -> None:
    assert find_domains(read_lines([text])) == {stem}


@pytest.mark.parametrize("text", ["someone@gmail.com", "www.example.com", "a mailbox at example", "15.03.2024"])
def test_no_domain_of_an_issuer(text: str) -> None:
    assert not find_domains(read_lines([text]))


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("Blue Kite Bakery Ltd", "bluekite"),
        ("Unione dei Comuni della Valle del Torrentello", "torrentellovalle"),
        ("Athénée royal Jean Dassonville", "dassonville"),
        ("Stadtwerke Hohenau GmbH", "sw-hohenau"),
        ("Marloes Dijkgraaf", "dijkgraaf-tekst"),
        ("New York Power Authority", "nypa"),
    ],
)
def test_domain_derives_from_a_name(name: str, domain: str) -> None:
    assert is_kin(name, domain)


def test_domain_of_another_name() -> None:
    assert not is_kin("Harbour Homes Ltd", "bluekite")
    assert not is_kin("Lektorat", "harksen-lektorat")


def test_short_name_of_common_words_is_the_whole_domain() -> None:
    assert is_name_of("F-Mobile", "f-mobile")
    assert not is_name_of("Mobile", "mobilestore")


def test_acronym_with_and_without_connecting_words() -> None:
    assert is_acronym("LRA", "La réussite academy")
    assert is_acronym("BMW", "Bau der Möbel und Wannen")
    assert not is_acronym("LRA", "La petite école")


def test_spaced_letters_are_one_word() -> None:
    [line] = close_letters(read_lines(["M O D E R N | V E N U S   Invoice a b"]))
    assert line.text == "MODERN | VENUS   Invoice a b"


@pytest.mark.parametrize(
    ("printed", "closed"),
    [
        ("P O N T E VE L L A", "PONTEVELLA"),
        ("T H E LI N D E N", "THE LINDEN"),
        ("C A F E   R O M A", "CAFE ROMA"),
        ("QTY NO VAT A B EUR", "QTY NO VAT A B EUR"),
    ],
)
def test_letters_that_touch_are_one_word(printed: str, closed: str) -> None:
    lines = close_letters(read_lines([f"{printed}\nLinden Taverns Ltd"]))
    assert [line.text for line in lines] == [closed, "Linden Taverns Ltd"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Marsh End Rowing Club, Boathouse Lane, Ely CB7 4AU. Tel 01353 555012", "Marsh End Rowing Club"),
        ("Knopfkiste, Inh. P. Nagel, Gasse 1, 99084 Erfurt, info@knopfkiste.example", "Knopfkiste"),
        ("Harbour Homes Ltd, 4 Mill Lane, York YO1 7AA and nothing else", None),
        ("Please call us, on 01353 555012, or write to 4 Mill Lane, 12345 City", None),
    ],
)
def test_name_at_the_head_of_particulars(text: str, name: str | None) -> None:
    assert [found for _, _, found in imprint_names(read_lines([text]))] == ([name] if name else [])


def test_addressee_is_the_address_without_a_telephone_number() -> None:
    lines = read_lines([LETTER])
    assert bare_addresses(lines, find_recipients(lines)) == {(2, 0), (3, 0), (4, 0)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NV Bouwcenter De Molen", "NV Bouwcenter De Molen"),
        ("SARL Duval, 3 place du Marché", "SARL Duval"),
        ("Prealpi Rail S.r.l. a socio unico", "Prealpi Rail S.r.l."),
    ],
)
def test_company(text: str, name: str) -> None:
    [found] = companies(text)
    assert text[found.start : found.end] == name


@pytest.mark.parametrize(
    "text",
    [
        "Electricity Bill", "Avviso di pagamento", "Bulletin de paie", "Verwendungsbescheinigung", "Jaaropgave",
        "Insurance Co. Name", "Vice Provost for Enrolment", "Der Bürgermeister", "Ufficio Tributi",
        "Customer Service Department", "Justificante de pago",
    ],
)  # fmt: skip
def test_headings_posts_and_departments_are_no_names(text: str) -> None:
    assert doubt(text) >= 20
