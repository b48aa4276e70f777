"""A page that only stands for the document is not read as the document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.model import DecodedPage, LayerPage, PageImage, TextPage
from alfrd_luigi.errors import InvalidInputError
from support import drawn_pdfs, electronic_invoices
from support.corpus.pdfs import stream
from support.drawn_pdfs import BILL

Write = Callable[[str, bytes], Path]
PDF = "application/pdf"
WAIT = (
    "Please wait...",
    "If this message is not eventually replaced by the proper contents of the document, your",
    "viewer may not be able to display it. You can upgrade to the latest version of Adobe Reader.",
)
PORTFOLIO = ("For the best experience, open this PDF portfolio in Adobe Reader X or later.",)
BILL_PDF = drawn_pdfs.pdf(drawn_pdfs.text(BILL))
COLLECTION = b"/Collection << /Type /Collection /View /T >>"


def xfa(lines: tuple[str, ...], *, needs_rendering: bool, page: bytes = b"") -> bytes:
    form = b"/AcroForm << /Fields [7 0 R] /XFA 6 0 R >> /NeedsRendering %s" % (b"true" if needs_rendering else b"false")
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [72 500 272 520] >>"
    packets = stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'></xdp:xdp>")
    return drawn_pdfs.pdf(drawn_pdfs.text(lines), packets, field, catalog=form, page=page)


def pages(decoder: Decoder, path: Path) -> list[DecodedPage]:
    found = list(decoder.pages(path, PDF))
    assert decoder.inspect(path).pages == len(found)
    return found


def first_words(page: DecodedPage) -> list[str]:
    assert isinstance(page, LayerPage)
    return [word.text for word in page.words[:2]]


@pytest.mark.parametrize("needs_rendering", [True, False])
def test_a_form_that_only_adobe_reader_shows_is_refused(decoder: Decoder, write: Write, needs_rendering: bool) -> None:
    with pytest.raises(InvalidInputError, match=r"form\.pdf is an XFA form") as refusal:
        decoder.inspect(write("form.pdf", xfa(WAIT, needs_rendering=needs_rendering)))
    assert "print it" in refusal.value.hint


WAITS = {
    "german": (
        "Bitte warten...",
        "Falls diese Meldung nicht durch den Inhalt des Dokuments ersetzt wird, kann Ihr PDF-",
    ),
    "french": ("Veuillez patienter...", "Si ce message n'est pas remplac\u00e9 par le contenu du document, votre"),
    "spanish": ("Espere...", "Si este mensaje no se reemplaza por el contenido correcto del documento, su visor de"),
    "italian": (
        "Attendere...",
        "Se questo messaggio non viene sostituito dal contenuto del documento, il visualizzatore",
    ),
    "dutch": ("Een ogenblik geduld...", "Als dit bericht niet wordt vervangen door de juiste inhoud van het document"),
    "portuguese": (
        "Aguarde...",
        "Se esta mensagem n\u00e3o for substitu\u00edda pelo conte\u00fado do documento, o seu",
    ),
    "english": WAIT[:2],
}


@pytest.mark.parametrize("language", WAITS)
def test_a_placeholder_is_known_in_each_language(decoder: Decoder, write: Write, language: str) -> None:
    with pytest.raises(InvalidInputError, match="is an XFA form"):
        decoder.inspect(write("form.pdf", xfa(WAITS[language], needs_rendering=False)))


@pytest.mark.parametrize("language", WAITS)
def test_a_printed_placeholder_is_refused(decoder: Decoder, write: Write, language: str) -> None:
    path = write("form.pdf", drawn_pdfs.pdf(drawn_pdfs.text(WAITS[language])))
    with pytest.raises(InvalidInputError, match=r"form\.pdf holds only the placeholder of an XFA form"):
        decoder.inspect(path)


def test_a_letter_about_waiting_is_none(decoder: Decoder, write: Write) -> None:
    lines = ("Please wait for our call.", "Your old meter will be replaced on Monday. This message needs no answer.")
    assert first_words(pages(decoder, write("letter.pdf", drawn_pdfs.pdf(drawn_pdfs.text(lines))))[0]) == [
        "Please",
        "wait",
    ]


def test_a_form_that_is_shown_by_every_reader_is_read(decoder: Decoder, write: Write) -> None:
    path = write("form.pdf", xfa(BILL, needs_rendering=False, page=b"/Annots [7 0 R]"))
    assert first_words(pages(decoder, path)[0]) == ["Harbour", "Gas"]


def test_the_files_of_a_portfolio_are_the_pages(decoder: Decoder, write: Write) -> None:
    scan = drawn_pdfs.jpeg(drawn_pdfs.printed(["A scan"], 400, 300))
    files = {"c.txt": b"first\fsecond", "a.pdf": BILL_PDF, "b.jpg": scan}
    found = pages(decoder, write("both.pdf", drawn_pdfs.with_files(files, PORTFOLIO, catalog=COLLECTION)))
    assert [type(page) for page in found] == [LayerPage, PageImage, TextPage, TextPage]
    assert first_words(found[0]) == ["Harbour", "Gas"]


def test_a_portfolio_is_known_by_its_marker(decoder: Decoder, write: Write) -> None:
    cover = ("The contents of this folder are listed on the left",)
    path = write("both.pdf", drawn_pdfs.with_files({"a.pdf": BILL_PDF}, cover, catalog=COLLECTION))
    assert first_words(pages(decoder, path)[0]) == ["Harbour", "Gas"]


@pytest.mark.parametrize(
    "cover",
    [
        ("Please find your bill attached to this page.",),
        ("Ihre Rechnung finden Sie im Anhang.",),
        ("Votre facture se trouve en pi\u00e8ce jointe.",),
    ],
)
def test_a_page_that_says_that_files_are_attached_is_a_cover(
    decoder: Decoder, write: Write, cover: tuple[str, ...]
) -> None:
    (page,) = pages(decoder, write("cover.pdf", drawn_pdfs.with_files({"bill.pdf": BILL_PDF}, cover)))
    assert first_words(page) == ["Harbour", "Gas"]


def test_a_bill_with_attached_files_is_the_document(decoder: Decoder, write: Write) -> None:
    lines = (*BILL, *(f"Condition {number} of the supply of gas to homes in the harbour" for number in range(12)))
    files = {"terms.pdf": drawn_pdfs.pdf(drawn_pdfs.text(["Terms of the supply of gas"])), "data.xml": b"<a/>"}
    (page,) = pages(decoder, write("bill.pdf", drawn_pdfs.with_files(files, lines)))
    assert first_words(page) == ["Harbour", "Gas"]


def test_a_short_bill_is_no_cover(decoder: Decoder, write: Write) -> None:
    lines = ("Harbour Gas Works", "Bill of 12.03.2024", "Total due: 84.20 EUR", "Our terms are attached.")
    files = {"terms.pdf": drawn_pdfs.pdf(drawn_pdfs.text(["Terms of the supply of gas"]))}
    (page,) = pages(decoder, write("bill.pdf", drawn_pdfs.with_files(files, lines)))
    assert first_words(page) == ["Harbour", "Gas"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bill.docx", b"PK\x03\x04" + bytes(50)),
        ("bill.rtf", b"{\\rtf1 Total 12.00}"),
        ("bill.eml", b"From: a@example.org\nSubject: Bill\n\nTotal 12.00\n"),
    ],
)
def test_a_cover_of_files_that_are_not_read_there_is_refused(
    decoder: Decoder, write: Write, name: str, content: bytes
) -> None:
    path = write("cover.pdf", drawn_pdfs.with_files({name: content}, ["Please find your bill attached, of 12.03.2024"]))
    with pytest.raises(InvalidInputError, match=f"cover of attached files that are not supported: {name}") as refusal:
        decoder.inspect(path)
    assert "one by one" in refusal.value.hint


def test_a_page_with_an_attached_program_is_the_document(decoder: Decoder, write: Write) -> None:
    path = write(
        "letter.pdf", drawn_pdfs.with_files({"a.exe": b"MZ" + bytes(50)}, ["See the attached program for this"])
    )
    assert first_words(pages(decoder, path)[0]) == ["See", "the"]


def test_data_beside_a_short_letter_is_no_reason_to_call_it_a_cover(decoder: Decoder, write: Write) -> None:
    files = {"factur-x.xml": b"<rsm:CrossIndustryInvoice/>", "data.bin": electronic_invoices.cii().encode()}
    (page,) = pages(decoder, write("letter.pdf", drawn_pdfs.with_files(files, ["The invoice is attached as data"])))
    assert first_words(page) == ["The", "invoice"]


def test_a_portfolio_of_other_files_is_refused(decoder: Decoder, write: Write) -> None:
    files = {"a.pdf": BILL_PDF, "sums.exe": b"MZ\x90\0" + bytes(50)}
    path = write("both.pdf", drawn_pdfs.with_files(files, PORTFOLIO, catalog=COLLECTION))
    with pytest.raises(InvalidInputError, match=r"is a PDF portfolio with files .*: sums\.exe") as refusal:
        decoder.inspect(path)
    assert "Save its files" in refusal.value.hint


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bad.pdf", b"%PDF-1.4 no more", "bad.pdf, which is a damaged PDF"),
        ("more.pdf", drawn_pdfs.with_files({"a.pdf": BILL_PDF}, PORTFOLIO, catalog=COLLECTION), "itself a cover"),
        ("form.pdf", xfa(WAIT, needs_rendering=True), "form.pdf, which is an XFA form"),
    ],
)
def test_what_is_wrong_with_an_attached_file_is_said(
    decoder: Decoder, write: Write, name: str, content: bytes, said: str
) -> None:
    path = write("both.pdf", drawn_pdfs.with_files({name: content}, PORTFOLIO, catalog=COLLECTION))
    with pytest.raises(InvalidInputError, match=said):
        decoder.inspect(path)
