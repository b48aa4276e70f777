"""Dates: their printed forms, the order of day and month, and the choice of the document's date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alfrd_luigi.extraction.dates import find_document_date, find_labelled_date, find_period
from alfrd_luigi.extraction.dates.labels import DateKind, date_kind
from alfrd_luigi.extraction.dates.printed_dates import find_printed_dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30/03/2018", "2018-03-30"),
        ("30/03/201818:40", "2018-03-30"),
        ("3O/O3/2018", "2018-03-30"),
        ("30-12-17", "2017-12-30"),
        ("30 DEC 17", "2017-12-30"),
        ("30Dec2017", "2017-12-30"),
        ("3 maart 2020", "2020-03-03"),
        ("5. Dezember 2020", "2020-12-05"),
        ("1er janvier 2024", "2024-01-01"),
        ("3 de marzo de 2020", "2020-03-03"),
        ("January 27, 2024", "2024-01-27"),
        ("August 3 , 2014", "2014-08-03"),
        ("Mar 3rd, 2021", "2021-03-03"),
        ("0ctober 5, 2021", "2021-10-05"),
        ("2018.03.23", "2018-03-23"),
        ("20180330", "2018-03-30"),
        ("2024-Feb-29", "2024-02-29"),
        ("2018年3月23日", "2018-03-23"),
        ("2 3 . 0 3 . 2 0 1 8", "2018-03-23"),
        ("mayo 12 de 2024", "2024-05-12"),
        ("11 maart 2o23", "2023-03-11"),
        ("11 Mar1ch 2018", "2018-03-11"),
        ("27,06.2019", "2019-06-27"),
        ("27/062019", "2019-06-27"),
        ("1 4/07/2019", "2019-07-14"),
        ("20l9-02-03", "2019-02-03"),
        ("24/5 2023", "2023-05-24"),
        ("26 05 2013 11:42", "2013-05-26"),
    ],
)
def test_dates_as_printed(text: str, expected: str) -> None:
    assert [printed.certain for printed in find_printed_dates(text)] == [date.fromisoformat(expected)]


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2020",
        "45/13/2020",
        "1.2.3",
        "555-123-4567",
        "Smarchuary 3, 2020",
        "12.50",
        "2/15 03/19 4/17",
        "under the Example Act 1990. 2.4 The owner pays",
        "Plan for February 2 02",
        "Statement date: July 31, 20XX",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert not list(find_printed_dates(text))


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Rechnung vom", DateKind.ISSUED),
        ("Rechnungsdatum /Lieferdatum", DateKind.ISSUED),
        ("Invoice date / delivery date", DateKind.ISSUED),
        ("Tu cuenta fue aperturada el", DateKind.OTHER),
        ("Ihre Rechnung vom", DateKind.ISSUED),
        ("unserer Rechnung vom", DateKind.OTHER),
        ("Bolletta n. 881 del", DateKind.ISSUED),
        ("Document No.: 4711 from:", DateKind.ISSUED),
        ("Statement from", DateKind.PERIOD),
        ("Depotauszug per", DateKind.AS_OF),
        ("Neuer Beitrag per", DateKind.PERIOD),
        ("Nächste Sparplan-Ausführung", DateKind.OTHER),
        ("Onze factuur: 2024/77 van", DateKind.OTHER),
        ("under the terms of our contract dated", DateKind.OTHER),
        ("Votre courrier du", DateKind.OTHER),
        ("según contrato de fecha", DateKind.OTHER),
        ("Date of the notice", DateKind.ISSUED),
        ("Date du paiement", DateKind.NEARBY),
        ("Fecha del recibo", DateKind.ISSUED),
        ("Geb.-Datum", DateKind.OTHER),
        ("Applicant's date of employment", DateKind.OTHER),
        ("Date of Collection", DateKind.NEARBY),
        ("entered into as of this", DateKind.ISSUED),
        ("Valido il", DateKind.OTHER),
        ("Account summary as of", DateKind.ISSUED),
        ("Fälligkeitstag", DateKind.DUE),
        ("Avis d'échéance du", DateKind.ISSUED),
        ("Fecha de adeudo", DateKind.DUE),
        ("Tag der Zuwendung", DateKind.ISSUED),
        ("Datum", DateKind.DATE),
        ("Kunde", None),
    ],
)
def test_the_kind_of_a_label(label: str, kind: DateKind | None) -> None:
    assert date_kind(label) is kind


def found_date(text: str, document_type: str | None = "invoice") -> date | None:
    found = find_document_date([text], document_type)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date 04/03/2019\nDue 25/03/2019", "2019-03-04"),
        ("Date 04/03/2019\nDue 04/25/2019", "2019-04-03"),
        ("Date 04/03/2019\nSpringfield, IL 62701", "2019-04-03"),
        ("Date 04/03/2019\nTotal £3.00", "2019-03-04"),
        ("Date 04/03/2019\nTotal $3.00", "2019-04-03"),
        ("Date 04/03/2019\nprinted 6 March 2019", "2019-03-04"),
    ],
)
def test_order_comes_from_the_document(text: str, expected: str) -> None:
    assert found_date(text) == date.fromisoformat(expected)


def test_no_guess_where_nothing_tells_the_order() -> None:
    assert found_date("Date 04/03/2019") is None


@pytest.mark.parametrize(
    "text",
    [
        "Due date: 1 May 2021\nInvoice date: 3 April 2021",
        "Vervaldatum: 1 mei 2021\nFactuurdatum: 3 april 2021",
        "Invoice Date   Due Date\n3 April 2021   1 May 2021",
        "Date:\n3 April 2021\nValid until 1 May 2021",
        "Billing period 1 March 2021 - 31 March 2021\nStatement date 3 April 2021",
        "April 3, 2021\nDear customer,\nyour terms will change on May 1, 2021, as we told you before this.",
        "Member since 1 May 2001\n3 Apr 2021 18:40",
        "Leeds, 3 April 2021\nREMINDER\nInvoice   Invoice date   Due   Amount\n118   1 Mar 2021   31 Mar 2021   20.00",
        "DAY   MONTH   YEAR\n03   04   21\nPaid by Ann Sample",
        "Closing balance on 3 April 2021   20.00\nOpening balance on 3 March 2021   10.00",
        "Done in two copies at Leeds on 3 April 2021\nTerm from 1 May 2021 to 30 April 2022",
        "Order date 1 April 2021\nInvoice date / delivery date 3 April 2021",
        "Born: 2 May 1971\n3 April 2021\nMeeting on 5 May 2021\nRent from 1 May 2021",
    ],
)
def test_the_date_of_issue_goes_first(text: str) -> None:
    assert found_date(text) == date(2021, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Council\nForm HC-7 (02/2021)\n3 April 2021\nDear Ms Sample\nReply in the envelope by 20 April 2021.",
        "Bank of Sample\nSince 1889\nApril 3, 2021\nDear Ann:\nFee   Today   Starting May 1, 2021\nA   $1.00   $2.00",
        "Musterkasse\nPostfach 9   Unser Zeichen   Datum\nBerlin   ab-7   03.04.2021\nGuten Tag,\n"
        "wir haben am 01.04.2021 entschieden",
        "Banque du Port\n3 avril 2021\nMadame Sample\n1 rue Haute\nMadame,\nTarif   Actuel   Au 1er mai 2021",
        "Esattoria\nPrato 03/04/2021\nEgregio Signore,\nData fattura: 05/02/2021   400,00",
        "Colegio Sol\nMadrid, 3 de abril de 2021\nEstimadas familias:\nFecha: 14/04/2021 a las 18:00",
        "Water Department\n3-4-2021\nGeachte heer Voorbeeld,\nDe factuur van 05-02-2021 is niet betaald.",
        "Power & Co                    Account 17-2\nPO Box 1                      April 3, 2021\nDear Customer:\n"
        "Our records show that your bill of February 5, 2021 is unpaid.",
    ],
)
def test_the_date_of_a_letter_stands_alone_before_its_salutation(text: str) -> None:
    assert found_date(text, "correspondence") == date(2021, 4, 3)


def test_a_bill_in_a_letter_keeps_its_labelled_date() -> None:
    text = "Maler Muster\n12.03.2021\nSehr geehrte Frau Muster,\nwir berechnen\nRechnungsdatum: 03.04.2021\n400,00"
    assert found_date(text) == date(2021, 4, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020/10/03 16:05\nTOTAL 39.53\nDATE/TIME: 20/10/03 16:03:22", "2020-10-03"),
        ("19.11.06 12:01\nTotal 8,400\n2019.11.06 12:01", "2019-11-06"),
        ("05/06/21 10:11\nOrder of May 6, 2021", "2021-05-06"),
        ("05/06/21 10:11\nDocumento del 5 giugno 2021", "2021-06-05"),
        ("FECHA: 22/09/10 10:11\nOferta hasta 2022/09/30", "2022-09-10"),
        ("12/08/19 10:00\nPromo 2019/08/01 - 2019/08/31", "2019-08-12"),
    ],
)
def test_a_short_year_is_read_as_the_other_dates_say(text: str, expected: str) -> None:
    assert found_date(text, "receipt") == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "04/03/2021 (Sat) 07:18 PM\nDUE 5.00\nACCRED. NO. 04022190\nDATE ISSUED 03/12/2018\nVALID UNTIL 07/31/2025",
        "03.04.2021 22:15\nBetrag 18,50\nKonzession Nr. 4412\nausgestellt am 02.01.2020\ngültig bis 01.01.2025",
        "3 avril 2021 17:44\nTOTAL 18,20\nLicence n° 44000812\ndélivrée le 12 juin 1998",
        "03/04/2021 08:10\nTOTALE 3,40\nAutorizzazione n. 123456\nrilasciata il 14/02/2011",
        "3 de abril de 2021\nTotal 9,00\nResolución No. 18764012\nFecha de expedición 2020-05-03",
        "03-04-2021 22:15\nTotaal 18,50\nVergunning nr. 44121\nAfgegeven op 02-01-2020",
        "Dog licence no. 44120\nDate: 3 April 2021\nFee 30.00\nExpires 3 April 2022",
    ],
)
def test_the_date_of_a_permit_is_not_that_of_the_sale(text: str) -> None:
    assert found_date(text, "receipt") == date(2021, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "PURCHASE ORDER\nYOUR QUOTE   K-55 / 27-Mar-2021\nPO DATE   03-Apr-2021\nREQUIRED BY   28-Apr-2021",
        "PURCHASE ORDER 17\nPurchase order date: 3 April 2021\nQuote ref: Q-118, 03/21/2021",
        "BESTELLUNG 4500\nIhr Angebot: 22-118 / 27.03.2021\nBestelldatum: 03.04.2021",
        "BON DE COMMANDE N° 88\nVotre devis   D-118 / 27/03/2021\nDate de commande   03/04/2021",
        "PEDIDO 88\nSu oferta   118 / 27/03/2021\nFecha del pedido   03/04/2021",
        "ORDINE DI ACQUISTO 88\nVs. offerta   118 - 27/03/2021\nData ordine   03/04/2021",
        "INKOOPORDER 88\nUw offerte   118 / 27-03-2021\nOrderdatum   03-04-2021",
        "Lieferschein 88\nIhre Bestellung   4500 / 27.03.2021\nKunde 1120\n03.04.2021",
    ],
)
def test_an_order_form_has_its_own_date(text: str) -> None:
    assert found_date(text, "other") == date(2021, 4, 3)


@pytest.mark.parametrize(
    ("text", "document_type"),
    [
        ("Example Water\nBilling summary as of 3 May 2024\nDirect Pay   24/05/2024", "utility_bill"),
        (
            "Example Power\nPayment received   09 Apr 2024   £75.20\nElectricity - all rates, detail of charges\n"
            "04/04/2024 - 03/05/2024 (30 days)",
            "utility_bill",
        ),
        (
            "Stadtwerke Beispiel\nZahlungseingang   22.04.2024   75,20\nAbrechnung für die Zeit\n"
            "04.04.2024 - 03.05.2024",
            "utility_bill",
        ),
        ("Énergie Exemple\nFacture 4711   3 mai 2024\nPaiement reçu   22/04/2024   75,20", "utility_bill"),
        (
            "Auto Finance Sample\nMAY 3, 2024   $310.00\nPAYMENTS\nDATE   ACTIVITY   AMOUNT\n"
            "4/21/24   Payment received   $310.00",
            "credit_card",
        ),
        (
            "Banca Esempio\nSaldo al 03/05/2024   612,20\nASSEGNI\nData   Numero   Importo\n21/04/2024   4416   40,00",
            "bank_statement",
        ),
        (
            "Beispiel Versicherung"
            + 12 * "\nAnschrift"
            + "\nBeitragsrechnung Nr. 4.1   3. Mai 2024\nBeitrag (Stand 28.04.2024)   80,00",
            "insurance",
        ),
    ],
)
def test_a_payment_or_a_movement_does_not_date_a_paper(text: str, document_type: str) -> None:
    assert found_date(text, document_type) == date(2024, 5, 3)


@pytest.mark.parametrize(
    ("text", "document_type"),
    [
        (
            "Kontoauszug   Nr. 05/2024\n01.04.2024 bis 30.04.2024\nBeschreibung   Verbuchungsdatum   Betrag\n"
            "Habenzins   01.04.2024   +25,16 EUR\nWertstellung 01.04.2024\nSteuer   01.04.2024   -6,30 EUR\n"
            "Wertstellung 01.04.2024\nAnna Beispiel   19.04.2024   +500,00 EUR\nWertstellung 19.04.2024\n"
            "Anna Beispiel   Kontotyp: Sparen   Erstellt am\nBeispielweg 3, 04109 Leipzig   Seite 1   03.05.2024",
            "bank_statement",
        ),
        (
            "Your file   Report Date: May 3, 2024\nBorn   1961-02-11\nAddresses   Date Reported\n"
            "1 First St, Sampleton   2019-08-23\n2 Second Ave, Sampleton   1998-04-01\n3 Third Rd   2005-02-07",
            "other",
        ),
        (
            "Handhavingsdienst Voorbeeld\nJ. Voorbeeld   3 mei 2024\nLaan 2   Zaaknummer: 42219\nAANMANING\n"
            "U heeft op 24 april 2024 te snel gereden.\nPleegdatum   24 april 2024\nPleegplaats   A2 Voorbeeldstad\n"
            "Te betalen   € 98,00\nVervaldatum: 5 juni 2024",
            "vehicle",
        ),
    ],
)
def test_neither_a_column_nor_an_unknown_day_of_its_subject_dates_a_paper(text: str, document_type: str) -> None:
    assert found_date(text, document_type) == date(2024, 5, 3)


def test_the_hour_of_a_departure_does_not_date_its_cancellation() -> None:
    text = "Sample Airways\nYour flight has been cancelled\nDeparture: 12 Oct 2023, 07:15\nWe are sorry to tell you."
    assert found_date(text, "event") is None


def test_the_period_of_an_insurance_does_not_date_its_premium_notice() -> None:
    assert found_date("Mutua Ejemplo\nRecibo de prima\nPeríodo 01/06/2023 a 31/05/2024", "insurance") is None


@pytest.mark.parametrize(
    "text",
    [
        "Klinik Beispiel\nPatientenrechnung\nBehandlungszeitraum: 05.06.2023 - 07.06.2023\nGesamtbetrag: 70,00 EUR",
        "Clinique Exemple\nFacture\nPériode de soins : du 05/06/2023 au 07/06/2023\nTotal : 70,00 EUR",
    ],
)
def test_the_period_of_a_treatment_does_not_date_its_bill(text: str) -> None:
    assert found_date(text, "medical") is None


def test_a_day_to_come_is_not_the_date() -> None:
    later = date.today() + timedelta(days=30)
    assert found_date(f"Date: {later.isoformat()}") is None


@pytest.mark.parametrize("text", ["Payment due by 3 April 2021", "Amount due   Due date\n20.00\n3 April 2021\nPay now"])
def test_a_due_date_alone_is_not_the_date(text: str) -> None:
    assert found_date(text) is None


def test_statement_takes_the_end_of_its_period() -> None:
    assert found_date("Period 1 March 2021 to 31 March 2021", "bank_statement") == date(2021, 3, 31)


def test_labelled_date_may_be_to_come() -> None:
    found = find_labelled_date(
        ["Invoice date: 3 April 2021\nPayment due by 1 May 2090"], ["payment due", "invoice date"]
    )
    assert found is not None
    assert (found.value, found.words) == (date(2090, 5, 1), "Payment due by 1 May 2090")
    assert find_labelled_date(["Date: 3 April 2021"], ["due"]) is None


def test_period() -> None:
    found = find_period(["Invoice of 2 June 2021\nFrom 1 May 2021 through 31 May 2021"])
    assert found is not None
    assert found.value == (date(2021, 5, 1), date(2021, 5, 31))
    assert find_period(["2 June 2021"]) is None


def test_a_stay_that_was_booked_does_not_date_its_confirmation() -> None:
    stay = "Arrival   12.03.2024\nDeparture   15.03.2024"
    assert find_document_date([f"Booking confirmation\n{stay}"], "event") is None
    dated = find_document_date([f"Booking confirmation\nBooked on 04.02.2024\n{stay}"], "event")
    assert dated is not None
    assert dated.value == date(2024, 2, 4)
    bill = find_document_date([f"Hotel bill\n{stay}"], "receipt")
    assert bill is not None
    assert bill.value == date(2024, 3, 15)


@pytest.mark.parametrize(
    "text",
    [
        "Abrechnung Kauf\nAuftragseingang:   02.05.2024-19:14:03\nWir haben für Sie am 06.05.2024 abgerechnet:",
        "Confirmation of purchase\nOrder date   2 May 2024\nWe bought for you on 6 May 2024:",
    ],
)
def test_the_order_does_not_date_the_settlement_of_its_trade(text: str) -> None:
    found = find_document_date([text], "investment")
    assert found is not None
    assert found.value == date(2024, 5, 6)


def test_the_day_of_printing_beside_the_title_dates_an_order() -> None:
    shows = "\n".join(f"{hall}   HALL-{hall} 04/20/24 04/27/24   $100.00\n(90 minutes)" for hall in (1, 2, 3))
    text = f"BOOKING ORDER   Print Date 04/15/2024 09:12:40\nBooking Dates:   04/20/2024 - 04/27/2024\n{shows}"
    found = find_document_date([text], "other")
    assert found is not None
    assert found.value == date(2024, 4, 15)
