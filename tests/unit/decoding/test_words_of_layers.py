"""Words of a text layer that no language has are told by the pairs of their letters, misread digits by dates."""

from __future__ import annotations

import pytest

from alfrd_luigi.decoding.letter_pairs import are_plausible, latin_words
from alfrd_luigi.decoding.possible_dates import are_possible

_TEXTS = {
    "English": "Your electricity bill for the period from January to March is enclosed. Please pay the amount due.",
    "German": "Vielen Dank für Ihren Auftrag. Bitte überweisen Sie den Rechnungsbetrag innerhalb von vierzehn Tagen.",
    "French": "Nous vous remercions de votre confiance. Le montant de la facture est à payer avant la fin du mois.",
    "Spanish": "Le agradecemos su confianza. El importe de la factura se cargará en su cuenta a final de mes.",
    "Italian": "La ringraziamo per la fiducia. L'importo della fattura sarà addebitato sul suo conto a fine mese.",
    "Dutch": "Hartelijk dank voor uw bestelling. Wij verzoeken u het bedrag binnen veertien dagen over te maken.",
}


def _shifted(text: str, by: int) -> str:
    """Each letter replaced by one that far away in the alphabet, as wrong maps of a font do."""
    return "".join(
        chr((ord(each.lower()) - 97 + by) % 26 + 97) if each.isascii() and each.isalpha() else each for each in text
    )


@pytest.mark.parametrize("language", _TEXTS)
def test_the_words_of_a_language_are_plausible(language: str) -> None:
    text = _TEXTS[language]
    assert are_plausible(text)
    assert are_plausible(text.upper())


@pytest.mark.parametrize("language", _TEXTS)
@pytest.mark.parametrize("by", [1, 3, 13])
def test_other_letters_in_their_places_are_not(language: str, by: int) -> None:
    assert not are_plausible(_shifted(_TEXTS[language], by))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12.50 3,00 2024-03-05",
        "xqz",  # too few letters to tell
        "xqzkj vw",
        "Рахунок за електроенергію",  # in another script
        "電気料金",
    ],
)
def test_too_few_letters_tell_nothing(text: str) -> None:
    assert are_plausible(text)


@pytest.mark.parametrize("text", ["xqzkjvwpq xqzkjvwpq", "qqqqqqqqqqqqqqq", "zxcvbnm qwrtp sdfghjkl"])
def test_a_few_words_that_no_language_has_are_enough(text: str) -> None:
    assert not are_plausible(text)


@pytest.mark.parametrize(
    ("confused", "plausible"),
    [
        ("Acc0unt", False),
        ("b1ll", False),
        ("1nvoice", False),
        ("O3/l5/2024", False),
        ("2O24", False),
        ("1l2", False),
        ("5Z4", False),
        ("2024", True),
        ("A4", True),
        ("B12", True),
        ("12kg", True),
        ("3rd", True),
        ("EX4321", True),
        ("h2o", False),
    ],
)
def test_digits_within_words_are_those_of_a_bad_recognition(confused: str, plausible: bool) -> None:
    assert are_plausible(f"Your bill is {confused} and due") == plausible


def test_one_confused_word_of_many_is_no_sign() -> None:
    words = ["the", "water", "bill", "of", "the", "year", "is", "due", "and", "will", "be", "paid", "on"]
    assert len(words) == 13
    assert are_plausible(" ".join([*words, "Acc0unt"]))  # one of 14
    assert not are_plausible(" ".join([*words[:9], "Acc0unt"]))  # one of 10
    assert not are_plausible(" ".join([*words, "Acc0unt", "b1ll"]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Water BILL", ["water", "bill"]),
        ("Größe Straße", ["grosse", "strasse"]),
        ("Ærø Łódź", ["aero", "lodz"]),
        ("l'été à Orléans", ["ete", "orleans"]),
        ("cœur déjà", ["coeur", "deja"]),
        ("a b c", []),  # one letter each
        ("12 kWh 3x", ["kwh"]),
        ("bill2024 no_1", ["bill", "no"]),
        ("Счет bill", ["bill"]),
        ("elec\u00adtricity", ["electricity"]),
        ("þing", ["thing"]),
        ("", []),
    ],
)
def test_words_are_compared_without_accents(text: str, words: list[str]) -> None:
    assert latin_words(text) == words


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("", True),
        ("no date", True),
        ("12.03.2024", True),
        ("12.13.2024", True),  # the month is first
        ("2024-03-12", True),
        ("2024-13-12", True),
        ("12 March 2024", True),
        ("March 12, 2024", True),
        ("1st March 2024", True),
        ("12 de marzo de 2024", True),
        ("1403/01/12", True),  # of other calendars
        ("2567-01-12", True),
        ("99.99.24", True),  # without a full year it may be anything
        ("192.168.2024", True),
        ("1.40.2024.5", True),
        ("12/03-2024", True),
        ("32.03.2024 12.03.2024", True),  # one of them is enough
        ("32.03.2024", False),
        ("13/13/2024", False),
        ("00.03.2024", False),
        ("12.00.2024", False),
        ("2024-13-13", False),
        ("12.03.3024", False),
        ("12.03.1299", False),
        ("32 March 2024", False),
        ("12 March 0024", False),
        ("March 32, 2024", False),
        ("40 de marzo de 2024", False),
        ("40. M\u00e4rz 2024", False),
    ],
)
def test_dates_that_cannot_be_show_misread_digits(text: str, possible: bool) -> None:
    assert are_possible(text) == possible
