"""Both forms of values: the plain one of the terminal, and those of locales."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.views.documents import Name
from alfrd_luigi.views.formats import Formats, name
from alfrd_luigi.views.formats.local import LocalFormats
from alfrd_luigi.views.formats.plain import plain

DAY = date(2024, 3, 5)
ROWS = [{"item_name": "Bread", "amount": Decimal("1234.5"), "note": None}]
BRITISH, SWISS = LocalFormats("en_GB"), LocalFormats("de_CH")


def test_a_currency_without_a_sign_is_parted_from_its_amount() -> None:
    found = [LocalFormats(locale).money(Decimal("-702.1"), "SGD") for locale in ("en_US", "en_GB", "de_DE")]
    assert found == ["-SGD\xa0702.10", "-SGD\xa0702.10", "-702,10\xa0SGD"]


@pytest.mark.parametrize(
    ("formats", "content", "expected"),
    [
        (plain, DAY, "2024-03-05"),
        (plain, Decimal("42"), "42.00 USD"),
        (plain, 350.0, "350"),
        (plain, 1e16, "10000000000000000"),
        (plain, 0.25, "0.25"),
        (plain, True, "True"),
        (plain, ["a", 2], "a; 2"),
        (plain, ROWS, "item_name Bread, amount 1234.50 USD"),
        (BRITISH, DAY, "5 Mar 2024"),
        (BRITISH, Decimal("1234.5"), "US$1,234.50"),
        (BRITISH, ROWS, "Item name Bread, Amount US$1,234.50"),
        (SWISS, DAY, "05.03.2024"),
        (SWISS, Decimal("1234.5"), "$\xa01'234.50"),
    ],
)
def test_values(formats: Formats, content: object, expected: str) -> None:
    assert formats.value(content, "USD") == expected


def test_what_a_service_charged() -> None:
    assert [plain.dollars(Decimal("0.01234")), plain.cents(Decimal(2))] == ["0.0123 USD", "2.0000"]
    assert BRITISH.dollars(Decimal("0.01234")) == "US$0.0123"


def test_shares_and_sizes() -> None:
    assert (plain.percent(0.874), BRITISH.percent(0.874)) == ("87%", "87%")
    assert [plain.size(count) for count in (999, 1_250_000, 3e15)] == ["999 B", "1.2 MB", "3000 TB"]
    assert BRITISH.size(3e15) == "3,000 TB"


def test_times_are_in_the_zone_of_the_machine() -> None:
    at = datetime(2024, 3, 5, 14, 30, 9, tzinfo=UTC)
    assert plain.second(at) == f"{at.astimezone():%Y-%m-%d %H:%M:%S}"
    assert plain.second(at).startswith(plain.moment(at))
    assert BRITISH.moment(at).startswith(BRITISH.date(at.astimezone().date()))


def test_names() -> None:
    assert [name("utility_bill"), name("field.account_number")] == ["Utility bill", "Account number"]


def test_an_unknown_locale_is_refused() -> None:
    with pytest.raises(SettingsError, match="xx_YY"):
        LocalFormats("xx_YY")


def test_a_short_command_loads_no_babel() -> None:
    script = "import sys, alfrd_luigi.cli.documents, alfrd_luigi.cli.document_page; print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("known", "called"),
    [
        ({"title": "The boiler"}, "The boiler"),
        ({}, "Northwind, Utility bill, 5 Mar 2024"),
        ({"document_type": None}, "Northwind, 5 Mar 2024"),
        ({"document_date": None}, "Northwind, Utility bill"),
        ({"entity": None}, "page-1.jpg"),
        ({"entity": None, "name": None}, "00000000"),
    ],
)
def test_a_document_is_called_by_what_a_person_recognises(known: dict[str, Any], called: str) -> None:
    said = {"title": None, "entity": "Northwind", "document_type": "utility_bill", "document_date": date(2024, 3, 5)}
    assert LocalFormats("en_GB").called(Name(**{"id": UUID(int=0), "name": "page-1.jpg", **said, **known})) == called


def test_the_terminal_calls_a_document_by_the_names_of_its_commands() -> None:
    document = Name(UUID(int=0), None, "Northwind", "utility_bill", date(2024, 3, 5), "page-1.jpg")
    assert plain.called(document) == "Northwind, utility_bill, 2024-03-05"
