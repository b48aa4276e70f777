"""Words that a person pointed at, as a value: a day or an amount in the notation that `alfrd set` takes."""

from __future__ import annotations

from collections.abc import Sequence

from alfrd_luigi import preload


def read(kind: str, words: str, pages: Sequence[str]) -> str:
    """The value of the words, which stand on these pages; the words themselves if no value can be read from them."""
    with preload.importing():  # half of what a page of the desk would import, and no page needs it
        from alfrd_luigi.extraction.amounts.money import decimal_point, find_money
        from alfrd_luigi.extraction.dates import read_day
    if kind == "date":
        day = read_day(words, pages)
        return day.isoformat() if day is not None else words
    if kind == "number":
        lines = [line for page in pages for line in page.splitlines()]
        amount = next(iter(find_money(words, decimal_point(lines))), None)
        return str(amount.value) if amount is not None else words
    return words
