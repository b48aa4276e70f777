"""A text layer is used as it is only if it is what the page shows. A doubtful one comes with the page's picture."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from alfrd_luigi.decoding import letter_pairs, possible_dates
from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.model import DecodedPage, DoubtfulPage, LayerPage, PageImage
from support import drawn_pdfs
from support.drawn_pdfs import BILL

Write = Callable[[str, bytes], Path]
LANGUAGES = {
    "english": "Your electricity charges for the quarter are shown overleaf. Please quote your reference when you call",
    "german": "Rechtsschutzversicherung: Ihre Beitragsabrechnung für das Kalenderjahr, zahlbar in zehn Tagen",
    "french": "Veuillez trouver ci-joint le détail de votre consommation d'eau et les échéances prélevées chaque mois",
    "spanish": "El importe se cargará en su cuenta bancaria según las condiciones del contrato de suministro eléctrico",
    "italian": "L'importo verrà addebitato sul conto corrente entro la scadenza indicata nella presente bolletta",
    "dutch": "Het verschuldigde bedrag wordt automatisch afgeschreven van uw rekening bij de verzekeringsmaatschappij",
    "polish": "Prosimy o zapłatę należności wynikającej z niniejszej faktury przelewem na wskazany rachunek bankowy",
    "finnish": "Maksakaa lasku viimeistään eräpäivänä käyttäen alla olevaa viitenumeroa ja tilinumeroa, kiitos",
    "portuguese": "O valor da fatura ser\u00e1 debitado na sua conta at\u00e9 \u00e0 data limite de pagamento indicada",
    "welsh_names": "Llanfairpwll Gwasanaethau Cyhoeddus, Ystradgynlais, Machynlleth a Phontypridd, Cymru",
    "codes": "IBAN DE02120300000000202051 BIC BYLADEM1001 VAT GB123456789 SKU AB12-33C QX9 PO 4500012345 MwSt GmbH",
}


def shifted(text: str, by: int) -> str:
    """The text with each letter replaced by one that many places later in the alphabet."""
    low = str.maketrans({chr(97 + at): chr(97 + (at + by) % 26) for at in range(26)})
    return text.lower().translate(low)


def decoded(decoder: Decoder, path: Path) -> DecodedPage:
    (page,) = decoder.pages(path, "application/pdf")
    return page


def doubts(decoder: Decoder, path: Path) -> frozenset[str]:
    page = decoded(decoder, path)
    assert isinstance(page, DoubtfulPage)
    return page.doubts


def text_of(page: LayerPage) -> str:
    return " ".join(word.text for word in page.words)


def with_map(letters: dict[int, str]) -> bytes:
    """The bill in a font whose ToUnicode map says this."""
    font = drawn_pdfs.unicode_map(letters)
    return drawn_pdfs.pdf(drawn_pdfs.text(BILL), font, font=b"/ToUnicode 6 0 R")


def outlined(page: bytes = b"") -> bytes:
    """The bill in drawn letters, with a line of text at the foot."""
    foot = drawn_pdfs.text(["Printed from the portal of the gas works, page 1 of 1"], 20)
    return drawn_pdfs.pdf(drawn_pdfs.outlines(drawn_pdfs.printed(BILL)) + foot, page=page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_language_are_words(language: str) -> None:
    assert letter_pairs.are_plausible(LANGUAGES[language])


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name not in ("codes", "welsh_names")])
@pytest.mark.parametrize("by", [1, 3, 13, 25])
def test_shifted_words_are_none(language: str, by: int) -> None:
    assert not letter_pairs.are_plausible(shifted(LANGUAGES[language], by))


@pytest.mark.parametrize("text", ["", "12.50 17.80 99.00 2024-03-15", "Σύνολο πληρωμής", "Total"])
def test_text_with_too_few_letters_to_tell_is_not_doubted(text: str) -> None:
    assert letter_pairs.are_plausible(text)


def test_digits_within_words_are_doubted() -> None:
    assert not letter_pairs.are_plausible("T0tal am0unt due f0r the m0nth, paid 0n t1me by c0unter")


def test_a_digital_bill_is_not_doubted(decoder: Decoder, write: Write) -> None:
    rules = b"\n".join(b"0.5 w 72 %d m 540 %d l S" % (y, y) for y in range(400, 712, 20))
    columns = b"\n".join(b"0.5 w %d 400 m %d 712 l S" % (x, x) for x in range(72, 541, 60))
    head = b"0.8 0.9 1 rg 60 690 500 60 re f 0 g 0.2 0.3 0.5 rg 480 740 60 30 re f 0 g"
    content = b"\n".join((head, rules, columns, drawn_pdfs.text(BILL)))
    page = decoded(decoder, write("bill.pdf", drawn_pdfs.pdf(content)))
    assert isinstance(page, LayerPage)
    assert page.words[0].text == "Harbour"


def test_a_logo_and_a_barcode_are_no_reason_to_doubt(decoder: Decoder, write: Write) -> None:
    rng = random.Random(5)
    code = Image.new("L", (41, 41), 255)
    code.putdata([255 * rng.randrange(2) for _ in range(41 * 41)])
    logo = drawn_pdfs.printed(["ACME"], 340, 200, size=48)
    drawn = b"q 130 0 0 130 420 60 cm /C Do Q q 100 0 0 50 440 730 cm /L Do Q"
    body = [*BILL, *(f"Line {number} of the conditions under which gas is supplied to homes" for number in range(9))]
    path = write(
        "bill.pdf",
        drawn_pdfs.pdf(
            drawn + drawn_pdfs.text(body),
            drawn_pdfs.image(code),
            drawn_pdfs.image(logo),
            resources=b"/XObject << /C 6 0 R /L 7 0 R >>",
        ),
    )
    assert isinstance(decoded(decoder, path), LayerPage)


@pytest.mark.parametrize("by", [1, -3])
def test_a_font_map_that_shifts_the_letters_is_noticed(decoder: Decoder, write: Write, by: int) -> None:
    letters = {code: chr(code + by) for code in (*range(65, 91), *range(97, 123))}
    path = write(
        "bill.pdf", drawn_pdfs.pdf(drawn_pdfs.text(BILL), drawn_pdfs.unicode_map(letters), font=b"/ToUnicode 6 0 R")
    )
    assert doubts(decoder, path) >= {"words"}


@pytest.mark.parametrize("by", [1, 3, 5, 7])
def test_a_font_map_that_mistakes_only_digits_is_noticed(decoder: Decoder, write: Write, by: int) -> None:
    digits = {48 + digit: str((digit + by) % 10) for digit in range(10)}
    assert doubts(decoder, write("bill.pdf", with_map(digits))) == {"words"}


@pytest.mark.parametrize(
    "text",
    ["due 12.03.2024, not 48.36.5357", "March 15, 2024", "1403/02/31", "12 April 2567", "Tel. 12/345/6789", "45.50"],
)
def test_a_possible_date_or_none_is_no_reason_to_doubt(text: str) -> None:
    assert possible_dates.are_possible(text)


def test_letters_that_are_control_codes_are_counted(decoder: Decoder, write: Write) -> None:
    path = write("bill.pdf", with_map({ord("g"): "\x02", ord("y"): "\x07"}))
    assert doubts(decoder, path) == {"words", "ink"}


def test_a_layer_with_many_control_codes_is_not_used(decoder: Decoder, write: Write) -> None:
    path = write("bill.pdf", with_map({ord("e"): "\x02", ord("t"): "\x07", ord("a"): "\x0f"}))
    assert isinstance(decoded(decoder, path), PageImage)


@pytest.mark.parametrize("count", [1, 8])
def test_a_scan_in_strips_is_a_scan(decoder: Decoder, write: Write, count: int) -> None:
    content, objects, resources = drawn_pdfs.strips(drawn_pdfs.printed(BILL), count)
    mark = drawn_pdfs.text(["Scanned with a telephone and an application"], 20)
    path = write("scan.pdf", drawn_pdfs.pdf(content + mark, *objects, resources=resources))
    assert isinstance(decoded(decoder, path), PageImage)


def test_text_that_is_drawn_as_outlines_is_noticed(decoder: Decoder, write: Write) -> None:
    content = drawn_pdfs.outlines(drawn_pdfs.printed(BILL)) + drawn_pdfs.text(
        ["Printed from the portal of the gas works, page 1 of 1"], 20
    )
    assert doubts(decoder, write("bill.pdf", drawn_pdfs.pdf(content))) == {"ink"}


def test_a_letterhead_over_a_picture_of_the_letter_is_noticed(decoder: Decoder, write: Write) -> None:
    letter = drawn_pdfs.image(drawn_pdfs.printed(BILL[2:], 1224, 760))
    content = b"q 612 0 0 380 0 200 cm /I Do Q " + drawn_pdfs.text(BILL[:2])
    path = write("letter.pdf", drawn_pdfs.pdf(content, letter, resources=b"/XObject << /I 6 0 R >>"))
    assert doubts(decoder, path) == {"ink"}


LURE = ["Total amount due 9999.00", "Invoice date: 01/01/2020"]


@pytest.mark.parametrize(
    "lure",
    [
        drawn_pdfs.text(LURE, 300, before=b"1 g"),
        drawn_pdfs.text(LURE, 300, before=b"3 Tr"),
        drawn_pdfs.text(LURE, -30),
        drawn_pdfs.text(LURE, 300, size=1),
        b"q 0 0 5 5 re W n" + drawn_pdfs.text(LURE, 300) + b" Q",
        drawn_pdfs.text(LURE, 300) + b" 1 g 60 200 500 120 re f 0 g",
    ],
    ids=["white", "invisible", "off the page", "microscopic", "clipped", "covered"],
)
def test_words_that_nobody_sees_are_left_out(decoder: Decoder, write: Write, lure: bytes) -> None:
    page = decoded(decoder, write("bill.pdf", drawn_pdfs.pdf(lure + b" 0 g 0 Tr " + drawn_pdfs.text(BILL))))
    assert isinstance(page, LayerPage)
    assert text_of(page) == " ".join(BILL)


def test_a_layer_of_which_most_words_are_hidden_is_doubted(decoder: Decoder, write: Write) -> None:
    lure = drawn_pdfs.text(LURE * 9, 500, before=b"3 Tr")
    assert doubts(decoder, write("bill.pdf", drawn_pdfs.pdf(lure + b" 0 Tr " + drawn_pdfs.text(BILL)))) == {"words"}


@pytest.mark.parametrize("colour", [b"0.97 g", b"1 1 0.6 rg"])
def test_faint_words_are_read(decoder: Decoder, write: Write, colour: bytes) -> None:
    content = drawn_pdfs.text(BILL[:-1]) + drawn_pdfs.text(BILL[-1:], 300, before=colour)
    page = decoded(decoder, write("bill.pdf", drawn_pdfs.pdf(content)))
    assert isinstance(page, LayerPage)
    assert page.words[-1].text == "month."


def hidden(lines: list[str]) -> bytes:
    """A scan of the bill with a hidden layer of these lines, at their places."""
    content, objects, resources = drawn_pdfs.strips(drawn_pdfs.printed(BILL), 1)
    layer = b"\n".join(
        drawn_pdfs.text([line], 792 - 62 - 24 * number, size=12, before=b"3 Tr") for number, line in enumerate(lines)
    )
    return drawn_pdfs.pdf(content + layer, *objects, resources=resources)


def test_a_good_hidden_layer_is_used(decoder: Decoder, write: Write) -> None:
    assert isinstance(decoded(decoder, write("scan.pdf", hidden(list(BILL)))), LayerPage)


def test_a_bad_hidden_layer_is_noticed(decoder: Decoder, write: Write) -> None:
    bad = [line.replace("o", "0").replace("t", "f").replace("i", "j").replace("e", "c") for line in BILL]
    assert isinstance(decoded(decoder, write("scan.pdf", hidden(bad))), PageImage)


@pytest.mark.parametrize("wrong", ["Total amount due 1Z2.30", "Total amount due 122.3O0"])
def test_a_line_that_a_scanner_misread_is_not_used(decoder: Decoder, write: Write, wrong: str) -> None:
    page = decoded(decoder, write("scan.pdf", hidden([*BILL[:6], wrong, BILL[7]])))
    # What is left is too short for the layer of a scan, so that the whole page is recognised.
    assert isinstance(page, PageImage)


def test_letters_among_digits_of_a_text_are_codes(decoder: Decoder, write: Write) -> None:
    content = drawn_pdfs.text([*BILL[:2], "Customer number: 4S0-7Z1", *BILL[3:]])
    assert isinstance(decoded(decoder, write("bill.pdf", drawn_pdfs.pdf(content))), LayerPage)


def test_words_that_are_printed_over_each_other_are_left_out(decoder: Decoder, write: Write) -> None:
    content = drawn_pdfs.text(BILL) + drawn_pdfs.text(["Meridian Fitness Ltd"], 720)
    page = decoded(decoder, write("bill.pdf", drawn_pdfs.pdf(content)))
    assert isinstance(page, DoubtfulPage)
    assert page.doubts == {"ink", "words"}
    assert text_of(page.layer) == " ".join(BILL[1:])


def test_bold_print_is_the_same_word_twice(decoder: Decoder, write: Write) -> None:
    twice = drawn_pdfs.text(BILL) + drawn_pdfs.text(BILL).replace(b"1 72", b"1 72.4")
    assert isinstance(decoded(decoder, write("bill.pdf", drawn_pdfs.pdf(twice))), LayerPage)


COURIER = b"/F2 << /Type /Font /Subtype /Type1 /BaseFont /Courier >>"
PITCH = 0.6 * 11  # of its letters, in points


def spaced(line: str, top: int, by: float) -> bytes:
    """Content that shows the letters of a line one by one, in any order, this far apart."""
    letters = [(letter, 72 + at * (PITCH + by)) for at, letter in enumerate(line) if letter != " "]
    random.Random(len(line)).shuffle(letters)
    shown = (drawn_pdfs.text([letter], top).replace(b"1 72", b"1 %.2f" % left) for letter, left in letters)
    return b"".join(shown).replace(b"/F1", b"/F2")


@pytest.mark.parametrize("by", [0.6, 1.5])
def test_letters_that_are_placed_one_by_one_are_words(decoder: Decoder, write: Write, by: float) -> None:
    content = b"".join(spaced(line, 720 - 20 * at, by) for at, line in enumerate(BILL))
    page = decoded(decoder, write("bill.pdf", drawn_pdfs.pdf(content, fonts=COURIER)))
    assert isinstance(page, LayerPage)
    assert text_of(page) == " ".join(BILL)


def test_titles_and_labels_that_are_set_wide_are_words(decoder: Decoder, write: Write) -> None:
    wide = {0: BILL[0].upper(), 6: "TOTAL AMOUNT DUE", 7: "LTD"}
    lines = [
        spaced(wide[at], 720 - 20 * at, 4) if at in wide else drawn_pdfs.text([BILL[at]], 720 - 20 * at)
        for at in range(8)
    ]
    page = decoded(decoder, write("bill.pdf", drawn_pdfs.pdf(b"".join(lines), fonts=COURIER)))
    assert isinstance(page, LayerPage)
    assert text_of(page) == " ".join(wide.get(at, line) for at, line in enumerate(BILL))


def test_the_digits_of_a_form_do_not_join_its_words(decoder: Decoder, write: Write) -> None:
    boxes = b"".join(spaced(line, 500 - 20 * at, 9) for at, line in enumerate(["04112024", "40771993", "12230000"]))
    page = decoded(decoder, write("form.pdf", drawn_pdfs.pdf(drawn_pdfs.text(BILL) + boxes, fonts=COURIER)))
    assert isinstance(page, LayerPage)
    assert text_of(page).startswith(" ".join(BILL))


def test_amounts_that_are_no_text_are_noticed(decoder: Decoder, write: Write) -> None:
    labels = [line.rstrip("0123456789.") for line in BILL]
    amounts = drawn_pdfs.outlines(drawn_pdfs.printed(["", "", "", "", "18.00", "104.30", "122.30"], size=20))
    content = b"q 1 0 0 1 200 0 cm " + amounts + b" Q " + drawn_pdfs.text(labels, 732)
    assert doubts(decoder, write("bill.pdf", drawn_pdfs.pdf(content))) == {"ink"}


def test_the_hidden_layer_of_another_page_of_the_same_form_is_noticed(decoder: Decoder, write: Write) -> None:
    other = [
        "Meridian Fitness",
        "99 Other Street, Westfield",
        "Membership no: 1-234-567",
        "Date of bill: 03 March 2023",
        "Monthly fees 39.99",
        "Lockers 10.00",
        "To pay this month 49.99 in all",
        "Thank you for your time at our club on Other Street here.",
    ]
    assert doubts(decoder, write("scan.pdf", hidden(other))) == {"words"}


def test_a_hidden_layer_beside_the_print_is_noticed(decoder: Decoder, write: Write) -> None:
    content, objects, resources = drawn_pdfs.strips(drawn_pdfs.printed(BILL), 1)
    elsewhere = drawn_pdfs.text(BILL, 300, before=b"3 Tr")
    path = write("scan.pdf", drawn_pdfs.pdf(content + elsewhere, *objects, resources=resources))
    assert doubts(decoder, path) == {"ink", "words"}


def test_the_picture_of_a_doubtful_page_is_upright(decoder: Decoder, write: Write) -> None:
    content = drawn_pdfs.outlines(drawn_pdfs.printed(BILL)) + drawn_pdfs.text(
        ["Printed from the portal of the gas works, page 1 of 1"], 20
    )
    page = decoded(decoder, write("bill.pdf", drawn_pdfs.pdf(content, page=b"/Rotate 90")))
    assert isinstance(page, DoubtfulPage)
    assert page.layer.turn == "down"
    assert isinstance(page.picture, PageImage)
    assert page.picture.width < page.picture.height
