"""Issuers: letterheads, labels, legal forms, and names that are not the issuer's."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.entities import find_entity


def issuer(text: str, document_type: str | None = "invoice") -> str | None:
    found = find_entity([text], document_type)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("RED PANDA CAFE SDN BHD (123456-X)\nNO 1, JALAN SATU", "RED PANDA CAFE SDN BHD"),
        ("RED PANDA\nCAFE & CO. (M) SDN BHD\n(CO. NO. 123456-X)", "CAFE & CO. (M) SDN BHD"),
        ("RED PANDA BOOKS\nSDN BHD\nJALAN SATU", "RED PANDA BOOKS SDN BHD"),
        ("Red Panda\nBamboo Foods Sdn Bhd\nJalan Satu", "Bamboo Foods Sdn Bhd"),
        ("TAX INVOICE\nRESTORAN BULAN\nJALAN SATU", "RESTORAN BULAN"),
    ],
)
def test_head_of_a_receipt(text: str, name: str) -> None:
    assert issuer(text, "receipt") == name


@pytest.mark.parametrize(
    "text",
    [
        "INVOICE\nBill To:\nNorthwind LLC\n1 Main St\nSold by: Blue Kite Ltd",
        "Blue Kite Ltd   INVOICE\nBill to   Ship to\nNorthwind LLC   Northwind LLC",
        "Invoice for: Northwind Inc\nAmount due $5.00\nRemit to:\nBlue Kite Ltd\nPO Box 1",
        "RECEIVED FROM   LANDLORD\nSam Sample   Blue Kite Ltd",
        "Blue Kite Ltd Invoice\nCustomer: Northwind GmbH",
    ],
)
def test_the_recipient_is_not_the_issuer(text: str) -> None:
    assert issuer(text) == "Blue Kite Ltd"


def test_web_address_confirms_the_name() -> None:
    text = "Your fresh start\nBlue Kite   www.bluekite.com\n12 Harbour Road"
    assert issuer(text) == "Blue Kite"


def test_thanks_name_the_shop() -> None:
    assert issuer("12 Main St\nCoffee 3.00\nTOTAL 3.00\nThank you for shopping at Blue Kite", "receipt") == "Blue Kite"


def test_sender_of_a_message() -> None:
    assert (
        issuer("From: Blue Kite Support <help@bluekite.com>\nTo: Sam Sample\nSubject: News", "other")
        == "Blue Kite Support"
    )
    assert issuer("From: noreply@bluekite.com\nTo: sam@sample.org", "other") == "bluekite"


def test_stray_marks_and_doubled_logos() -> None:
    assert issuer("31812\nA5\nBlue Kite Blue Kite\nRed Roof\n12 Main Street", "receipt") == "Blue Kite"


@pytest.mark.parametrize("text", ["", "TAX INVOICE", "12.50\n03/04/2018", "Invoice No: 5\nDate: 3 May 2021\nTel: 555"])
def test_nobody_is_named(text: str) -> None:
    assert issuer(text) is None
