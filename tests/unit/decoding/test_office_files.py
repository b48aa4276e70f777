"""Office files and mails are read as text, within the limits of an archive, and without a document type."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.model import TextPage
from alfrd_luigi.errors import InvalidInputError
from support.containers import archive, mail, written
from support.office import docx, odt, row, xlsx

Write = Callable[[str, bytes], Path]
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


@cache
def numbers() -> str:
    """A text of more than 10 MB that cannot be compressed to a two-hundredth."""
    return " ".join(map(str, range(1_500_000)))


def texts(decoder: Decoder, path: Path) -> list[str]:
    info = decoder.inspect(path)
    pages = [page.text for page in decoder.pages(path, info.media_type) if isinstance(page, TextPage)]
    assert (info.kind, info.pages) == ("text", len(pages))
    return pages


def refused(decoder: Decoder, path: Path) -> str:
    with pytest.raises(InvalidInputError) as caught:
        decoder.inspect(path)
    return caught.value.message


def test_a_word_document_is_its_header_text_tables_and_footer(decoder: Decoder, write: Write) -> None:
    cell = (
        "<w:tc><w:tcPr><w:tab/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    )
    body = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Date</w:t><w:tab/><w:t>5 March</w:t>'
        "<w:br/><w:t>2024</w:t></w:r><w:del><w:r><w:delText>2023</w:delText></w:r></w:del></w:p>"
        f"<w:tbl><w:tr>{cell.format('Water', 'and waste')}{cell.format('12.00', 'EUR')}</w:tr></w:tbl>"
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + PARAGRAPH.format("Page &amp; two")
    )
    more = {
        "word/header1.xml": PARAGRAPH.format("Wasserwerke Süd"),
        "word/header2.xml": PARAGRAPH.format("Wasserwerke Süd"),
        "word/footer1.xml": PARAGRAPH.format("IBAN"),
    }
    first, second = texts(decoder, write("letter.docx", docx(body, more=more)))
    assert first == "Wasserwerke Süd\n\nDate\t5 March\n2024\nWater and waste \t12.00 EUR"
    assert second == "Page & two\n\nIBAN"


def test_text_that_is_hidden_or_moved_away_is_left_out(decoder: Decoder, write: Write) -> None:
    run = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"
    body = (
        "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
        + run.format("<w:b/>", "Total 12.00")
        + run.format("<w:vanish/>", " or 99.00")
        + run.format('<w:vanish w:val="0"/>', " EUR")
        + "</w:p><w:p><w:moveFrom>"
        + run.format("", "2020")
        + "</w:moveFrom><w:moveTo>"
        + run.format("", "2024")
        + "</w:moveTo></w:p>"
    )
    assert texts(decoder, write("bill.docx", docx(body))) == ["Total 12.00 EUR\n2024"]


def test_a_drawing_is_read_once(decoder: Decoder, write: Write) -> None:
    box = "<mc:A xmlns:mc='urn:mc'><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:A>"
    assert texts(decoder, write("a.docx", docx(box.format(PARAGRAPH.format("In a box"))))) == ["In a box"]


def test_an_opendocument_text_is_read(decoder: Decoder, write: Write) -> None:
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h>Bill</text:h>\n  <text:p>Due<text:s text:c="3"/>on<text:tab/><text:span>5 March</text:span></text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>Total</text:p></table:table-cell>"
        "<table:table-cell><text:p>12.00</text:p></table:table-cell></table:table-row></table:table>"
    )
    said = "Wasserwerke\n\nBill\nDue   on\t5 March\nTotal \t12.00"
    assert texts(decoder, write("letter.odt", odt(body, header="<text:p>Wasserwerke</text:p>"))) == [said]


def test_each_visible_sheet_with_content_is_a_page(decoder: Decoder, write: Write) -> None:
    first = row(1, "Invoice", "=date 45356") + row(3, "Total", 1234.5, 0.1 + 0.2, 7)
    book = xlsx(first, "", row(1, "hidden"), row(1, "Second"), states=("visible", "visible", "hidden"))
    assert texts(decoder, write("bill.xlsx", book)) == ["Invoice\t2024-03-05\nTotal\t1234.5\t0.3\t7", "Second"]


def test_an_rtf_is_read_with_its_header(decoder: Decoder, write: Write) -> None:
    fonts = rb"{\rtf1\ansi\ansicpg1252{\fonttbl\f0\fnil Arial;}"
    content = fonts + rb"{\header Wasserwerke S\'fcd\par}Total 12,00 \u8364?\par \u55357?\u56832?}"
    (text,) = texts(decoder, write("letter", content))
    assert [line.strip() for line in text.split("\n") if line.strip()] == [
        "Wasserwerke Süd",
        "Total 12,00 €",
        "\U0001f600",
    ]


@pytest.mark.parametrize("name", ["letter.docx", "letter.pdf", "letter", "letter.zip", "letter.txt"])
def test_the_content_decides_and_not_the_name(decoder: Decoder, write: Write, name: str) -> None:
    assert texts(decoder, write(name, docx(PARAGRAPH.format("A letter")))) == ["A letter"]
    assert texts(decoder, write(name, xlsx(row(1, "A bill")))) == ["A bill"]


FILES = {
    "docx": docx(PARAGRAPH.format("x"), DOCTYPE),
    "odt": odt("<text:p>x</text:p>", prologue=DOCTYPE),
    "xlsx": xlsx(row(1, "x"), prologue=DOCTYPE),
}


@pytest.mark.parametrize("form", FILES)
def test_a_document_type_is_refused(decoder: Decoder, write: Write, form: str) -> None:
    assert "declares a document type (DOCTYPE)" in refused(decoder, write(f"letter.{form}", FILES[form]))


def test_a_document_type_is_seen_in_any_encoding_and_behind_comments(decoder: Decoder, write: Write) -> None:
    sheet = f'<?xml version="1.0" encoding="UTF-16"?><!-- {numbers()[:300_000]} -->{DOCTYPE}<worksheet/>'
    parts = {
        "[Content_Types].xml": b"<x/>",
        "xl/workbook.xml": b"<x/>",
        "xl/worksheets/sheet1.xml": sheet.encode("utf-16"),
    }
    assert "DOCTYPE" in refused(decoder, write("bill.xlsx", archive(parts)))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: docx(PARAGRAPH.format(" " * 40_000_000)), "becomes more than 200 times as large"),
        (lambda: odt("x", manifest="<encryption-data/>"), "is encrypted"),
        (lambda: odt("x", kind="application/vnd.oasis.opendocument.presentation"), "is an OpenDocument presentation"),
        (lambda: odt("x", kind="application/epub+zip"), "is an EPUB book, which is not supported"),
        (lambda: archive({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "is a PowerPoint presentation"),
        (lambda: docx(""), "holds no text"),
        (lambda: docx("<w:p>"), "is damaged"),
        (lambda: docx("<w:p>" * 20_000 + "</w:p>" * 20_000), "holds no text"),
        (lambda: xlsx(""), "holds no text"),
        (lambda: docx(PARAGRAPH.format("x"))[:-30], "is damaged"),
        (lambda: docx(PARAGRAPH.format(numbers()), more={"word/media/1.bin": "x"}), "is a text of more than 10 MB"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(decoder: Decoder, write: Write, make: Callable[[], bytes], reason: str) -> None:
    assert reason in refused(decoder, write("letter", make()))


# --- mails ------------------------------------------------------------------------------------------------------------

PAGE = """<html><head><title>x</title><style>p {}</style><script>alert(1)</script></head><body>
<div style="display: none">preview <div>text</div></div><img src="http://tracker.example/1.gif" style="display:none">
<p>Dear&nbsp;Ann,<br>your bill</p><table><tr><td>Total</td><td>12,00&euro;</td></tr></table></body></html>"""


def test_an_html_mail_becomes_text_and_nothing_of_it_is_fetched(decoder: Decoder, write: Write) -> None:
    (page,) = texts(decoder, write("mail.eml", written(mail(html=PAGE))))
    assert page == "Subject: Your bill\nDate: 2024-03-05\n\nDear Ann,\nyour bill\n\nTotal\t12,00€"


def test_plain_text_comes_before_html_unless_it_is_a_stub(decoder: Decoder, write: Write) -> None:
    long = f"<p>{'Your bill in full. ' * 30}</p>"
    assert "The bill" in texts(decoder, write("mail.eml", written(mail("The bill", "<p>The HTML bill</p>"))))[0]
    assert "in full" in texts(decoder, write("mail.eml", written(mail("Please use an HTML client", long))))[0]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("mail.eml", b"Subject: A bill\n\nAmount due 12.00\n", "message/rfc822"),
        ("mail", b"Received: by mail.example\nFrom: a@b.example\n\nAmount due 12.00\n", "message/rfc822"),
        ("mail.pdf", b"From: a@b.example\nDate: Mon, 1 Jul 2024 10:00:00 +0000\n\nAmount due\n", "message/rfc822"),
        ("mail.txt", b"MIME-Version: 1.0\nFrom: a@b.example\n\nAmount due\n", "message/rfc822"),
        ("memo.txt", b"From: Ann\nDate: Mon, 1 Jul 2024 10:00:00 +0000\n\nThe rent is due\n", "text/plain"),
        ("memo", b"From: Ann\nTo: Bob\nSubject: Rent\n\nIt is due.", "text/plain"),
    ],
)
def test_a_mail_is_known_by_its_headers(
    decoder: Decoder, write: Write, name: str, content: bytes, media_type: str
) -> None:
    assert decoder.inspect(write(name, content)).media_type == media_type


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: =?utf-8?b?\xff\xfe?=",
        b"From: <<<>>> \x80",
        b"Date: 99 Foo",
        b"Content-Type: text/plain; charset=none",
    ],
)
def test_a_header_that_cannot_be_parsed_does_not_cost_the_mail(decoder: Decoder, write: Write, header: bytes) -> None:
    (page,) = texts(decoder, write("mail.eml", b"MIME-Version: 1.0\n" + header + b"\n\nAmount due 12.00\n"))
    assert page.endswith("Amount due 12.00")


def test_a_mail_may_begin_with_a_byte_order_mark(decoder: Decoder, write: Write) -> None:
    content = b"\xef\xbb\xbfSubject: Your bill\nMIME-Version: 1.0\n\nAmount due 12.00\n"
    (page,) = texts(decoder, write("mail.eml", content))
    assert page.startswith("Subject: Your bill\n")
    assert "MIME" not in page
