"""The text of a ledger says all that is known of a transaction, line by line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.ledger import beancount, hledger
from alfrd_luigi.ledger.places import Places
from alfrd_luigi.ledger.plain_text import one_line
from alfrd_luigi.ledger.transactions import Apart, Ledger, Posting, Transaction

_PLAIN, _FULL, _LACKING = (UUID(int=number) for number in (1, 2, 3))
_BILLS = Posting("Liabilities:Bills", Decimal("-9.50"), "other side", None)


def _transaction(id: UUID, day: int, account: str, **known: Any) -> Transaction:
    made = Transaction(
        id, date(2024, 1, day), None, "invoice", "invoice", "bill", Decimal("9.50"), "EUR",
        (Posting(account, Decimal("9.50"), "total", None), _BILLS), None, None, (), (), (), None,
    )  # fmt: skip
    return made._replace(**known)


_KNOWN = {
    "payee": 'North "wind" | Co',
    "text": "a; b",
    "postings": (Posting("Expenses:Food", Decimal("9.50"), "item", "Tea, [1]"), _BILLS),
    "due": date(2024, 2, 29),
    "number": "A,7",
    "uncertain": ("date", "total"),
    "places": ("/docs/1.txt", "/docs/2.txt"),
    "files": ("/docs/1.txt", "/docs/two\nlines.txt"),
    "remark": "tax 2: they do not add up to the total exactly",
    "currency": "CHF",
}
_LEDGER = Ledger(
    (_transaction(_PLAIN, 2, "Expenses:Food"), _transaction(_FULL, 3, "Expenses:Food", **_KNOWN)),
    (Apart(_LACKING, "receipt", "Shop", None, Decimal(3), None, ("date", "currency"), None),),
    {},
    {},
)


def _after_first(text: str) -> list[str]:
    """The lines below the one that says who wrote the ledger."""
    return text.splitlines()[1:]


def test_a_ledger_of_beancount() -> None:
    assert _after_first(beancount.text(_LEDGER)) == [
        'option "operating_currency" "CHF"',
        'option "operating_currency" "EUR"',
        "",
        "2024-01-02 open Expenses:Food",
        "2024-01-02 open Liabilities:Bills",
        "",
        f'2024-01-02 * "invoice" ^alfrd-{_PLAIN}',
        '  type: "invoice"',
        "  Expenses:Food  9.50 EUR",
        "  Liabilities:Bills  -9.50 EUR",
        "",
        f'2024-01-03 ! "North \\"wind\\" | Co" "a; b" ^alfrd-{_FULL}',
        '  type: "invoice"',
        "  due: 2024-02-29",
        '  number: "A,7"',
        '  uncertain: "date, total"',
        '  path: "/docs/1.txt"',
        '  path-2: "/docs/2.txt"',
        "  ; tax 2: they do not add up to the total exactly",
        "  Expenses:Food  9.50 CHF",
        '    item: "Tea, [1]"',
        "  Liabilities:Bills  -9.50 CHF",
        f'2024-01-03 document Expenses:Food "/docs/1.txt" ^alfrd-{_FULL}',
        "",
        "; These lack a value, and nothing is guessed:",
        f";   alfrd-{_LACKING} receipt 3 lacks date, currency Shop",
    ]


def test_a_ledger_of_hledger() -> None:
    assert _after_first(hledger.text(_LEDGER)) == [
        "decimal-mark .",
        "commodity 1000.00 CHF",
        "commodity 1000.00 EUR",
        "account Expenses:Food",
        "account Liabilities:Bills",
        "",
        f"2024-01-02 * (alfrd-{_PLAIN}) invoice",
        "    ; type: invoice",
        "    Expenses:Food  9.50 EUR",
        "    Liabilities:Bills  -9.50 EUR",
        "",
        f'2024-01-03 ! (alfrd-{_FULL}) North "wind" / Co | a, b',
        "    ; type: invoice",
        "    ; due: 2024-02-29",
        "    ; number: A;7",
        "    ; uncertain: date total",
        "    ; path: /docs/1.txt",
        "    ; path-2: /docs/2.txt",
        "    ; tax 2: they do not add up to the total exactly",
        "    Expenses:Food  9.50 CHF  ; item: Tea; (1)",
        "    Liabilities:Bills  -9.50 CHF",
        "",
        "; These lack a value, and nothing is guessed:",
        f";   alfrd-{_LACKING} receipt 3 lacks date, currency Shop",
    ]


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [
        ("x" * 200, 200, "x" * 200),
        ("x" * 201, 200, "x" * 199 + "…"),
        ("ab cd", 4, "ab…"),  # no blank before the mark
        ("x" * 300, None, "x" * 300),
        ("a\x00b\tc", 200, "a b c"),
        ("a\u202eb\u00adc", 200, "abc"),
        ("a\ue000b", 200, "a\ufffdb"),
        ("\u0646\u0645\u06cc\u200c\u062e", 200, "\u0646\u0645\u06cc\u200c\u062e"),
    ],
)
def test_a_text_is_one_short_line(text: str, longest: int | None, shown: str) -> None:
    assert one_line(text, longest) == shown


def test_a_file_of_a_document_is_there_or_in_a_bucket(tmp_path: Path) -> None:
    (tmp_path / "1.txt").touch()
    here, bucket = Places(tmp_path, ""), Places(None, "s3://bucket/docs/")
    assert [here.file("1.txt"), here.file("2.txt")] == [f"{tmp_path}/1.txt", None]
    assert (bucket.of("1.txt"), bucket.file("1.txt")) == ("s3://bucket/docs/1.txt", None)
