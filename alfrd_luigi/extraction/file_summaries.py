"""The summary of a file, made from the statistics that SQL computed. Its sentences are `file` in summaries.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import fmean
from typing import Any

from alfrd_luigi.extraction.formatting import counted, money, percent, quantity, spoken_date
from alfrd_luigi.extraction.languages import by_code
from alfrd_luigi.extraction.summaries import PLAIN_NUMBERS, paragraph, summary_language

# Fewer documents show no trend, and smaller changes between the halves are not mentioned.
_TREND_DOCUMENTS = 4
_TREND_CHANGE = 0.1
# A change that would be written as 0 %.
_ABOUT_THE_SAME = 0.005
_AMOUNTS = ("total", "minimum", "maximum", "mean")
_BALANCES = ("latest_balance", "lowest_balance", "highest_balance")


def summarize_file(
    title: str,
    statistics: Mapping[str, Any],
    documents: Sequence[Mapping[str, Any]],
    language: str | None = None,
    compared: Sequence[Mapping[str, Any]] = (),
) -> str:
    """One paragraph: the number and dates of the documents, what was counted, its total, the trend, the latest one.

    Of the `compared` fields, it tells those of the latest document that have a name in the summaries.toml of the
    language (`fields`). It is in `language` (ISO 639-1), else in that of the documents' summaries.
    """
    language = summary_language([document.get("summary") or "" for document in documents], language)
    ordered = sorted(documents, key=_day)
    sums = _amounts(statistics, language) | _balances(statistics, language)
    words = {
        "title": title,
        "count": counted(statistics["count"], "document", language),
        **_extent(statistics, language),
        **_duplicates(statistics.get("duplicates")),
        **sums,
        **_uncounted(statistics, language),
        **_trend([each["total_amount"] for each in ordered if _is_counted(each, statistics)], language),
        **_latest(ordered, language, is_summed=bool(sums)),
        **_year_before([each for each in compared if each["latest_date"] == statistics["last_date"]], language),
    }
    return paragraph(by_code("summaries")[language]["file"], words, language)


def _extent(statistics: Mapping[str, Any], language: str) -> dict[str, str]:
    first, last = statistics.get("first_date"), statistics.get("last_date")
    if not first or not last:
        return {}
    if first == last:
        return {"day": _spoken(first, language)}
    return {"first": _spoken(first, language), "last": _spoken(last, language)}


def _duplicates(number: int | None) -> dict[str, str]:
    return {"duplicate" if number == 1 else "duplicates": str(number)} if number else {}


def _amounts(statistics: Mapping[str, Any], language: str) -> dict[str, str]:
    known = _sums(_AMOUNTS, statistics, language)
    if "total" not in known:
        return {}
    number = statistics.get("amounts", statistics["count"])
    of = {} if number == statistics["count"] else {"summed": counted(number, "document", language)}
    if number == 1 or len(known) < len(_AMOUNTS):
        return {"total": known["total"], **of}
    if known["minimum"] == known["maximum"]:
        return {"total": known["total"], "each": known["minimum"], **of}
    return known | of


def _balances(statistics: Mapping[str, Any], language: str) -> dict[str, str]:
    if not statistics.get("balances"):
        return {}
    known = _sums(_BALANCES, statistics, language)
    return known if known["lowest_balance"] != known["highest_balance"] else {"latest_balance": known["latest_balance"]}


def _sums(names: Sequence[str], statistics: Mapping[str, Any], language: str) -> dict[str, str]:
    currency = statistics.get("currency")
    known = {name: statistics[name] for name in names if statistics.get(name) is not None}
    return {name: money(value, currency, language) for name, value in known.items()}


def _uncounted(statistics: Mapping[str, Any], language: str) -> dict[str, str]:
    """What the sums leave out. Statistics of earlier versions do not say."""
    foreign, missing = statistics.get("other_currencies"), statistics.get("without_amount")
    is_summed = statistics.get("amounts") or statistics.get("balances")
    left = {"foreign": counted(foreign, "amount", language)} if foreign else {}
    return left | ({"missing": counted(missing, "document", language)} if missing and is_summed else {})


def _is_counted(document: Mapping[str, Any], statistics: Mapping[str, Any]) -> bool:
    """Whether the document has an amount in the currency of the sums."""
    return document.get("total_amount") is not None and document.get("currency") == statistics.get("currency")


def _trend(amounts: Sequence[float], language: str) -> dict[str, str]:
    """A comparison of the later half with the earlier one."""
    if len(amounts) < _TREND_DOCUMENTS:
        return {}
    middle = len(amounts) // 2
    earlier, later = fmean(amounts[:middle]), fmean(amounts[-middle:])
    if earlier <= 0 or abs(later / earlier - 1) < _TREND_CHANGE:
        return {}
    return {"rise" if later > earlier else "fall": percent(abs(later / earlier - 1), language)}


def _latest(documents: Sequence[Mapping[str, Any]], language: str, *, is_summed: bool) -> dict[str, str]:
    if not documents or not documents[-1].get("document_date"):
        return {}
    latest = documents[-1]
    if len(documents) == 1 and (is_summed or latest.get("total_amount") is None):
        return {}  # its day and amount are told already
    said = {"latest_day": _spoken(latest["document_date"], language)}
    if latest.get("total_amount") is None:
        return said
    return said | {"latest_total": money(latest["total_amount"], latest.get("currency"), language)}


def _year_before(compared: Sequence[Mapping[str, Any]], language: str) -> dict[str, str]:
    """The latest values beside those of a year before."""
    named = by_code("summaries")[language]["fields"]
    said = [_change(named[each["field"]], each, language) for each in compared if _is_told(each, named)]
    return {"compared": "; ".join(said)} if said else {}


def _is_told(compared: Mapping[str, Any], named: Mapping[str, str]) -> bool:
    return compared["field"] in named and compared["change"] is not None


def _change(name: str, compared: Mapping[str, Any], language: str) -> str:
    form, change = by_code("summaries")[language]["change"], compared["change"]
    kind = "same" if abs(change) < _ABOUT_THE_SAME else "more" if change > 0 else "less"
    said: str = form[kind].format(field=name, value=_value(compared, language), percent=percent(abs(change), language))
    return said


def _value(compared: Mapping[str, Any], language: str) -> str:
    if compared["field"] in PLAIN_NUMBERS:
        return quantity(compared["latest"], compared["unit"], language)
    return money(compared["latest"], compared["currency"], language)


def _day(document: Mapping[str, Any]) -> str:
    return document.get("document_date") or ""


def _spoken(day: str, language: str) -> str:
    return spoken_date(date.fromisoformat(day), language)
