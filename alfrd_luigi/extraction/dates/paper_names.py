"""The names of papers in labels and titles: bills, orders, reminders, and the papers that come before a bill."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from alfrd_luigi.extraction.dates.vocabulary import alternatives
from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import fold, skeleton

# Languages that write a paper and its subject as one word: "Stromrechnung".
_COMPOUNDING = ("de", "nl")
# The last words of a label may be those of another paper, so that the date is not near them.
_CITED_WITHIN = 40
# A shorter word is no beginning of others: "po" of "point".
_STEM = 5


def is_numbered(label: str, title: str) -> bool:
    """Whether a label is the number of the paper that the line above names: "Invoice", "No. 4711 of"."""
    patterns = paper_patterns()
    return bool(patterns.numbered.fullmatch(fold(label))) and bool(patterns.title.search(fold(title)))


def names_paper(text: str) -> bool:
    """Whether a text begins with the name of a paper: "Premium notice 4711", "Beitragsrechnung zur Versicherung"."""
    return bool(paper_patterns().title.match(fold(text)) or _compound_pattern().match(fold(text)))


def names_payment(label: str) -> bool:
    """Whether a label names a payment that was received: "Payment received", "Zahlungseingang"."""
    return any(key in skeleton(label) for key in _payments())


@cache
def _payments() -> frozenset[str]:
    return frozenset(map(skeleton, phrases("dates", "payments")))


def names_stay(label: str) -> bool:
    """Whether a label names an end of a stay or a journey: "Arrival", "Abreise"."""
    return bool(_stay_pattern().search(fold(label)))


@cache
def _stay_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('stays')})\b")


def is_bare_of(label: str) -> bool:
    """Whether a label is nothing but "of"."""
    return bool(paper_patterns().of.fullmatch(fold(label)))


def names_bill(label: str) -> bool:
    """Whether a label names a bill, such as "invoice date"."""
    return bool(_bill_patterns()[0].search(fold(label)))


def is_reminder(titles: Iterable[str]) -> bool:
    """Whether one of the titles is that of a reminder, which names the bill that it is about."""
    return any(_bill_patterns()[1].search(fold(title)) for title in titles)


@cache
def _bill_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"\b(?:{alternatives('bills')})"), re.compile(rf"\b(?:{alternatives('reminders')})\b")


@lru_cache(maxsize=4096)
def precedes_bill(label: str) -> bool:
    """Whether a label names a paper or an act that comes before a bill, such as an order or a delivery."""
    return bool(_preceding_pattern().search(fold(label)))


@cache
def _preceding_pattern() -> re.Pattern[str]:
    words = sorted(phrases("dates", "preceding"), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(word)}" + r"\b" * (len(word) < _STEM) for word in words))


def is_order(titles: Iterable[str]) -> bool:
    """Whether one of the titles is that of an order form: "PURCHASE ORDER 4711"."""
    return any(_order_patterns().title.fullmatch(fold(title)) for title in titles)


def dates_order(label: str) -> bool:
    """Whether a label is that of the date of an order: "PO date"."""
    folded = fold(label)
    return bool(_order_patterns().order.search(folded)) and bool(paper_patterns().date.search(folded))


class _OrderPatterns(NamedTuple):
    """Patterns for the folded title of an order form, and for an order in a label."""

    title: re.Pattern[str]
    order: re.Pattern[str]


@cache
def _order_patterns() -> _OrderPatterns:
    number = rf"(?:\W{{0,3}}(?:{alternatives('numbers')})?\W{{0,3}}\S*\d\S*)?"
    title = rf"(?:{alternatives('order_titles')}){number}"
    return _OrderPatterns(re.compile(title), re.compile(rf"\b(?:{alternatives('orders')})"))


def names_yours(label: str) -> bool:
    """Whether a label begins with a paper of the addressee: "Your quote 4711 /"."""
    return bool(_yours_pattern().match(fold(label))) and precedes_bill(label)


@cache
def _yours_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('your')})\b")


class PaperPatterns(NamedTuple):
    """Patterns for folded labels, from the words of all languages."""

    of: re.Pattern[str]
    cited: re.Pattern[str]
    yours: re.Pattern[str]
    own: re.Pattern[str]
    date: re.Pattern[str]
    paper_date: re.Pattern[str]
    articles: re.Pattern[str]
    number: re.Pattern[str]
    numbered: re.Pattern[str]
    title: re.Pattern[str]


@cache
def paper_patterns() -> PaperPatterns:
    of, papers, articles = alternatives("of"), alternatives("papers"), alternatives("articles")
    cited = rf"\b(?:{alternatives('citing')}|{alternatives('your')})\b"
    dates = alternatives("date_words")
    compounds = "|".join(rf"\w{{2,20}}(?:{alternatives('papers', code)})" for code in _COMPOUNDING)
    return PaperPatterns(
        of=re.compile(rf"(?:^|\W)(?:{of})\W*$"),
        cited=re.compile(rf"{cited}.{{1,{_CITED_WITHIN}}}$"),
        yours=re.compile(rf"(?<!\w)(?:{alternatives('your')}) (?:\w+ )?(?:{alternatives('bills')})\b(?!.*{cited})"),
        own=re.compile(
            rf"\b(?P<paper>{papers}|{compounds})s?(?:\W{{1,3}}(?:\w{{1,10}}\W{{1,3}})?\S*\d\S*)?\W{{1,3}}(?:{of})\W*$"
        ),
        date=re.compile(rf"\b(?:{dates})\b|\w(?:datum)\b"),
        paper_date=re.compile(
            rf"\b(?:{papers})s?\W(?:{dates})\b|\b(?:{dates})\W(?:(?:{articles})\W)*(?:{papers})s?\b"
            rf"|\b(?:{papers})[es]?n?-?datum\b"
        ),
        articles=re.compile(rf"\b(?:{articles})\b"),
        number=re.compile(rf"(?:(?:{alternatives('numbers')})\W{{0,3}}(?:(?:{of})\W)?)?"),
        numbered=re.compile(rf"(?:{alternatives('numbers')})\W{{0,3}}\S*\d\S*(?:\s\d+)*\W{{1,3}}(?:{of})"),
        title=re.compile(rf"\b(?:{papers})s?\b"),
    )


@cache
def _compound_pattern() -> re.Pattern[str]:
    return re.compile("|".join(rf"\w{{2,20}}(?:{alternatives('papers', code)})\b" for code in _COMPOUNDING))
