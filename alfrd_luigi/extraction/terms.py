"""Finds out by when a bill is to be paid that names no day: "payable within 30 days", "due on receipt"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.extraction.phrases import is_line, may_occur, occurs, pattern
from alfrd_luigi.extraction.term_phrases import BARE, TermPhrases, term_phrases

_UNITS = "day|cal|week|month|tag|kal|tg|woche|monat|jour|jr|j|sem|mois|d.?.?a|mes|giorn|gg|sett|dag|dgn|weken|maand"
_SHORT = "one|two|seven|eight|ten|eine.|zwei|sieben|acht|una?|une|sept|huit|dix|siete|diez|sette|dieci|.n|twee|zeven"
ROOTS = (
    rf"[0-9)][\s-]?(?:{_UNITS})|net [1-9]|(?:{_SHORT})\s(?:{_UNITS})|teen|irty|ixty|zehn|dreiß|dreiss|ech?zig"
    "|quinz|quinc|trent|treint|dertig|tien|receipt|mmediat|sofort|prompt|erhalt|ception|cepci|vista|recib|inmediat|diat|ricevim"
    "|ontvangst|omgaand|onmiddel|direct te"
)
"""A regular expression for a part of each phrase, with its accents, by which the database finds texts worth reading."""
_CELL = re.compile(r"\t| {2,}")
# More signs than may be between two words of a phrase.
_BETWEEN_CELLS = "\n\n\n\n"
_SENTENCE_END = re.compile(r"[.!?;](?=\s+[a-z])|\n{4}")
_EXCERPT_END = re.compile(r"[.!?;](?=\s+[a-z])|\n")
_CLAUSE_END = re.compile(r"[.!?;,](?=\s)|\n{4}")
_DAY = re.compile(
    r"[^\d\n]{0,25}\n?[^\d\n]{0,12}"
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2}|\d{1,2}\.? [a-z]{3,9}\.?,? 20\d\d)"
)
# The time before is that of another instalment: "30, 60 and 90 days".
_ONE_OF_SEVERAL = re.compile(r"\d\s*(?:[/,+-]|e|et|y|u|und|and|en|ou|o|oder|or|of)\s*$")
_MORE_DAYS = re.compile(r"\d")
_BEFORE, _AFTER, _NEAR = 80, 45, 12
# The length of a phrase with other words in it, before or behind the time.
_PHRASE = 120
_LONGEST, _EXCERPT = 120, 160
_MONTH = 30
_TITLE_LINES = 20
# Of a longer text, the beginning: ten pages.
_MOST = 30_000


class _Time(NamedTuple):
    """What is added to the day of a bill. `to_month_end`: to the last day of the month in which that ends."""

    days: int = 0
    months: int = 0
    to_month_end: bool = False


class Terms(NamedTuple):
    """By when a bill is to be paid, after the day of the bill, and the words that say so, folded."""

    time: _Time
    words: str

    def day(self, since: date) -> date | None:
        """The day by which a bill of a day is to be paid; None if it depends on how the months are counted.

        "30 days, end of month" of 31 January is at the end of February for those who count months, and of March for
        those who count days.
        """
        time = self.time
        day = _later(since, time.months) + timedelta(time.days)
        if not time.to_month_end:
            return day
        by_months = _later(since, time.days // _MONTH) + timedelta(time.days % _MONTH)
        ends = {_month_end(day), _month_end(by_months)}
        return ends.pop() if len(ends) == 1 else None


class _Mention(NamedTuple):
    """A time that a text names; None if nobody can tell what it is counted from, or how. `end` is that of the words."""

    time: _Time | None
    start: int
    end: int


@lru_cache(maxsize=16)
def find_terms(text: str) -> Terms | None:
    """By when a bill with this text is to be paid. None if it does not say so, or not for sure.

    Nothing is said by a time for a discount or for something else (a return, a claim, an interest), or below a
    condition. Two different times, a time that is counted from another day than that of the bill, a day behind it, and
    a text that says that it is paid or no bill are doubts.
    """
    folded = "\n".join(_BETWEEN_CELLS.join(map(fold, _CELL.split(line.strip()))) for line in text[:_MOST].splitlines())
    found = [each for language in term_phrases() for each in _mentions(language, folded)]
    times = {each.time for each in found}
    time = times.pop() if len(times) == 1 else None
    if time is None or _is_settled(folded) or _is_no_bill(folded):
        return None
    return Terms(time, _excerpt(folded, found[0]))


def _later(day: date, months: int) -> date:
    """The day some months later, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _is_settled(folded: str) -> bool:
    """Whether a text says that it is paid: a sentence, or a stamp of one word."""
    return any((occurs if " " in each else is_line)(each, folded) for each in phrases("terms", "paid"))


def _is_no_bill(folded: str) -> bool:
    """Whether the title is that of a quote, a confirmation or a credit note."""
    beginning = "\n".join([line for line in folded.split("\n") if line][:_TITLE_LINES])
    return any(is_line(each, beginning) for each in phrases("terms", "others"))


def _excerpt(folded: str, mention: _Mention) -> str:
    rest = _until(_EXCERPT_END, folded[mention.end :])
    return " ".join((folded[mention.start : mention.end] + rest)[:_EXCERPT].split()).rstrip(".,;:")


def _mentions(language: TermPhrases, folded: str) -> Iterator[_Mention]:
    times = [match for start, end in _around(language, folded) for match in language.times.finditer(folded, start, end)]
    for match in times:
        yield from _judged(language, folded, match, _read(language, match))
    for match in _at_once(language, folded):
        if not any(each.start() <= match.start() < each.end() for each in times):
            yield from _judged(language, folded, match, _Time())


def _around(language: TermPhrases, folded: str) -> Iterator[tuple[int, int]]:
    """The parts of a text with times, where the phrases are sought: there are many phrases, and few times."""
    places = sorted(match.span() for time in (language.time, BARE) for match in time.finditer(folded))
    start = end = 0
    for first, last in places:
        if first - _PHRASE > end:
            yield start, end
            start = first - _PHRASE
        end = last + _PHRASE
    yield start, end


def _at_once(language: TermPhrases, folded: str) -> Iterator[re.Match[str]]:
    possible = (phrase for phrase in language.at_once if may_occur(phrase, folded))
    return chain.from_iterable(pattern(phrase).finditer(folded) for phrase in possible)


def _read(language: TermPhrases, match: re.Match[str]) -> _Time | None:
    """The time that ends these words; None for one of several, or one that is too long."""
    found = list(language.time.finditer(match[0]))
    if not found:
        return _Time(int(re.findall(r"\d+", match[0])[-1]))
    last = found[-1]
    number = language.numbers.get(last["number"]) or int(last["number"])
    length = _MONTH if last["unit"] in language.months else 7 if last["unit"] in language.weeks else 1
    start = match.start() + last.start()
    if number * length > _LONGEST or _ONE_OF_SEVERAL.search(match.string[max(start - _NEAR, 0) : start]):
        return None
    return _Time(months=number) if length == _MONTH else _Time(number * length)


def _judged(language: TermPhrases, folded: str, match: re.Match[str], time: _Time | None) -> Iterator[_Mention]:
    """The mention, if these words are about the payment of the whole amount."""
    before = _since(_SENTENCE_END, folded[max(match.start() - _BEFORE, 0) : match.start()])
    after = _until(_SENTENCE_END, folded[match.end() : match.end() + _AFTER])
    next_time = language.time.search(after)
    clause = match[0] + _until(_CLAUSE_END, after[: next_time.start()] if next_time else after)
    is_discount = language.discount.search(_since(_CLAUSE_END, before) + clause) and not language.net.search(clause)
    if not language.no_terms.search(before + match[0]) and not is_discount:
        yield _Mention(_counted(language, match, time, after), match.start(), match.end())


def _counted(language: TermPhrases, match: re.Match[str], time: _Time | None, after: str) -> _Time | None:
    """The time, if it is counted from the day of the bill."""
    if language.doubts.search(after) or language.not_counted_from_bill.match(after) or _DAY.match(after):
        return None
    end = language.month_end.search(match[0] + after) if language.month_end and time else None
    if end is None or time is None:
        return time
    return None if _MORE_DAYS.search((match[0] + after)[end.end() :]) else time._replace(to_month_end=True)


def _since(end: re.Pattern[str], text: str) -> str:
    """What is behind the last match in a text."""
    return text[max((match.end() for match in end.finditer(text)), default=0) :]


def _until(end: re.Pattern[str], text: str) -> str:
    """What is before the first match in a text."""
    found = end.search(text)
    return text[: found.start()] if found else text
