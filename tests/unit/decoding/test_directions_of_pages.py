"""Pages and words that run sideways or upside down, annotations, and words as search needs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.model import LayerPage
from alfrd_luigi.ocr.engines import engine
from alfrd_luigi.ocr.reading import read_page
from support import drawn_pdfs
from support.corpus.pdfs import stream
from support.drawn_pdfs import BILL

Write = Callable[[str, bytes], Path]
# The matrices that draw a page turned: to the left, upside down, to the right.
DRAWN = {"up": b"0 1 -1 0 760 40 cm", "upside_down": b"-1 0 0 -1 612 792 cm", "down": b"0 -1 1 0 -120 700 cm"}


def layer(decoder: Decoder, path: Path) -> LayerPage:
    (page,) = decoder.pages(path, "application/pdf")
    assert isinstance(page, LayerPage)
    return page


def text_of(decoder: Decoder, path: Path) -> str:
    return read_page(layer(decoder, path), engine("local")).text


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_upright(decoder: Decoder, write: Write, degrees: int) -> None:
    path = write("bill.pdf", drawn_pdfs.pdf(drawn_pdfs.text(BILL), page=b"/Rotate %d" % degrees))
    assert text_of(decoder, path).splitlines() == list(BILL)


@pytest.mark.parametrize("turn", DRAWN)
def test_a_page_that_is_drawn_turned_is_read_upright(decoder: Decoder, write: Write, turn: str) -> None:
    path = write("bill.pdf", drawn_pdfs.pdf(DRAWN[turn] + drawn_pdfs.text(BILL)))
    assert layer(decoder, path).turn == turn
    assert text_of(decoder, path).splitlines() == list(BILL)


def test_a_page_that_is_drawn_and_shown_turned_stands_upright(decoder: Decoder, write: Write) -> None:
    path = write("bill.pdf", drawn_pdfs.pdf(DRAWN["up"] + drawn_pdfs.text(BILL), page=b"/Rotate 90"))
    assert layer(decoder, path).turn == "upright"
    assert text_of(decoder, path).splitlines() == list(BILL)


def test_an_imprint_along_the_edge_is_read_after_the_page(decoder: Decoder, write: Write) -> None:
    edge = b"q 0 1 -1 0 20 100 cm BT /F1 7 Tf (Registered in England no. 4471190) Tj ET Q"
    path = write("bill.pdf", drawn_pdfs.pdf(drawn_pdfs.text(BILL) + edge))
    assert text_of(decoder, path).splitlines() == [*BILL, "Registered in England no. 4471190"]


def test_boxes_are_on_the_page_as_it_is_shown(decoder: Decoder, write: Write) -> None:
    path = write("bill.pdf", drawn_pdfs.pdf(drawn_pdfs.text(BILL), page=b"/Rotate 180"))
    first = layer(decoder, path).words[0]
    assert first.text == "Harbour"
    assert first.box[0] > 0.7
    assert first.box[1] > 0.8


def annotated(kind: bytes, appearance: str, flags: int = 4) -> bytes:
    form = stream(
        b"BT /F1 12 Tf 2 4 Td (%s) Tj ET" % appearance.encode(),
        b"/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >>",
    )
    note = (
        b"<< /Type /Annot /Subtype /%s /F %d /Rect [300 660 500 680] /Contents (PAID) /DA (/Helv 12 Tf)"
        b" /AP << /N 6 0 R >> >>" % (kind, flags)
    )
    return drawn_pdfs.pdf(drawn_pdfs.text(BILL), form, note, page=b"/Annots [7 0 R]")


@pytest.mark.parametrize("kind", [b"FreeText", b"Stamp"])
def test_annotations_belong_to_the_page(decoder: Decoder, write: Write, kind: bytes) -> None:
    path = write("bill.pdf", annotated(kind, "Received 12 November"))
    assert "Invoice date: 04/11/2024   Received 12 November" in text_of(decoder, path)


def test_lines_from_right_to_left_are_read_with_their_numbers_and_addresses(decoder: Decoder, write: Write) -> None:
    hebrew = dict(zip(range(ord("A"), ord("Z") + 1), map(chr, range(0x5D0, 0x5EA)), strict=True))
    # As they are shown, from left to right. A letter stands for one of the Hebrew alphabet.
    shown = ["HCB FED ABC", "(17% GFE DCB", "03-555-0144 CBA www.example.org :DCBA", "GFE DCB IJK LMN"]
    font = drawn_pdfs.unicode_map({**hebrew, **{code: chr(code) for code in range(33, 127) if code not in hebrew}})
    content = drawn_pdfs.pdf(drawn_pdfs.text(shown), font, font=b"/ToUnicode 6 0 R")
    lines = text_of(decoder, write("bill.pdf", content)).splitlines()
    letters = str.maketrans({chr(code): letter for code, letter in hebrew.items()})
    assert lines[:3] == [
        line.translate(letters) for line in ("CBA DEF BCH", "BCD EFG 17%)", "ABCD: www.example.org ABC 03-555-0144")
    ]
    assert len(lines) == len(shown)


def undrawn(text: str, flags: int = 4) -> bytes:
    """The bill with a text box of which the file holds no drawing."""
    contents = text.encode("utf-16").hex().encode()
    note = (
        b"<< /Type /Annot /Subtype /FreeText /F %d /Rect [300 560 540 680] /Contents <%s> /DA (0 g /Helv 11 Tf) >>"
        % (flags, contents)
    )
    return drawn_pdfs.pdf(drawn_pdfs.text(BILL), note, page=b"/Annots [6 0 R]")


def test_a_text_box_that_the_reader_is_to_draw_is_read(decoder: Decoder, write: Write) -> None:
    text = "Bezahlt am 3. März: 12,50 €\rvon dem Konto, das wir dafür bei der Bank in Zürich führen"
    lines = text_of(decoder, write("bill.pdf", undrawn(text))).splitlines()
    assert "Bezahlt am 3. März: 12,50 €" in lines
    assert lines[4].endswith("bei der Bank")
    assert lines[5].endswith("in Zürich führen")


def test_a_hidden_text_box_is_not_on_the_page(decoder: Decoder, write: Write) -> None:
    assert "Bezahlt" not in text_of(decoder, write("bill.pdf", undrawn("Bezahlt", flags=2)))


def test_a_hidden_annotation_is_not_on_the_page(decoder: Decoder, write: Write) -> None:
    path = write("bill.pdf", annotated(b"FreeText", "Received 12 November", flags=2))
    assert "Received" not in text_of(decoder, path)


def test_a_word_that_is_hyphenated_stands_on_two_lines(decoder: Decoder, write: Write) -> None:
    lines = ["The amount for the supply of elec-", "tricity is due at the end of the month"]
    path = write("bill.pdf", drawn_pdfs.pdf(drawn_pdfs.text(lines)))
    words = {word.text: word.box for word in layer(decoder, path).words}
    assert words["elec-"][3] < words["tricity"][1]
    assert text_of(decoder, path).splitlines() == lines


def test_letters_are_composed_and_ligatures_are_letters(decoder: Decoder, write: Write) -> None:
    letters = drawn_pdfs.unicode_map({ord("z"): "\ufb01", ord("q"): "u\u0308"})
    lines = ["The ofzce in Zqrich is open in the morning only"]
    path = write("note.pdf", drawn_pdfs.pdf(drawn_pdfs.text(lines), letters, font=b"/ToUnicode 6 0 R"))
    assert text_of(decoder, path) == "The office in Z\u00fcrich is open in the morning only"
