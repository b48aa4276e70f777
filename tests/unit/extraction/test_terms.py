"""By when a bill is to be paid that names no day."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.extraction.terms import ROOTS, find_terms
from alfrd_luigi.samples.collection import Sample, collect
from alfrd_luigi.samples.layout import place

# The days from 15 January 2024 on.
SAID = {
    "TVA 20 % 20,00 \u20ac\nTotal TTC 120,00 \u20ac\nPaiement \u00e0 r\u00e9ception de la facture": 0,
    "Payable within 30 days.": 30,
    "Please pay the amount of 1,234.00 EUR within fourteen (14) days of the invoice date.": 14,
    "Terms: Net 30": 30,
    "Payment Terms   Delivery\nNet 45 days   DAP": 45,
    "Terms   Due Date of Order\nNet 30   Jan 3": 30,
    "Payment due within 30 days of receipt of this invoice. Late payments bear interest of 8 %.": 30,
    "Payment: 30 days from date of invoice": 30,
    "Payment is due upon receipt.": 0,
    "Terms of payment: immediate payment without discount": 0,
    "Your payment terms:\n10 days 2%; 45 days without deduction": 45,
    "2/10, net 30": 30,
    "Please remit within one month.": 31,
    "Kindly settle this account within 2 weeks.": 14,
    "Please pay within 7 days to avoid further action.": 7,
    "Zahlbar innerhalb von 14 Tagen ohne Abzug.": 14,
    "Zahlbar innert 30 Tagen netto": 30,
    "Zahlungsziel: 30 Tage": 30,
    "Zahlungsziel:sofort": 0,
    "Zahlbar sofort nach Erhalt der Rechnung ohne Abzug.": 0,
    "Der Betrag ist zahlbar innerhalb von dreißig Tagen nach Erhalt dieser Rechnung.": 30,
    "Bitte überweisen Sie den Rechnungsbetrag von 1.234,50 € innerhalb von\n10 Tagen auf unser Konto.": 10,
    "Ich bitte um Überweisung binnen 14 Tagen auf das Konto AT61 1904": 14,
    "Bitte begleichen Sie den Betrag innerhalb eines Monats.": 31,
    "Der Betrag ist innerhalb einer Woche auf das Konto zu überweisen.": 7,
    "2% Skonto bei Zahlung innerhalb 8 Tagen, 30 Tage netto": 30,
    "Innerhalb 10 Tagen 2 % Skonto, innerhalb 30 Tagen ohne Abzug": 30,
    "Zahlbar innerhalb von 30 Tagen netto. Skontoabzüge werden nicht akzeptiert.": 30,
    "Zahlbar nach Erhalt innerhalb von 14 Tagen": 14,
    "Zahlbar innerhalb von 14 Tagen bis zum 29.01.2024": 14,
    "Zahlbar innerhalb 10 Tagen (bis 25.01.2024) mit 2% Skonto, innerhalb 14 Tagen (bis 29.01.24) netto": 14,
    "Payable within 14 days, by 29 January 2024": 14,
    "Payable within 14 days (01/29/2024)": 14,
    "14 Tage netto": 14,
    "Paiement à 30 jours": 30,
    "Conditions de règlement : 45 jours date de facture": 45,
    "Payable à réception de la facture.": 0,
    "Nous vous prions de régler cette somme sous quinze jours à compter de la réception de la présente.": 15,
    "Règlement à 30 jours. Pas d'escompte pour paiement anticipé.": 30,
    "Forma de pago: transferencia a 30 días fecha factura": 30,
    "Pago a 60 días": 60,
    "Rogamos abonen el importe en un plazo de 15 días": 15,
    "Plazo de pago: treinta días desde la fecha de emisión": 30,
    "Pagadero a la recepción de la factura": 0,
    "Pagamento a 30 giorni data fattura": 30,
    "Bonifico bancario 60 gg. d.f.": 60,
    "Modalità di pagamento: Bonifico bancario 30 gg D.F.F.M.": 45,
    "Pagamento: 60 gg data fattura fine mese": 76,
    "Rimessa diretta vista fattura": 0,
    "Betaling binnen 14 dagen na factuurdatum.": 14,
    "Wij verzoeken u het bedrag binnen 8 dagen over te maken op onze rekening.": 8,
    "Betalingstermijn: 30 dagen": 30,
    "Te betalen bij ontvangst": 0,
}
NOT_SAID = [
    "",
    "Please pay by 15 May 2024.",
    "Returns within 30 days with the receipt.",
    "If payment is not received within 30 days, a late fee will be charged.",
    "Payments made more than 30 days late bear interest.",
    "This quote is valid for 30 days.",
    "We will refund your payment within 14 days.",
    "Payable within 5 business days.",
    "Payment within 30 days of delivery of the goods.",
    "Net 30 EOM",
    "Amount due (30 days): 41.20   (60 days): 0.00",
    "We aim to process your payment within 5 days.",
    "In caso di mancato pagamento entro 30 giorni si applicano interessi.",
    "Payment terms: 30/60/90 days",
    "Payable in 30, 60 and 90 days",
    "Payable within 14 days. Accounts are payable within 30 days.",
    "2% discount on payment within 10 days.",
    "Payment due 30 days before arrival.",
    "Net 30.00\nTax 6.00",
    "Paket A1 Net 30 GB",
    "Payment plan within 24 months. File an appeal within 180 days.",
    "A previous balance is due immediately.",
    "Payable within 30 days.\nPAID",
    "QUOTATION\nPayment terms: net 30",
    "Zahlbar innerhalb von 14 Tagen.\nBetrag dankend erhalten",
    "AUFTRAGSBESTÄTIGUNG 4711\nZahlungsziel: 30 Tage",
    "Zahlbar innerhalb von 14 Tagen nach Zustellung.",
    "Zahlbar 30 Tage ab Monatsende",
    "Sie können innerhalb von 14 Tagen kündigen.",
    "Widerruf: Sie können den Vertrag binnen 14 Tagen widerrufen. Zahlungen erstatten wir binnen 14 Tagen.",
    "Bei Zahlung innerhalb 14 Tagen gewähren wir 2,0% Skonto.",
    "Gegen diesen Bescheid kann innerhalb eines Monats Widerspruch erhoben werden.",
    "Wenn Sie nicht innerhalb von 14 Tagen zahlen, mahnen wir.",
    "Paiement à 30 jours fin de mois",
    "Acompte de 30 % à la signature, solde à réception de la facture.",
    "Devis valable 30 jours",
    "Vous disposez de 14 jours pour vous rétracter. Remboursement sous 14 jours.",
    "Pago en 10 días hábiles",
    "Dispone de 20 días naturales desde la notificación para pagar con reducción",
    "Pago a 30 días fin de mes",
    "Totale da pagare entro 60 giorni dalla data di notifica",
    "Recesso entro 14 giorni",
    "Pagamento 30 gg f.m. + 10 gg",
    "Ruilen binnen 14 dagen met bon",
    "Als u niet binnen 14 dagen betaalt, volgt een aanmaning.",
    "30 dagen einde maand",
    "Betaling 30 dagen einde maand",
]


@pytest.mark.parametrize(("text", "days"), SAID.items())
def test_terms_are_found_with_their_words(text: str, days: int) -> None:
    since = date(2024, 1, 15)
    terms = find_terms(text)
    assert terms is not None
    assert terms.day(since) == date.fromordinal(since.toordinal() + days)
    assert terms.words
    assert re.search(ROOTS, text, re.IGNORECASE)  # or else the text would not be read


@pytest.mark.parametrize("text", NOT_SAID)
def test_a_doubt_a_condition_and_another_time_are_none(text: str) -> None:
    assert find_terms(text) is None


@pytest.mark.parametrize(
    ("words", "since", "due"),
    [
        ("Bonifico 30 gg f.m.", "2024-05-26", "2024-06-30"),
        ("Bonifico 30 gg f.m.", "2023-10-15", "2023-11-30"),
        ("Bonifico 30 gg f.m.", "2024-01-31", None),  # February by months, March by days
        ("Payable within one month", "2024-01-31", "2024-02-29"),
        ("Zahlbar innerhalb einer Woche, bis 2026-07-20.", "2026-07-13", "2026-07-20"),
        ("Zahlbar innerhalb einer Woche, bis 2026-07-20.", "2026-07-10", None),
    ],
)
def test_a_day_is_computed_if_all_count_alike_and_no_other_is_printed(words: str, since: str, due: str | None) -> None:
    terms = find_terms(words)
    assert terms is not None
    assert terms.day(date.fromisoformat(since)) == (due and date.fromisoformat(due))


def test_the_words_are_those_of_the_line() -> None:
    terms = find_terms("Invoice   Date\nTerms: Net 30 days   Taylor\nMany thanks")
    assert terms is not None
    assert terms.words == "net 30 days"


# Of each language the samples with terms, as a person found them.
WITH_TERMS = {
    "en": [],
    "de": [],
    "fr": [],
    "es": [],
    "it": ["fattura-idraulico-2024-06"],
    "nl": ["factuur-schilder-2024-06"],
}


@pytest.mark.parametrize("language", WITH_TERMS)
def test_the_samples_with_terms_are_found_and_no_others(language: str) -> None:
    found = [sample.paper.name for sample in collect(2024, "all", language) if find_terms(_text(sample))]
    assert found == WITH_TERMS[language]


def _text(sample: Sample) -> str:
    return "\n".join(page.text for page in place(sample.pages, sample.paper.sheet))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    find_terms(text)
