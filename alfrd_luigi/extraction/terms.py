"""Finds out by when a bill is to be paid that names no day: "payable within 30 days", "due on receipt"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from alfrd_luigi.extraction.languages import phrases
from alfrd_luigi.extraction.lines import fold
from alfrd_luigi.extraction.phrases import is_line, label_may_occur, occurs, pattern
from alfrd_luigi.extraction.term_phrases import BARE, TermPhrases, term_phrases

_UNITS = (
    "day|cal|week|month|tag|kal|tg|woche|monat|jour|jr|j(?![a-z])|sem|mois|d..?as|mes|giorn|gg|sett|dag|dgn|weken|maand"
)
_SHORT = "one|two|seven|eight|ten|eine.|zwei|sieben|acht|una?|une|sept|huit|dix|siete|diez|sette|dieci|.n|twee|zeven"
ROOTS = (
    rf"[0-9)][\s-]?(?:{_UNITS})|net [1-9]|(?:{_SHORT})\s(?:{_UNITS})|teen|irty|ixty|zehn|dreiß|dreiss|ech?zig"
    "|quinz|quinc|trent|treint|dertig|(?:veer|vijf)tien|receipt|mmediat|sofort|prompt|erhalt|ception|cepci|vista"
    "|recib|inmediat|diat|ricevim|ontvangst|omgaand|onmiddel|direct te"
)
"""A regular expression for a part of each phrase, with its accents, by which the database finds texts worth reading."""
_CELL = re.compile(r"(?<=\S)(?:\t| {2,})(?=\S)")
# A control character that is no space, and what is put for it: more signs than may be between two words of a phrase.
_CELL_MARK, _BETWEEN_CELLS = "\x01", "\n\n\n\n"
_SENTENCE_END = re.compile(r"[.!?;](?=\s+[a-z])|\n{4}")
_EXCERPT_END = re.compile(r"[.!?;](?=\s+[a-z])|\n")
# A line that ends with an amount is a row: "VAT 20 % 20.00".
_CLAUSE_END = re.compile(r"[.!?;,](?=\s)|\n{4}|(?<=[\d\u20ac$\u00a3])\n")
_DAY = re.compile(
    r"[^\d\n]{0,25}\n?[^\d\n]{0,12}"
    r"(\d{4}-\d\d-\d\d|\d{1,2}[./-] ?\d{1,2}[./-] ?(?:20)?\d\d|\d{1,2}\.? [a-z]{3,9}\.?,? 20\d\d)"
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
    printed: frozenset[str] = frozenset()

    def day(self, since: date) -> date | None:
        """The day by which a bill of a day is to be paid; None if another day is printed behind the time.

        It is also None if it depends on how the months are counted.
        "30 days, end of month" of 31 January is at the end of February for those who count months, and of March for
        those who count days.
        """
        day = self._computed(since)
        return None if day is None or any(not _is_day(day, text) for text in self.printed) else day

    def _computed(self, since: date) -> date | None:
        time = self.time
        day = _later(since, time.months) + timedelta(time.days)
        if not time.to_month_end:
            return day
        by_months = _later(since, time.days // _MONTH) + timedelta(time.days % _MONTH)
        ends = {_month_end(day), _month_end(by_months)}
        return ends.pop() if len(ends) == 1 else None


class _Mention(NamedTuple):
    """A time in a text, and where it and the phrase around it stand. `time` is None if it is not clear."""

    time: _Time | None
    place: tuple[int, int]
    start: int
    end: int
    printed: str = ""


@lru_cache(maxsize=16)
def find_terms(text: str) -> Terms | None:
    """By when a bill with this text is to be paid. None if it does not say so, or not for sure.

    Nothing is said by a time for a discount or for something else (a return, a claim, an interest), or below a
    condition. Two different times, a time that is counted from another day than that of the bill, and a text that says
    that it is paid or no bill are doubts.
    """
    folded = _folded_cells(text[:_MOST])
    bare = list(_bare_times(folded))
    found = [each for language in term_phrases() for each in _mentions(language, folded, bare)]
    times = {each.time for each in found}
    time = times.pop() if len(times) == 1 else None
    if time is None or _is_settled(folded) or _is_no_bill(folded):
        return None
    return Terms(time, _excerpt(folded, found[0]), frozenset(each.printed for each in found if each.printed))


def _folded_cells(text: str) -> str:
    """The folded text with its lines, and more than one line end between two cells."""
    lines = (fold(_CELL.sub(f" {_CELL_MARK} ", line)) for line in text.splitlines())
    return "\n".join(lines).replace(f" {_CELL_MARK} ", _BETWEEN_CELLS)


def _later(day: date, months: int) -> date:
    """The day some months later, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _is_day(day: date, text: str) -> bool:
    """Whether a printed date may be this day, in any order. The name of a month is not read."""
    numbers = sorted(int(number) for number in re.findall(r"\d+", text))
    of_day = [[year, *rest] for year in (day.year, day.year % 100) for rest in ([day.day, day.month], [day.day])]
    return numbers in map(sorted, of_day)


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


def _mentions(language: TermPhrases, folded: str, bare: Iterable[_Mention]) -> Iterator[_Mention]:
    times = [*_times(language, folded), *bare]
    at_once = (each for each in _at_once(language, folded) if not any(_is_in(each, time) for time in times))
    for mention in (*times, *at_once):
        if _is_of_payment(language, folded, mention):
            printed = _DAY.match(folded[mention.place[1] : mention.place[1] + _AFTER])
            yield mention._replace(time=_counted(language, folded, mention), printed=printed[1] if printed else "")


def _is_in(mention: _Mention, other: _Mention) -> bool:
    return other.start <= mention.start < other.end


def _times(language: TermPhrases, folded: str) -> Iterator[_Mention]:
    for match in language.time.finditer(folded):
        span = _phrase(language, folded, match)
        if span is not None:
            yield _Mention(_read(language, match), match.span(), *span)


def _phrase(language: TermPhrases, folded: str, time: re.Match[str]) -> tuple[int, int] | None:
    """Where the phrase around a time begins and ends, if there is one."""
    first, last = time.span()
    window = max(first - _PHRASE, 0), first
    if before := language.before.search(folded, *window):
        return before.start(), last
    if behind := language.behind.match(folded, last):
        return first, behind.end()
    within = language.within.search(folded, *window)
    behind = language.behind_within.match(folded, last) if within else None
    return (within.start(), behind.end()) if within and behind else None


def _bare_times(folded: str) -> Iterator[_Mention]:
    for match in BARE.finditer(folded):
        yield _Mention(_Time(int(match[1])), match.span(1), *match.span())


def _at_once(language: TermPhrases, folded: str) -> Iterator[_Mention]:
    possible = (phrase for phrase in language.at_once if label_may_occur(phrase, folded))
    for match in chain.from_iterable(pattern(phrase).finditer(folded) for phrase in possible):
        yield _Mention(_Time(), match.span(), *match.span())


def _read(language: TermPhrases, match: re.Match[str]) -> _Time | None:
    """The time; None for one of several, or one that is too long."""
    number = language.numbers.get(match["number"]) or int(match["number"])
    length = _MONTH if match["unit"] in language.months else 7 if match["unit"] in language.weeks else 1
    before = match.string[max(match.start() - _NEAR, 0) : match.start()]
    if number * length > _LONGEST or _ONE_OF_SEVERAL.search(before):
        return None
    return _Time(months=number) if length == _MONTH else _Time(number * length)


def _is_of_payment(language: TermPhrases, folded: str, mention: _Mention) -> bool:
    """Whether the mention is about the payment of the whole amount: no condition, and no time for a discount."""
    first, last = mention.place
    sentence = _since(_SENTENCE_END, folded[max(mention.start - _BEFORE, 0) : mention.start])
    before = _since(language.time, _since(_CLAUSE_END, folded[max(first - _BEFORE, 0) : first]))
    after = _until(language.time, _until(_CLAUSE_END, folded[last : last + _AFTER]))
    clause = f"{before} {folded[first:last]} {after}"
    is_discount = language.discount.search(clause) and not language.net.search(clause)
    return not is_discount and not language.no_terms.search(sentence + folded[mention.start : mention.end])


def _counted(language: TermPhrases, folded: str, mention: _Mention) -> _Time | None:
    """The time, if it is counted from the day of the bill."""
    last = mention.place[1]
    after = _until(_SENTENCE_END, folded[last : last + _AFTER])
    if language.doubts.search(after) or language.not_counted_from_bill.match(after):
        return None
    end = language.month_end.search(after) if language.month_end and mention.time else None
    if end is None or mention.time is None:
        return mention.time
    return None if _MORE_DAYS.search(after[end.end() :]) else mention.time._replace(to_month_end=True)


def _since(end: re.Pattern[str], text: str) -> str:
    """What is behind the last match in a text."""
    return text[max((match.end() for match in end.finditer(text)), default=0) :]


def _until(end: re.Pattern[str], text: str) -> str:
    """What is before the first match in a text."""
    found = end.search(text)
    return text[: found.start()] if found else text
