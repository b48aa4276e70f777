"""Which lines say what the one above them does, and which may be a name."""

from __future__ import annotations

import pytest

from alfrd_luigi.extraction.entities.services import describes, is_service


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Steuerberater", True),
        ("Rechtsanw\u00e4ltin und Notarin", True),
        ("Rechtsanwalt Notar Mietrecht", True),  # two professions
        ("und Notar", True),
        ("Rechtsanwalt (Muster)", True),  # a sign follows it
        ("Rechtsanwalt in Leeds", True),
        ("Zahnarzt f\u00fcr alle", True),
        ("Ihr Zahnarzt", True),
        ("der Zahnarzt", True),
        ("The Attorney at Law", True),
        ("Anna Attorney at Law", False),
        ("Dr. Muster Zahnarzt", False),
        ("Notar Muster", False),
        ("Zahnarzt Praxis", False),
        ("Plumber Services", True),
        ("Notar: Muster", False),
        ("Steuerberater@example", False),
        ("Rechtsanwalt 2", False),
        ("Plumbing | Heating | Gas", True),
        ("Plumbing | Heating", False),  # two items
        ("Sanit\u00e4r - Heizung - Klima", True),
        ("Sanit\u00e4r / Heizung / Klima", True),
        ("Sanit\u00e4r-Heizung-Klima", False),
        ("Red \u00b7 Green \u00b7 Blue", True),
        ("Red \u00b7 Green \u00b7 ", False),  # an empty item
        ("Plumbing, Heating, Gas", True),
        ("Anna, Berta, Clara", False),  # commas also stand between names
        ("one two three four | Green | Blue", True),
        ("one two three four five | Green | Blue", False),
        ("Elektro \u2022 Sanit\u00e4r \u2022 Heizung GmbH", False),
        ("Elektro \u2022 Sanit\u00e4r \u2022 Heizung 24h", False),
        ("Elektro \u2022 Sanit\u00e4r \u2022 info@example", False),
    ],
)
def test_a_profession_or_a_list_of_three_is_a_service(text: str, is_one: bool) -> None:
    assert is_service(text) == is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Instalaciones y electricas", True),
        ("Instalaciones electricas Garcia", False),  # a name ends it
        ("Instalaciones de Electricas", False),
        ("instalaciones electricas", False),
        ("Instalaciones", False),
        ("Plumbing and heating", True),
        ("Plumbing and", False),
        ("Plumbing for you", True),
        ("Muster plumbing for you", False),
    ],
)
def test_a_trade_that_goes_on_in_lower_case_describes(text: str, is_one: bool) -> None:
    assert describes(text) == is_one
