"""What a paper becomes in a ledger: its postings, its texts, and what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alfrd_luigi.database.ledger_rows import LedgerRow, Rule
from alfrd_luigi.ledger import spreadsheet, transactions
from alfrd_luigi.ledger.accounts import Accounts, Type
from alfrd_luigi.ledger.places import Places
from alfrd_luigi.ledger.transactions import Apart, Ledger, Transaction, ledger_of

PAPER = UUID(int=1)
TYPES = (
    Type("invoice", "invoice"),
    Type("shop_receipt", "receipt"),
    Type("payroll", "payroll"),
    Type("bank_statement", "bank_statement"),
    Type("club", "club"),  # a person's own
)
BILLS, PAYMENTS, VAT = "Liabilities:Bills", "Assets:Payments", "Expenses:Taxes:VAT"
BOUGHT = "Expenses:Purchases"
OWN_ACCOUNTS = Accounts(TYPES, {}, None)
AWAY = Places(None, "s3://papers/")


def _row(**known: Any) -> LedgerRow:
    row = LedgerRow(
        PAPER, "invoice", date(2024, 1, 31), Decimal("107.00"), "EUR", "Example Ltd", "Desk", None, [], None, None, {},
        [], [],
    )  # fmt: skip
    return row._replace(**known)


def _ledger(
    *rows: LedgerRow,
    accounts: Accounts = OWN_ACCOUNTS,
    places: Places = AWAY,
    filed: Mapping[str, int] | None = None,
) -> Ledger:
    return ledger_of(rows, filed or Counter(row.document_type for row in rows), accounts, places)


def _booked(**known: Any) -> Transaction:
    """The transaction of a row."""
    by = {name: known.pop(name) for name in ("accounts", "places") if name in known}
    [made] = _ledger(_row(**known), **by).transactions
    return made


def _postings(made: Transaction) -> list[str]:
    assert sum(posting.amount for posting in made.postings) == 0
    return [f"{each.account} {each.amount} {each.role}" for each in made.postings]


@pytest.mark.parametrize(
    ("known", "postings"),
    [
        ({}, [f"{BOUGHT} 107.00 total", f"{BILLS} -107.00 other side"]),
        ({"total_amount": Decimal("-20.00")}, [f"{BOUGHT} -20.00 total", f"{BILLS} 20.00 other side"]),
        (
            {"amounts": {"subtotal": "100.00", "tax": "7.00"}},
            [f"{BOUGHT} 100.00 net", f"{VAT} 7.00 tax", f"{BILLS} -107.00 other side"],
        ),
        (
            {"amounts": {"subtotal": "100.00", "tax": "7.00", "tip": "5.00", "discount": "5.00"}},
            [
                f"{BOUGHT} 100.00 net",
                f"{VAT} 7.00 tax",
                f"{BOUGHT} 5.00 tip",
                f"{BOUGHT} -5.00 discount",
                f"{BILLS} -107.00 other side",
            ],
        ),
        (
            {"amounts": {"current_charges": "100.00", "previous_balance": "57.00", "payments": "-50.00"}},
            [f"{BOUGHT} 100.00 charges", f"{BILLS} 7.00 brought forward", f"{BILLS} -107.00 other side"],
        ),
        (
            {
                "document_type": "shop_receipt",
                "items": [{"description": "Tea", "amount": "57"}, {"description": None, "amount": "50"}],
            },
            [f"{BOUGHT} 57.00 item", f"{BOUGHT} 50.00 item", f"{PAYMENTS} -107.00 other side"],
        ),
        (
            {"items": [{"description": "Tea", "amount": "107"}, {"description": "Cake", "amount": None}]},
            [f"{BOUGHT} 107.00 total", f"{BILLS} -107.00 other side"],
        ),
        (
            # Nothing is known of the third, so that the others only seem to add up.
            {"items": [{"description": "Tea", "amount": each} for each in ("57", "50", None)]},
            [f"{BOUGHT} 107.00 total", f"{BILLS} -107.00 other side"],
        ),
        ({"amounts": {"subtotal": "100.00", "tax": "NaN"}}, [f"{BOUGHT} 107.00 total", f"{BILLS} -107.00 other side"]),
        ({"document_type": "club"}, ["Expenses:Unsorted 107.00 total", f"{BILLS} -107.00 other side"]),
    ],
)
def test_a_paper_is_divided_where_its_values_add_up(known: dict[str, Any], postings: list[str]) -> None:
    assert _postings(_booked(**known)) == postings


def test_pay_is_an_income_with_its_deductions() -> None:
    amounts = {"gross_pay": "150.00", "deductions": "43.00"}
    made = _booked(document_type="payroll", amounts=amounts)
    assert _postings(made) == [
        f"{made.postings[0].account} -150.00 gross",
        "Expenses:Deductions 43.00 deductions",
        f"{PAYMENTS} 107.00 other side",
    ]
    assert (made.kind, made.total, made.remark) == ("income", Decimal("107.00"), None)
    other = _booked(document_type="payroll", amounts=amounts | {"deductions": "44.00"})
    assert [str(posting.amount) for posting in other.postings] == ["-107.00", "107.00"]
    assert other.remark == "gross pay 150.00 and deductions 44.00 do not make the total"


def test_a_remark_says_why_a_total_is_not_divided() -> None:
    made = _booked(amounts={"subtotal": "90.00", "tax": "7.00"}, items=[{"description": "Tea", "amount": "1"}])
    assert made.remark == "tax 7.00, subtotal 90.00, 1 line items: they do not add up to the total exactly"


def test_a_person_s_accounts_are_used() -> None:
    stated = {
        "accounts": {"invoice": "Expenses:Office"},
        "issuers": {"Example Ltd": "Expenses:Furniture"},
        "parts": {"tax": "Assets:InputTax"},
        "other_side": {"bill": "Liabilities:Open"},
    }
    accounts = Accounts(TYPES, stated, Path("ledger.toml"))
    divided = {"amounts": {"subtotal": "100.00", "tax": "7.00"}}
    assert _postings(_booked(accounts=accounts, **divided)) == [
        "Expenses:Furniture 100.00 net",
        "Assets:InputTax 7.00 tax",
        "Liabilities:Open -107.00 other side",
    ]
    assert _booked(accounts=accounts, entity="Another Ltd").postings[0].account == "Expenses:Office"


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"title": "Desk\nand chair", "series": "Furniture"}, "Desk and chair"),
        ({"title": None, "series": "Furniture\t2024"}, "Furniture 2024"),
        ({"title": None, "series": None}, "invoice"),
        ({"title": "", "series": "", "document_type": "shop_receipt"}, "shop receipt"),
    ],
)
def test_a_transaction_has_the_title_of_the_paper(known: dict[str, Any], text: str) -> None:
    assert _booked(**known).text == text


@pytest.mark.parametrize(
    ("entity", "payee"),
    [("Example Ltd", "Example Ltd"), ("Example\n Ltd", "Example Ltd"), (None, None), ("", None), ("\u202e", None)],
)
def test_the_payee_is_one_line(entity: str | None, payee: str | None) -> None:
    assert _booked(entity=entity).payee == payee


@pytest.mark.parametrize(
    ("text", "due"),
    [("2024-02-29", date(2024, 2, 29)), ("2024-02-30", None), ("soon", None), ("", None), (None, None)],
)
def test_a_due_date_that_is_no_day_is_left_out(text: str | None, due: date | None) -> None:
    assert _booked(due_date=text).due == due


@pytest.mark.parametrize(("text", "number"), [("A-1", "A-1"), ("A-1\nB", "A-1 B"), ("", None), (None, None)])
def test_the_number_of_the_paper(text: str | None, number: str | None) -> None:
    assert _booked(number=text).number == number


def test_only_values_that_it_rests_on_make_a_transaction_uncertain() -> None:
    unsure = ["type", "entity", "date", "total", "currency", "summary", "field.tax", "field.subtotal", "field.usage"]
    assert _booked(uncertain=unsure).uncertain == ("type", "entity", "date", "total", "currency")
    divided = _booked(uncertain=unsure, amounts={"subtotal": "100.00", "tax": "7.00"})
    assert divided.uncertain == ("type", "entity", "date", "total", "currency", "field.tax", "field.subtotal")
    assert _booked(uncertain=["field.usage", "summary"]).uncertain == ()


def test_the_places_of_its_pages(tmp_path: Path) -> None:
    (tmp_path / "1.png").touch()
    keys = ["1.png", "2.png"]
    here, away = _booked(places=Places(tmp_path, ""), keys=keys), _booked(keys=keys)
    assert here.places == (f"{tmp_path}/1.png", f"{tmp_path}/2.png")
    assert here.files == (f"{tmp_path}/1.png",)
    assert (away.places, away.files) == (("s3://papers/1.png", "s3://papers/2.png"), ())
    assert _booked().places == ()


@pytest.mark.parametrize(
    ("known", "lacking", "line"),
    [
        ({"document_date": None}, ("date",), "107.00 EUR lacks date"),
        ({"total_amount": None}, ("total",), "2024-01-31 EUR lacks total"),
        ({"currency": None}, ("currency",), "2024-01-31 107.00 lacks currency"),
        ({"document_date": None, "currency": None}, ("date", "currency"), "107.00 lacks date, currency"),
        ({"total_amount": Decimal(0), "currency": None}, ("currency",), "2024-01-31 0 lacks currency"),
    ],
)
def test_a_paper_that_lacks_a_value_stands_apart(known: dict[str, Any], lacking: tuple[str, ...], line: str) -> None:
    made = _ledger(_row(**known), _row(id=UUID(int=2)))
    assert [each.id for each in made.transactions] == [UUID(int=2)]
    [apart] = made.apart
    assert apart.lacking == lacking
    assert apart.line == f"alfrd-{PAPER} invoice {line}"
    assert apart.payee == "Example Ltd"
    assert apart.place is None


def test_a_paper_apart_names_its_first_page() -> None:
    [apart] = _ledger(_row(currency=None, keys=["1.png", "2.png"])).apart
    assert apart == Apart(
        PAPER, "invoice", "Example Ltd", date(2024, 1, 31), Decimal("107.00"), None, ("currency",), "s3://papers/1.png"
    )


def test_the_other_papers_are_counted() -> None:
    counts = {"invoice": 3, "shop_receipt": 1, "bank_statement": 4, "club": 0}
    rows = [_row(), _row(currency=None), _row(document_type="shop_receipt")]
    made = _ledger(*rows, filed=counts)
    assert made.others == {"invoice": 1, "bank_statement": 4}
    assert (len(made.transactions), len(made.apart)) == (2, 1)


def test_types_without_an_account_are_named() -> None:
    rows = [_row(document_type="shop_receipt"), _row(document_type="club"), _row()]
    assert _ledger(*rows).unmapped == {"club": "Expenses:Unsorted"}
    of_a_file = Accounts(TYPES, {"accounts": {"invoice": "Expenses:Office"}}, Path("ledger.toml"))
    unmapped = _ledger(*rows, accounts=of_a_file).unmapped
    assert list(unmapped.items()) == [("club", "Expenses:Unsorted"), ("shop_receipt", BOUGHT)]
    assert _ledger(accounts=of_a_file).unmapped == {}


def test_a_type_that_is_no_transaction_has_no_rule() -> None:
    rules = {rule.name: rule for rule in transactions.rules(Accounts(TYPES, {}, None))}
    assert list(rules) == ["invoice", "shop_receipt", "payroll", "club"]
    assert rules["club"] == Rule("club", (), (), needs_total=True)
    assert rules["invoice"] == Rule("invoice", (), (), needs_total=False)
    stated = {"kinds": {"invoice": "none", "bank_statement": "payment"}}
    rules = {rule.name: rule for rule in transactions.rules(Accounts(TYPES, stated, Path("ledger.toml")))}
    assert list(rules) == ["shop_receipt", "payroll", "bank_statement", "club"]
    assert rules["bank_statement"].needs_total


def test_a_ledger_as_csv_has_a_line_for_each_posting() -> None:
    divided = _row(
        amounts={"subtotal": "100.00", "tax": "7.00"}, uncertain=["total", "field.tax"], due_date="2024-02-29",
        number="=A1", keys=["1.png", "2.png"], title="+Desk",
    )  # fmt: skip
    items = [{"description": "@Tea", "amount": "57"}, {"description": "Cake", "amount": "50"}]
    plain = _row(id=UUID(int=2), document_type="shop_receipt", entity=None, items=items, amounts={"tax": "7"})
    written = spreadsheet.text(_ledger(divided, plain))
    remark = "tax 7.00 is not booked apart: it is not known which part it is in"
    assert written.split("\r\n") == [
        "id,date,state,payee,text,type,account,other_account,amount,currency,part,item,total,due,number,uncertain,path,"
        "remark",
        f"alfrd-{PAPER},2024-01-31,!,Example Ltd,'+Desk,invoice,{BOUGHT},{BILLS},100.00,EUR,net,,107.00,2024-02-29,"
        "'=A1,total field.tax,s3://papers/1.png s3://papers/2.png,",
        f"alfrd-{PAPER},2024-01-31,!,Example Ltd,'+Desk,invoice,{VAT},{BILLS},7.00,EUR,tax,,,2024-02-29,'=A1,"
        "total field.tax,s3://papers/1.png s3://papers/2.png,",
        f"alfrd-{UUID(int=2)},2024-01-31,*,,Desk,shop_receipt,{BOUGHT},{PAYMENTS},57.00,EUR,item,'@Tea,107.00,,,,,{remark}",
        f"alfrd-{UUID(int=2)},2024-01-31,*,,Desk,shop_receipt,{BOUGHT},{PAYMENTS},50.00,EUR,item,Cake,,,,,,{remark}",
        "",
    ]


def test_a_ledger_without_transactions_is_a_header() -> None:
    assert spreadsheet.text(_ledger()) == ",".join(spreadsheet.COLUMNS) + "\r\n"
