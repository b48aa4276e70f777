"""The currency of amounts without a mark, or with one that several countries use, by the seller's country."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.amounts import find_currency
from alfrd_luigi.extraction.confidence import probability
from alfrd_luigi.extraction.records import find_heads

SELLERS = {
    "tax number of New Zealand": ("GST No. 52-118-406\nPay this amount   $842.15", "NZD"),
    "registration of South Africa": ("Reg 1998/014477/07\nTotal   272.20", "ZAR"),
    "rand": ("Amount due   R 2 943,87", "ZAR"),
    "tax number of Chile": ("RUT 70.118.450-3\nTotal a pagar   $ 109.100\nSeguro   $ 21.500", "CLP"),
    "tax number of Argentina": ("CUIT 27-14882013-5\nRecibo de alquiler\nSon $ 356.255,50", "ARS"),
    "postal code of Canada": ("58 Example Cres., Barrie, Ontario L4N 4Y8\nTotal   $6,599.20", "CAD"),
    "purchase abroad": ("HALIFAX NS B3N 2T6\nROOM 66.00 USD @ 1.378182   90.96\nNew balance   $1,311.50", "CAD"),
    "dash for no cents": ("Rechnung\nTotal inkl. MWST   Fr. 1\u2019081.\u2013", "CHF"),
    "form of an Italian company": ("Esempio Energia S.p.A.\nTotale   12,00", "EUR"),
    "telephone": ("Tel. +41 91 611 80 40\nImporto   253.35", "CHF"),
    "bank account": ("IBAN BE23 7380 1144 0791\nTotaal   83,46", "EUR"),
    "domain": ("www.example.com.au\nTotal   $48.00", "AUD"),
    "head of a column": ("Datum   Betrag EUR\n04.01.   HOTEL USD 88,10   75,02\n05.01.   BAR USD 12,00   10,20", "EUR"),
    "rupees of Pakistan": ("Bright Stores, Lahore\nPakistan\nTea   Rs 300.00\nTotal   Rs 1,500.00", "PKR"),
    "rupees of Sri Lanka": ("High Street Traders, Colombo 03, Sri Lanka\nTotal   Rs. 4,250.00", "LKR"),
    "dollar sign in Malaysia": ("CONTOH MAKAN SDN BHD\nJalan Contoh, Johor\nTotal   $8.90", "MYR"),
    "euros in a heading": ("Posición   Divisa   Saldo en euros\nACC. EJEMPLO   10,00 USD   8,56\nTotal   8,56", "EUR"),
    "town and state": ("Example Diner\nMilford, OH\nSubtotal   20.00\nTotal   21.50", "USD"),
    "town and state in a cell": ("Example Diner   St. Paul, MN   06/12/2024\nTotal   21.50", "USD"),
    "town and province, and another country": ("Sample Japan\nEdmonton, AB\nTOTAL:   $5.80", "CAD"),
    "town and province as recognised from a print": ("RED DEER , AB\nTOTAL:   $5.80", "CAD"),
    "dollars of the United States, of a seller elsewhere": ("EXAMPLE PTE. LTD.\nSINGAPORE\nTotal   24,99 $US", "USD"),
    "Senegal": ("Sénégal Dakar\nSalaire à payer au salarié : 643300", "XOF"),
}


@pytest.mark.parametrize(("text", "code"), SELLERS.values(), ids=SELLERS)
def test_the_sellers_country_gives_the_currency(text: str, code: str) -> None:
    found = find_currency([text])
    assert found is not None
    assert found.value == code


@pytest.mark.parametrize(
    "text",
    [
        "Estimado socio: la cuota de este año es de\nTotal a pagar   $ 84.000",
        "PDL : 00417 553 117 604\nMontant   12,00",
        "Ein Brief mit einem Betrag\nein weiterer   12,00",
        "Sample Car Spa\n1 Spa Supreme\nTotal   164.82",
        "Il pagamento della prestazione è stato eseguito\nTotale   12,00",
    ],
)
def test_a_paper_without_a_country_has_no_currency(text: str) -> None:
    assert find_currency([text]) is None


def test_the_only_code_tells_the_currency() -> None:
    found = find_currency(["Die Festsetzung   Steuer EUR   Zuschlag\nwird gezahlt   12,00"])
    assert found is not None
    assert found.value == "EUR"


@pytest.mark.parametrize(
    "text", ["ELECT RON IC PAYMENT\nTotal   12.00", "Guest folio   Rm 203\nTotal   12.00", "12 ft\n12.00"]
)
def test_a_word_is_no_currency(text: str) -> None:
    assert find_currency([text]) is None


def test_a_romanian_tax_number_tells_the_currency() -> None:
    found = find_currency(["C.I.F.: R0172330\nBON FISCAL\nTVA   VALOARE\nTOTAL:   2,17"])
    assert found is not None
    assert found.value == "RON"


def test_a_country_alone_gives_no_currency_without_a_total() -> None:
    heads = find_heads(("12 High Street, London SW1A 1AA\nReceipt for   books",), "receipt")
    assert heads["total_amount"] is None
    assert heads["currency"] is None


def test_marks_beside_amounts_give_the_currency_of_a_receipt_without_a_total() -> None:
    currency = find_heads(("Corner shop\n£4.20   £1.30\n£2.10   £9.90",), "receipt")["currency"]
    assert currency is not None
    assert currency.value == "GBP"


def test_a_currency_that_only_the_total_gives_is_no_surer_than_it() -> None:
    heads = find_heads(("Stadtwerke Bern\nRechnung\nBetrag   CHF 40.00",), "utility_bill")
    total, currency = heads["total_amount"], heads["currency"]
    assert total is not None
    assert currency is not None
    assert probability("currency", currency.signs) <= probability("total_amount", total.signs)
