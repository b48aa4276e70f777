from __future__ import annotations

from typing import Any

import pytest

from alfrd_luigi.extraction.accounts import (
    Account,
    account_of,
    account_of_key,
    choose_account,
    common_account,
    normalise_number,
)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("4471-220", "4471220"),
        ("4471 220", "4471220"),
        ("gb29 nwbk 6016", "GB29NWBK6016"),
        ("# 4471220", "4471220"),
        ("44O1", "4401"),
        ("****1234", "*1234"),
        ("XXXX-XXXX-1234", "*1234"),
        ("xxxx1234", "*1234"),
        ("\u2022\u2022\u2022\u2022 1234", "*1234"),
        ("...1234", "*1234"),
        ("\u20261234", "*1234"),
        ("ending in 1234", "*1234"),
        ("4111 11** **** 1111", "411111*1111"),
        ("AX1234", "AX1234"),
        ("**12", ""),
        ("none", ""),
        ("", ""),
    ],
)
def test_a_number_has_one_form(printed: str, number: str) -> None:
    assert normalise_number(printed) == number


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"account_number": "44-1", "service_address": "12 Oak Street"}, "441"),
        ({"account_number": None, "policy_number": "HO-7"}, "HO7"),
        ({"account_number": "unknown", "student_id": "S 900"}, "S900"),
        ({"property_address": "12 Oak Street, San Mira"}, "12 oak st san mira"),
        ({"invoice_number": "1001", "reference_number": "R-2"}, ""),
        ({"account_number": 12}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_the_fields_name_the_account(fields: dict[str, Any] | None, key: str) -> None:
    account = account_of(fields)

    assert account.key == key
    assert account_of_key(key).key == key


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        (Account("1234"), Account("1234"), True),
        (Account("1234"), Account("1235"), False),
        (Account("*1234"), Account("551234"), True),
        (Account("*1234"), Account("1234"), False),
        (Account("*1234"), Account("*234"), True),
        (Account("4111*1234"), Account("4222*1234"), False),
        (Account("1234"), Account(), None),
        (Account("1234"), Account(place="12 oak st"), None),
        (Account(place="12 oak st"), Account(place="12 oak st san mira"), True),
        (Account(place="12 oak st san mira"), Account(place="14 oak st san mira"), False),
        (Account(place="12 oak st apt 3 san mira"), Account(place="12 oak st apt 4 san mira"), False),
        (Account(place="12 oak st"), Account(place="12 pine hill"), False),
        (Account("1", "12 oak st"), Account("2", "12 oak st"), False),
    ],
)
def test_two_accounts_fit_or_not_or_cannot_be_compared(one: Account, other: Account, fit: bool | None) -> None:
    assert one.fits(other) is fit
    assert other.fits(one) is fit


NONE = Account()


@pytest.mark.parametrize(
    ("paper", "known", "chosen"),
    [
        (Account("1"), [], None),
        (Account("1"), [Account("2"), Account("1")], 1),
        (Account("1"), [Account("2")], None),
        (NONE, [Account("1")], 0),
        (NONE, [Account("1"), Account("2")], None),
        (NONE, [Account("1"), Account("2"), NONE], 2),
        (Account("1"), [NONE], 0),
        (Account("1"), [None], None),
        (NONE, [None], 0),
        (Account("1"), [NONE, Account("2")], None),
        (Account("*1234"), [Account("771234"), Account("5")], 0),
        (Account("*1234"), [Account("771234"), Account("991234")], None),
        (Account("*1234"), [Account("771234"), Account("991234"), Account("*1234")], 2),
        (Account("771234"), [Account("*1234")], 0),
        (Account("771234"), [Account("*1234"), Account("991234")], None),
        (Account("771234"), [Account("*1234"), Account("5")], 0),
        (Account(place="12 oak st"), [Account("1", "12 oak st"), Account("2", "9 elm st")], 0),
    ],
)
def test_a_paper_joins_the_only_account_that_fits(
    paper: Account, known: list[Account | None], chosen: int | None
) -> None:
    assert choose_account(paper, known) == chosen


def test_papers_of_one_account_say_more_together() -> None:
    assert common_account([Account("*34567"), Account(place="12 oak st"), Account("1234567")]) == (
        "1234567",
        "12 oak st",
    )


def test_papers_of_two_accounts_have_nothing_in_common() -> None:
    assert common_account([Account("1"), NONE, Account("2")]) is None
    assert common_account([]) == NONE
