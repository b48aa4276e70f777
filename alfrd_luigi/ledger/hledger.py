"""A ledger in the syntax of hledger's journals."""

from __future__ import annotations

from collections.abc import Iterator

from alfrd_luigi.ledger.plain_text import one_line
from alfrd_luigi.ledger.transactions import Ledger, Transaction

# In a description, a semicolon begins a comment and a bar ends the payee.
_DESCRIPTION = str.maketrans(";|", ",/")
# In a comment, a comma ends the value of a tag, and a bracket may begin a date.
_TAG = str.maketrans(",[]", ";()")


def text(ledger: Ledger) -> str:
    """The whole ledger."""
    return "".join(f"{line}\n" for line in _lines(ledger))


def _lines(ledger: Ledger) -> Iterator[str]:
    yield "; Written by alfrd ledger. Do not edit: it is written anew. Include it from a journal of your own."
    yield "decimal-mark ."
    for currency in sorted({each.currency for each in ledger.transactions}):
        yield f"commodity 1000.00 {currency}"
    yield from (f"account {account}" for account in sorted(_accounts(ledger)))
    for transaction in ledger.transactions:
        yield ""
        yield from _transaction(transaction)
    if ledger.apart:
        yield from ("", "; These lack a value, and nothing is guessed:")
        yield from (f";   {each.line} {one_line(each.payee or '')}".rstrip() for each in ledger.apart)


def _accounts(ledger: Ledger) -> set[str]:
    return {posting.account for transaction in ledger.transactions for posting in transaction.postings}


def _transaction(each: Transaction) -> Iterator[str]:
    # The code comes first, so that no description is read as a code or a state.
    texts = " | ".join(text.translate(_DESCRIPTION) for text in (each.payee, each.text) if text)
    yield f"{each.day} {'!' if each.uncertain else '*'} ({each.name}) {texts}".rstrip()
    yield from (f"    ; {key}: {value}" for key, value in _tags(each))
    if each.remark:
        yield f"    ; {each.remark}"
    for posting in each.postings:
        item = f"  ; item: {posting.text.translate(_TAG)}" if posting.text else ""
        yield f"    {posting.account}  {posting.amount:f} {each.currency}{item}"


def _tags(each: Transaction) -> Iterator[tuple[str, str]]:
    yield "type", each.document_type
    if each.due:
        yield "due", f"{each.due}"
    if each.number:
        yield "number", each.number.translate(_TAG)
    if each.uncertain:
        yield "uncertain", " ".join(each.uncertain)
    for number, place in enumerate(each.places, start=1):
        yield "path" if number == 1 else f"path-{number}", one_line(place, None)
