"""A ledger in the syntax of beancount 3. Its library is not used: its licence is the GPL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alfrd_luigi.ledger.plain_text import one_line
from alfrd_luigi.ledger.transactions import Ledger, Transaction


def text(ledger: Ledger) -> str:
    """The whole ledger."""
    return "".join(f"{line}\n" for line in _lines(ledger))


def _lines(ledger: Ledger) -> Iterator[str]:
    yield "; Written by alfrd ledger. Do not edit: it is written anew. Include it from a ledger of your own."
    for currency in sorted({each.currency for each in ledger.transactions}):
        yield f'option "operating_currency" "{currency}"'
    yield ""
    yield from (f"{day} open {account}" for account, day in _openings(ledger))
    for transaction in ledger.transactions:
        yield ""
        yield from _transaction(transaction)
    if ledger.apart:
        yield from ("", "; These lack a value, and nothing is guessed:")
        yield from (f";   {each.line} {one_line(each.payee or '')}".rstrip() for each in ledger.apart)


def _openings(ledger: Ledger) -> list[tuple[str, date]]:
    """Each account with the day of its first transaction."""
    first: dict[str, date] = {}
    for transaction in ledger.transactions:  # by day
        for posting in transaction.postings:
            first.setdefault(posting.account, transaction.day)
    return sorted(first.items())


def _transaction(each: Transaction) -> Iterator[str]:
    texts = " ".join(map(_string, filter(None, (each.payee, each.text))))
    yield f"{each.day} {'!' if each.uncertain else '*'} {texts} ^{each.name}"
    yield from (f"  {key}: {value}" for key, value in _metadata(each))
    if each.remark:
        yield f"  ; {each.remark}"
    for posting in each.postings:
        yield f"  {posting.account}  {posting.amount:f} {each.currency}"
        if posting.text:
            yield f"    item: {_string(posting.text)}"
    account = each.postings[0].account
    for file in filter(_is_one_line, each.files):
        yield f"{each.day} document {account} {_string(file)} ^{each.name}"


def _metadata(each: Transaction) -> Iterator[tuple[str, str]]:
    yield "type", _string(each.document_type)
    if each.due:
        yield "due", f"{each.due}"
    if each.number:
        yield "number", _string(each.number)
    if each.uncertain:
        yield "uncertain", _string(", ".join(each.uncertain))
    for number, place in enumerate(each.places, start=1):
        yield "path" if number == 1 else f"path-{number}", _string(one_line(place, None))


def _is_one_line(path: str) -> bool:
    """A path with other characters would name another file."""
    return one_line(path, None) == path


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
