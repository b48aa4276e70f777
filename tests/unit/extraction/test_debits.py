"""Whether a bill says that it will be debited."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.extraction.debits import ROOTS, find_debit
from alfrd_luigi.samples.collection import Sample, collect
from alfrd_luigi.samples.layout import place

SAID = [
    "Amount due: 52.10 EUR\n\nThe amount will be debited on 15 May 2024. Thank you.",
    "Thank you for your payment by AutoPay\nAutoPay scheduled for 03/15/2024",
    "£31.00 will be taken by direct debit on 3 June 2024.",
    "Your payment will be taken from your account ending 4411.",
    "Der Betrag wird am 05.04.2024 von Ihrem Konto abgebucht.",
    "Den Rechnungsbetrag buchen wir am 05.04.2024 von Ihrem Konto\nDE12 3456 ab.",
    "Der Betrag wird per Lastschrift eingezogen.",
    "We will collect £52.10 by Direct Debit on or around 5 May 2024.",
    "AutoPay is scheduled for May 5.",
    "Please do nothing: this bill will be paid automatically on May 5.",
    "Your Direct Debit of £31.00 will be collected from your account on 3 June.",
    "Wir buchen den Betrag am 5. Mai ab.",
    "Wir ziehen den Betrag am 05.05.2024 von Ihrem Konto ein.",
    "Den fälligen Betrag ziehen wir am 05.05.2024 von Ihrem Konto DE12 3456 ein.",
    "Wir ziehen diesen Betrag per Lastschrift ein.",
    "Nous débiterons votre compte le 5 mai.",
    "Vous serez prélevé le 5 mai.",
    "Nous prélèverons le montant le 5 mai.",
    "El importe se cobrará por domiciliación bancaria.",
    "Wij incasseren het bedrag rond 5 mei.",
    "We schrijven het bedrag op 5 mei van uw rekening af.",
    "Le montant de 42,10 € sera automatiquement prélevé le 12/04/2024.",
    "Il sera débité de votre compte le 5 avril.",
    "El importe se cargará en su cuenta el 5 de abril.",
    "La bolletta sarà addebitata sul conto corrente.",
    "Het bedrag wordt op 5 april van uw rekening afgeschreven.",
]
NOT_SAID = [
    "",
    "Please pay by 15 May 2024.",
    "Pay by direct debit and save: if you set up a direct debit, the amount will be debited on the due date.",
    "Legal action will be taken. Your account is overdue.",
    "Your card will not be debited.",
    "A late fee will be debited from your account.",
    "Wenn Sie uns ein Mandat erteilen, wird der Betrag bequem abgebucht.",
    "Der Betrag wird nicht abgebucht.",
    "Wir ziehen um und laden Sie ein.",
    "Falls Sie es wünschen, ziehen wir den Betrag ein.",
    "Wir buchen den Betrag nicht ab.",
    "Bitte überweisen Sie den Betrag bis zum 5. Mai.",
    "Sign up for AutoPay today.",
    "Your direct debit has been cancelled.",
    "We would collect the amount by direct debit.",
    "Vous ne serez pas prélevé.",
    "Als u dat wilt, incasseren wij het bedrag.",
    "Si vous le souhaitez, le montant sera prélevé.",
    "No se cargará ningún importe.",
    "L'importo non sarà addebitato.",
    "Het bedrag wordt niet afgeschreven.",
]


@pytest.mark.parametrize("text", SAID)
def test_a_debit_is_found_with_its_words(text: str) -> None:
    assert find_debit(text)
    assert re.search(ROOTS, text, re.IGNORECASE)  # or else the text would not be read


@pytest.mark.parametrize("text", NOT_SAID)
def test_an_offer_a_condition_and_a_denial_are_none(text: str) -> None:
    assert find_debit(text) is None


# Of each language the samples that say that they will be debited, as a person found them.
DEBITED = {
    "en": [],
    "de": ["stromrechnung-2024-02", "stromrechnung-2024-03", "stromrechnung-2024-04", "versicherung-hausrat-2024-10"],
    "fr": ["facture-electricite-2024-02", "facture-electricite-2024-03", "facture-electricite-2024-04"],
    "es": ["luz-2024-02", "luz-2024-03", "luz-2024-04", "seguro-hogar-2024-09"],
    "it": ["bolletta-luce-2024-03", "bolletta-luce-2024-04", "bolletta-luce-2024-05"],
    "nl": ["energienota-2024-02", "energienota-2024-03", "energienota-2024-04", "polis-inboedel-2024-10"],
}


@pytest.mark.parametrize("language", DEBITED)
def test_the_samples_that_say_so_are_found_and_no_others(language: str) -> None:
    found = [sample.paper.name for sample in collect(2024, "all", language) if find_debit(_text(sample))]
    assert found == DEBITED[language]


def _text(sample: Sample) -> str:
    return "\n".join(page.text for page in place(sample.pages, sample.paper.sheet))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    find_debit(text)
