"""Whole invented documents of many countries and layouts: total, currency, date and issuer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from alfrd_luigi.extraction.amounts import find_currency, find_total
from alfrd_luigi.extraction.dates import find_document_date
from alfrd_luigi.extraction.entities import find_entity


@dataclass(frozen=True)
class Sample:
    name: str
    document_type: str
    total: str | None
    currency: str | None
    date: str
    entity: str
    text: str


SAMPLES = [
    Sample(
        "german_invoice",
        "invoice",
        "1666.60",
        "EUR",
        "2021-11-03",
        "Müller Haustechnik GmbH",
        """
Müller Haustechnik GmbH
Lindenweg 4 · 50667 Köln
Frau Petra Beispiel
Hauptstraße 1
10115 Berlin
Rechnung Nr. 2021-0815   Rechnungsdatum: 03.11.2021
Leistungszeitraum: 01.10.2021 - 31.10.2021
Pos   Bezeichnung   Menge   Einzelpreis   Gesamtpreis
1   Wartung Heizung   2   180,00 €   360,00 €
2   Material   1   1.040,50 €   1.040,50 €
Zwischensumme netto   1.400,50 €
zzgl. 19% MwSt.   266,10 €
Gesamtbetrag   1.666,60 €
Zahlbar bis 17.11.2021 ohne Abzug.
""",
    ),
    Sample(
        "french_invoice",
        "invoice",
        "1440.00",
        "EUR",
        "2022-02-05",
        "Atelier Dubois SARL",
        """
FACTURE N° 2022-117
Atelier Dubois SARL
12 rue des Lilas
75011 Paris
SIRET 123 456 789 00012
Client : Société Martin
Date de facture : 5 février 2022
Échéance : 07/03/2022
Désignation   Qté   PU HT   Montant HT
Conseil   3   400,00   1 200,00
Total HT   1 200,00 €
TVA 20 %   240,00 €
Total TTC   1 440,00 €
Net à payer   1 440,00 €
""",
    ),
    Sample(
        "spanish_invoice",
        "invoice",
        "423.50",
        "EUR",
        "2021-03-12",
        "Talleres Ruiz S.L.",
        """
Talleres Ruiz S.L.
C/ Mayor 12, 28013 Madrid
NIF: B12345678
FACTURA
Fecha: 12/03/2021
Vencimiento: 11/04/2021
Cliente: Empresa Ejemplo S.A.
Base imponible   350,00 €
IVA 21%   73,50 €
TOTAL A PAGAR   423,50 €
""",
    ),
    Sample(
        "dutch_till",
        "receipt",
        "4.67",
        "EUR",
        "2020-02-12",
        "Polder Kruideniers",
        """
Polder Kruideniers
Filiaal 1042
Dorpsplein 3 Utrecht
AANTAL  OMSCHRIJVING  PRIJS  BEDRAG
2 MELK   1,09   2,18
1 BROOD   2,49
SUBTOTAAL   4,67
TOTAAL   4,67
PINNEN   4,67
BTW 9%   0,39
12-02-2020 17:45
""",
    ),
    Sample(
        "british_till",
        "receipt",
        "2.15",
        "GBP",
        "2019-03-04",
        "Oakfield Stores Ltd",
        """
Oakfield Stores Ltd
London Road
SW1A 1AA
Milk   £1.20
Bread   £0.95
TOTAL   £2.15
CASH   £5.00
CHANGE   £2.85
04/03/19 12:33
""",
    ),
    Sample(
        "malay_till",
        "receipt",
        "6.50",
        "MYR",
        "2018-06-05",
        "KEDAI MAKAN ABC",
        """
KEDAI MAKAN ABC
(JM0123456-X)
Jalan Besar
Tarikh: 05/06/18   Masa: 14:22
Nasi Lemak   5.00
TEH O   1.50
JUMLAH RM   6.50
TUNAI   10.00
BAKI   3.50
""",
    ),
    Sample(
        "misread_till",
        "receipt",
        "50.00",
        "MYR",
        "2018-04-03",
        "SYARIKAT MAJU JAYA TRADING",
        """
SYARIKAT MAJU JAYA TRADING
NO 5, JLN MAWAR
TOTAI SALES INCL GST 6%   RM 5O.O3
ROUNDING   -0.03
TOTAL AMOUNT DUE  RM 50.00
CASH 100.00
CHANGE 50.00
03/04/201809:12
""",
    ),
    Sample(
        "water_bill",
        "utility_bill",
        "92.33",
        "USD",
        "2023-05-06",
        "Pacific Valley Water District",
        """
Pacific Valley Water District
1 Main St, Fresno, CA 93701
Account Number 55-123   Billing Date: 05/06/2023
Service Period 04/01/2023 - 05/01/2023
Previous Balance   $80.10
Payment Received 04/20/2023   -$80.10
Current Charges   $92.33
Total Amount Due by 05/28/2023   $92.33
Late amount after 05/28/2023   $97.33
Make checks payable to: Pacific Valley Water District
""",
    ),
    Sample(
        "credit_card",
        "credit_card",
        "1234.56",
        "USD",
        "2022-03-15",
        "Example National Bank",
        """
Example National Bank
Credit Card Statement
Jane Sample   Statement Closing Date 03/15/2022
New Balance   $1,234.56   Minimum Payment Due   $35.00   Payment Due Date   04/10/2022
Previous Balance   $900.00
Payments and Credits   -$900.00
Purchases   +$1,234.56
Credit Limit   $10,000.00
""",
    ),
    Sample(
        "bank_statement",
        "bank_statement",
        "2600.00",
        "USD",
        "2021-06-30",
        "First Harbor Bank",
        """
First Harbor Bank
P.O. Box 100
Statement Period: 06/01/2021 through 06/30/2021
Beginning Balance   $2,000.00
Total Deposits   $1,500.00
Total Withdrawals   $900.00
Ending Balance   $2,600.00
""",
    ),
    Sample(
        "two_columns",
        "invoice",
        "300.00",
        "USD",
        "2021-03-03",
        "Bluebird Design Studio",
        """
INVOICE
From:   Bill To:
Bluebird Design Studio   Northwind Partners LLC
88 King St   12 Queen St
hello@bluebirddesign.co   ap@northwind.example
Invoice Date: Mar 3rd, 2021
Due Date: Apr 2nd, 2021
Logo design   $500.00
Total   $500.00
Amount Paid   $200.00
Balance Due   $300.00
""",
    ),
    Sample(
        "german_due",
        "invoice",
        "39.98",
        "EUR",
        "2019-02-14",
        "Fernruf Beispiel AG",
        """
Rechnung
Fernruf Beispiel AG · Postfach 1 · 53113 Bonn
Datum 14.02.2019
Summe netto   33,60
MwSt. 19%   6,38
Zu zahlender Betrag   39,98 EUR
""",
    ),
    Sample(
        "australian",
        "invoice",
        "220.00",
        "AUD",
        "2020-08-07",
        "Southern Cross Plumbing Pty Ltd",
        """
Tax Invoice
Southern Cross Plumbing Pty Ltd
ABN 12 345 678 901
Invoice Date: 07/08/2020
Bill To
Jane Citizen
Subtotal   $200.00
GST 10%   $20.00
Total (inc GST)   $220.00
""",
    ),
    Sample(
        "insurance",
        "insurance",
        "300.00",
        "USD",
        "2022-11-02",
        "Evergreen Mutual Insurance Company",
        """
Evergreen Mutual Insurance Company
Policy Number: HO-1
Statement Date: 11/02/2022
Policy Period: 12/01/2022 to 12/01/2023
Total Annual Premium   $1,200.00
Minimum Due   $100.00
Amount Due   $300.00
Due Date: 12/01/2022
""",
    ),
    Sample(
        "tuition",
        "education",
        "2150.00",
        "USD",
        "2023-08-01",
        "Lakeside Community College",
        """
Lakeside Community College
Student Account Statement
Student: Sam Sample
Date: August 1, 2023
Tuition   $3,000.00
Lab fee   $150.00
Total Charges   $3,150.00
Financial Aid   -$1,000.00
Balance Due   $2,150.00
Payment due by August 20, 2023
""",
    ),
    Sample(
        "letter",
        "other",
        None,
        None,
        "2022-03-04",
        "Green Hills Homeowners Association",
        """
Green Hills Homeowners Association
4 Park Lane
March 4, 2022
Dear Homeowner,
The annual fee of $120.00 is collected on April 1, 2022.
Sincerely,
Ann Sample
""",
    ),
    Sample(
        "swedish",
        "service_bill",
        "399.00",
        "SEK",
        "2021-05-03",
        "Nordic Fiber AB",
        """
Nordic Fiber AB
Faktura
Fakturadatum 2021-05-03
Förfallodatum 2021-05-31
Summa exkl moms   319,20
Moms 25%   79,80
Att betala   399,00 kr
Bankgiro 123-4567
""",
    ),
    Sample(
        "indian",
        "invoice",
        "1180.00",
        "INR",
        "2019-08-15",
        "Bharat Office Supplies Pvt. Ltd.",
        """
Bharat Office Supplies Pvt. Ltd.
GSTIN: 29ABCDE1234F1Z5
Invoice No: 17   Dated: 15-Aug-2019
Buyer: Sample Traders
CGST 9%   90.00
SGST 9%   90.00
Grand Total   Rs. 1,180.00
""",
    ),
    Sample(
        "italian",
        "invoice",
        "1220.00",
        "EUR",
        "2021-09-10",
        "Studio Bianchi S.r.l.",
        """
Studio Bianchi S.r.l.
Via Roma 1, Milano
P.IVA 01234567890
Fattura n. 12 del 10/09/2021
Spett.le Rossi S.p.A.
Imponibile   1.000,00
IVA 22%   220,00
Totale fattura   € 1.220,00
""",
    ),
    Sample(
        "diner",
        "receipt",
        "16.33",
        "USD",
        "2019-07-04",
        "Joe's Diner",
        """
*** WELCOME ***
Joe's Diner
200 5th Ave
New York, NY 10001
Server: Ann
07/04/2019 8:15 PM
Burger   12.00
Soda   3.00
Subtotal   15.00
Tax   1.33
Total   16.33
Tip   3.00
Visa   19.33
""",
    ),
]
PARAMETERS = [pytest.param(sample, id=sample.name) for sample in SAMPLES]


@pytest.mark.parametrize("sample", PARAMETERS)
def test_total_and_its_currency(sample: Sample) -> None:
    found = find_total([sample.text], sample.document_type)
    if sample.total is None:
        assert found is None
        return
    assert found is not None
    assert (found.value.value, found.value.currency) == (Decimal(sample.total), sample.currency)
    assert found.words in sample.text


@pytest.mark.parametrize("sample", PARAMETERS)
def test_document_date(sample: Sample) -> None:
    found = find_document_date([sample.text], sample.document_type)
    assert found is not None
    assert found.value == date.fromisoformat(sample.date)
    assert found.words in sample.text


@pytest.mark.parametrize("sample", PARAMETERS)
def test_issuer(sample: Sample) -> None:
    found = find_entity([sample.text], sample.document_type)
    assert found is not None
    assert found.value == sample.entity
    assert found.words in sample.text


@pytest.mark.parametrize("sample", [pytest.param(sample, id=sample.name) for sample in SAMPLES if sample.currency])
def test_currency_by_itself_agrees(sample: Sample) -> None:
    found = find_currency([sample.text])
    assert found is not None
    assert found.value == sample.currency
    assert found.words in sample.text
