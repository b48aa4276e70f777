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
    """One paragraph: the number and dates of the documents, their total, the trend, and the latest document."""
    return " ".join(_sentences(title, statistics, sorted(documents, key=_day)))


def _sentences(title: str, statistics: Mapping[str, Any], documents: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield _extent(title, statistics)
    if statistics.get("total") is not None:
        yield _amounts(statistics)
    trend = _trend([each["total_amount"] for each in documents if each.get("total_amount") is not None])
    if trend:
        yield trend
    if documents and documents[-1].get("document_date"):
        yield _latest(documents[-1])


def _extent(title: str, statistics: Mapping[str, Any]) -> str:
    count = statistics["count"]
    holding = f"{title}: {count} document{'' if count == 1 else 's'}"
    first, last = statistics.get("first_date"), statistics.get("last_date")
    if not first or not last:
        return f"{holding}."
    span = f"of {_spoken(first)}" if first == last else f"from {_spoken(first)} to {_spoken(last)}"
    return f"{holding} {span}."


def _amounts(statistics: Mapping[str, Any]) -> str:
    currency = statistics.get("currency")
    total, least, most, mean = (
        money(statistics[name], currency) if statistics.get(name) is not None else None
        for name in ("total", "minimum", "maximum", "mean")
    )
    if statistics["count"] == 1 or None in (least, most, mean):
        return f"The total is {total}."
    if least == most:
        return f"The total is {total}, each time {least}."
    return f"The total is {total}, on average {mean}, between {least} and {most}."


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
