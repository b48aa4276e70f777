"""A total is divided only into parts that make it exactly, and what is left undivided is explained."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.ledger.division import Division, Item, Role, Share, amount, division, division_of_pay

_NAMES = ("subtotal", "tax", "tip", "discount", "current_charges", "previous_balance", "payments")
_FEW = st.integers(-4, 4).map(Decimal)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.5", "12.50"),
        ("-3", "-3.00"),
        ("1e3", "1000.00"),
        ("0.125", "0.125"),  # a price per unit
        ("0.000001", "0.000001"),
        ("0.0000001", None),
        ("99999999999999.99", "99999999999999.99"),
        ("100000000000000", None),
        ("-100000000000000", None),
        ("1e400", None),
        ("NaN", None),
        ("-Infinity", None),
        ("12,50", None),
        ("", None),
        (None, None),
    ],
)
def test_an_amount_is_a_decimal_of_a_possible_size(text: str | None, expected: str | None) -> None:
    found = amount(text)
    assert (found if found is None else str(found)) == expected


def _divided(total: str, known: dict[str, str], items: str = "") -> Division:
    amounts = {name: Decimal(value) for name, value in known.items()}
    return division(Decimal(total), amounts, [Item("", Decimal(each)) for each in items.split()])


@pytest.mark.parametrize(
    ("total", "known", "items", "roles"),
    [
        ("12", {"tax": "2", "subtotal": "10"}, "4 6", "item item tax"),  # the items say more
        ("12", {"tax": "2", "subtotal": "10"}, "4 7", "net tax"),
        ("12", {"subtotal": "9", "tax": "2", "tip": "1"}, "", "net tax tip"),
        ("9", {"subtotal": "10", "discount": "-1"}, "", "net discount"),
        ("9", {"subtotal": "10", "discount": "1", "tax": "0", "tip": "0"}, "", "net discount"),
        ("10", {}, "4 6", "item item"),
        ("10", {"tax": "2"}, "4 6", "item item"),
        ("3", {"tax": "2", "tip": "1"}, "", "total"),
        ("10", {}, "10", "total"),
        ("10", {"subtotal": "10"}, "", "total"),
        ("71", {"current_charges": "41", "previous_balance": "80", "payments": "50"}, "", "charges brought forward"),
        ("71", {"current_charges": "41", "previous_balance": "80", "payments": "-50"}, "", "charges brought forward"),
        ("31", {"current_charges": "41", "previous_balance": "-10"}, "", "charges brought forward"),
        ("41", {"current_charges": "41", "previous_balance": "50", "payments": "50"}, "", "total"),
        ("71", {"current_charges": "41"}, "", "total"),
        ("71", {"previous_balance": "71"}, "", "total"),
        ("71", {"current_charges": "41", "previous_balance": "20"}, "70 1", "item item"),
    ],
)
def test_the_parts_are_those_that_make_the_total(total: str, known: dict[str, str], items: str, roles: str) -> None:
    found = _divided(total, known, items)
    assert " ".join(share.role for share in found.shares) == roles
    assert sum((share.amount for share in found.shares), Decimal()) == Decimal(total)


@pytest.mark.parametrize(
    ("total", "known", "items", "remark"),
    [
        ("12", {"tax": "2", "subtotal": "10"}, "4 6", None),
        ("10", {"tax": "2"}, "4 6", "tax 2 is not booked apart: it is not known which part it is in"),
        ("10", {"tax": "0"}, "4 6", None),
        ("10", {}, "4 6", None),
        ("10", {"subtotal": "9"}, "", None),  # nothing is lost: no part has an account of its own
        ("10", {"tax": "2"}, "", "tax 2: they do not add up to the total exactly"),
        ("10", {}, "4 7", "2 line items: they do not add up to the total exactly"),
        (
            "10",
            {"tax": "2", "subtotal": "9"},
            "4 7",
            "tax 2, subtotal 9, 2 line items: they do not add up to the total exactly",
        ),
    ],
)
def test_a_remark_says_what_is_not_booked(total: str, known: dict[str, str], items: str, remark: str | None) -> None:
    assert _divided(total, known, items).remark == remark


@pytest.mark.parametrize(
    ("known", "roles", "remark"),
    [
        ({"gross_pay": "30", "deductions": "10"}, "gross deductions", None),
        ({"gross_pay": "30"}, "total", None),
        ({"deductions": "10"}, "total", None),
        ({}, "total", None),
        ({"gross_pay": "31", "deductions": "10"}, "total", "gross pay 31 and deductions 10 do not make the total"),
    ],
)
def test_pay_is_divided_if_gross_and_deductions_make_it(known: dict[str, str], roles: str, remark: str | None) -> None:
    found = division_of_pay(Decimal(20), {name: Decimal(value) for name, value in known.items()})
    assert (" ".join(share.role for share in found.shares), found.remark) == (roles, remark)
    assert sum((share.amount for share in found.shares), Decimal()) == 20


@given(_FEW, st.dictionaries(st.sampled_from(_NAMES), _FEW), st.lists(_FEW, max_size=3))
def test_the_shares_always_make_the_total(total: Decimal, known: dict[str, Decimal], items: list[Decimal]) -> None:
    found = division(total, known, [Item(str(place), each) for place, each in enumerate(items)])
    roles: list[Role] = [share.role for share in found.shares]
    assert sum((share.amount for share in found.shares), Decimal()) == total
    assert roles == ["total"] or len(roles) > 1
    booked = [share for share in found.shares if share.role == "item"]
    assert booked in ([], [Share("item", each, str(place)) for place, each in enumerate(items)])
