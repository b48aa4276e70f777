"""The summary of a file, made from the statistics that SQL computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import fmean
from typing import Any

from alfrd_luigi.extraction.formatting import money, spoken_date

# Fewer documents show no trend, and smaller changes between the halves are not mentioned.
_TREND_DOCUMENTS = 4
_TREND_CHANGE = 0.1


def summarize_file(title: str, statistics: Mapping[str, Any], documents: Sequence[Mapping[str, Any]]) -> str:
    """One paragraph: the number and dates of the documents, what was counted, its total, the trend, the latest one."""
    return " ".join(_sentences(title, statistics, sorted(documents, key=_day)))


def _sentences(title: str, statistics: Mapping[str, Any], documents: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield _extent(title, statistics)
    yield from _duplicates(statistics)
    if statistics.get("total") is not None:
        yield _amounts(statistics)
    if statistics.get("balances"):
        yield _balances(statistics)
    yield from _uncounted(statistics)
    trend = _trend([each["total_amount"] for each in documents if _is_counted(each, statistics)])
    if trend:
        yield trend
    if documents and documents[-1].get("document_date"):
        yield _latest(documents[-1])


def _extent(title: str, statistics: Mapping[str, Any]) -> str:
    holding = f"{title}: {_counted(statistics['count'], 'document')}"
    first, last = statistics.get("first_date"), statistics.get("last_date")
    if not first or not last:
        return f"{holding}."
    span = f"of {_spoken(first)}" if first == last else f"from {_spoken(first)} to {_spoken(last)}"
    return f"{holding} {span}."


def _duplicates(statistics: Mapping[str, Any]) -> Iterator[str]:
    number = statistics.get("duplicates")
    if number:
        yield f"Of them, {number} {'is a duplicate' if number == 1 else 'are duplicates'} and not counted."


def _amounts(statistics: Mapping[str, Any]) -> str:
    currency = statistics.get("currency")
    total, least, most, mean = (
        money(statistics[name], currency) if statistics.get(name) is not None else None
        for name in ("total", "minimum", "maximum", "mean")
    )
    summed = statistics.get("amounts", statistics["count"])
    of = "" if summed == statistics["count"] else f" of {_counted(summed, 'document')}"
    if summed == 1 or None in (least, most, mean):
        return f"The total{of} is {total}."
    if least == most:
        return f"The total{of} is {total}, each time {least}."
    return f"The total{of} is {total}, on average {mean}, between {least} and {most}."


def _balances(statistics: Mapping[str, Any]) -> str:
    currency = statistics.get("currency")
    latest, least, most = (
        money(statistics[name], currency) for name in ("latest_balance", "lowest_balance", "highest_balance")
    )
    if least == most:
        return f"The latest balance is {latest}. Balances are not added up."
    return f"The latest balance is {latest}, and balances were between {least} and {most}. They are not added up."


def _uncounted(statistics: Mapping[str, Any]) -> Iterator[str]:
    """What the sums leave out. Statistics of earlier versions do not say."""
    foreign, missing = statistics.get("other_currencies"), statistics.get("without_amount")
    if foreign:
        yield f"Not included: {_counted(foreign, 'amount')} in other currencies."
    if missing and (statistics.get("amounts") or statistics.get("balances")):
        yield f"Without an amount: {_counted(missing, 'document')}."


def _is_counted(document: Mapping[str, Any], statistics: Mapping[str, Any]) -> bool:
    """Whether the document has an amount in the currency of the sums."""
    return document.get("total_amount") is not None and document.get("currency") == statistics.get("currency")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _trend(amounts: Sequence[float]) -> str | None:
    """A comparison of the later half with the earlier one."""
    if len(amounts) < _TREND_DOCUMENTS:
        return None
    middle = len(amounts) // 2
    earlier, later = fmean(amounts[:middle]), fmean(amounts[-middle:])
    if earlier <= 0 or abs(later / earlier - 1) < _TREND_CHANGE:
        return None
    return f"The later half is on average {abs(later / earlier - 1):.0%} {'higher' if later > earlier else 'lower'}."


def _latest(document: Mapping[str, Any]) -> str:
    day = _spoken(document["document_date"])
    if document.get("total_amount") is None:
        return f"The latest is of {day}."
    return f"The latest, of {day}, is for {money(document['total_amount'], document.get('currency'))}."


def _day(document: Mapping[str, Any]) -> str:
    return document.get("document_date") or ""


def _spoken(day: str) -> str:
    return spoken_date(date.fromisoformat(day))
