"""The party of a contract that issues it, as prose names it: "between Example Homes LLC ("Landlord") and ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from alfrd_luigi.extraction.entities.companies import leading_name
from alfrd_luigi.extraction.entities.vocabulary import Span, beginning, is_generic, occurrences, occurs, words_of
from alfrd_luigi.extraction.lines import TextLine

_LINES = 60
"""The first lines of a contract name its parties."""
_ROLE_REACH = 4
"""The number of lines from the words before the parties to the role of the first."""
_ARTICLE = re.compile(r"(?:(?:la|il|el|le|the|de|der|die)\s+|l['\u2019]\s*)(?=[A-Z])", re.IGNORECASE)
_PART_OF_NAMES = "de"
"""The article that may begin a name: "de Vries"."""
_INTRODUCTION = 40
_INTRODUCED = re.compile(r"[(\u201c\u201e\u00ab\"'\u2018\u2019\-,:][^()]{0,30}$")
_NAME_END = re.compile(r"[,;(\u201c\u201e\"\n]|\s[-\u2013]\s|\s(?:and|und|et|y|e|en)\s(?=[A-Z])")


def issuing_parties(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, str]]:
    """The first party after "between", if its role is that of an issuer, with the line on which it begins."""
    first = [line for line in lines[:_LINES] if line.page == 0]
    for position, line in enumerate(first):
        for between in islice(occurrences("between", line.text), 1):
            yield from _party(first[position : position + _ROLE_REACH], between)


def declarants(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, str]]:
    """The names of two words or more after "I, the undersigned,", with their lines."""
    for line in lines:
        for words in islice(occurrences("declaring", line.text), 1):
            name = leading_name(_untitled(line.text[words.end :].lstrip(" .,:(e)")))
            if len(words_of(name)) > 1 and not is_generic(name):
                yield line, name


def _party(lines: Sequence[TextLine], between: Span) -> Iterator[tuple[TextLine, str]]:
    """The name after the word, if an issuer's role follows it and precedes the recipient's."""
    line, rest = lines[0], lines[0].text[between.end :].strip(" :,")
    if not rest:
        lines = lines[1:]
        if not lines:
            return
        line, rest = lines[0], lines[0].text
    name = _NAME_END.split(_untitled(rest))[0].strip()
    following = "\n".join([rest, *(other.text for other in lines[1:])])
    if name and name[0].isupper() and not is_generic(name) and _first_role(following):
        yield line, name


def _untitled(text: str) -> str:
    """The text without an article, and a person's title, before the name: "la Sig.ra Example" gives "Example".

    An article with a capital is a part of the name: "The Example Trust". One word behind an article is a role.
    """
    article = _ARTICLE.match(text)
    rest = text[article.end() :] if article else text
    title = beginning("title", rest)
    if title:
        return rest[title.end :].lstrip(" .")
    is_apart = article is not None and article[0][0].islower() and article[0].strip() != _PART_OF_NAMES
    return rest if is_apart and len(words_of(_NAME_END.split(rest)[0])) > 1 else text


def _first_role(text: str) -> bool:
    """Whether the first role that the text introduces is an issuer's."""
    issuers = [role.start for role in occurrences("party", text) if _is_introduced(text, role)]
    recipients = [role.start for role in occurrences("recipient", text) if _is_introduced(text, role)]
    return bool(issuers) and (not recipients or issuers[0] <= recipients[0])


def _is_introduced(text: str, role: Span) -> bool:
    before = text[max(0, role.start - _INTRODUCTION) : role.start].rstrip(" ")
    return bool(_INTRODUCED.search(before)) and not occurs("title", text[role.start : role.end])
