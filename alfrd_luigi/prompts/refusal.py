"""Why a proposed text cannot become a version of a prompt.

The model that proposed it read documents, which strangers wrote. So the text is checked against each document that was
shown, with the values that were found in it, and against what every version keeps (see contract.py). What the present
version says already is never held against it. Whether the text is any good is for a trial to find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from unicodedata import category

from alfrd_luigi.database.prompts import PromptVersion
from alfrd_luigi.language import quotation
from alfrd_luigi.prompts import contract

# A name is told by any of its words; another value if it is too long or has too many digits for a coincidence.
_SHORTEST_NAME = 3
_SHORTEST_VALUE = 8
_DIGITS = 4
_PLACE = re.compile(r"https?:|www\.|\S+@\S+\.\w|</?\w")
_LAYOUT = "\n\r\t"
# Control characters, marks of direction and joining, and code points without a character.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")


class Shown(NamedTuple):
    """A document that was shown for the proposal: its pages, and its values by name."""

    pages: Sequence[str]
    values: Sequence[Mapping[str, Any]]


class Rules(NamedTuple):
    """What a text is checked against: the versions of its key, the most words, and our own words besides.

    `present` is the text of the active version. `known` has the descriptions of types and fields.
    """

    kind: str
    present: str
    versions: Sequence[PromptVersion]
    most_words: int
    known: str


def reason(text: str, rules: Rules, shown: Sequence[Shown]) -> str | None:
    """Why the text is refused, in words that quote nothing; None if it may become a version."""
    return _fault_of_form(text, rules) or _repetition(text, rules.versions) or _copy(text, rules, shown)


def _fault_of_form(text: str, rules: Rules) -> str | None:
    count = len(text.split())
    if not count:
        return "it is empty"
    if count > rules.most_words:
        return f"it has {count} words, and prompt_max_words is {rules.most_words}"
    if lacking := contract.dropped(rules.kind, text):
        return f"it no longer says anything of {', '.join(lacking)}"
    if any(category(letter) in _UNSEEN and letter not in _LAYOUT for letter in text):
        return "it has characters that cannot be seen"
    return None


def _repetition(text: str, versions: Iterable[PromptVersion]) -> str | None:
    words = quotation.words(text)
    same = next((each.version for each in versions if quotation.words(each.text) == words), None)
    return None if same is None else f"it repeats version {same}"


def _copy(text: str, rules: Rules, shown: Sequence[Shown]) -> str | None:
    known = "\n".join([rules.present, *contract.clauses(rules.kind), rules.known])
    pages = [page for each in shown for page in each.pages]
    if set(_PLACE.findall(text)) - set(_PLACE.findall(known)):
        return "it has an address or a mark"
    if quotation.quotes(text, pages, known):
        return "it quotes a document"
    if quotation.copies_order(text, pages, known):
        return "it copies an instruction from a document"
    told = (value for each in shown for values in each.values for value in _telling(values))
    return "it has a value of a document" if quotation.names(text, told, known) else None


def _telling(values: Mapping[str, Any]) -> Iterator[str]:
    """The values that tell of their document: names, and what is too long or has too many digits for a coincidence."""
    for name, value in values.items():
        for text in _texts(value):
            if _is_telling(text) or (name == "entity" and len(text) >= _SHORTEST_NAME):
                yield text


def _is_telling(text: str) -> bool:
    has_words = len(text.split()) > 1 and len(text) >= _SHORTEST_VALUE
    return has_words or sum(letter.isdigit() for letter in text) >= _DIGITS


def _texts(value: Any) -> Iterator[str]:
    """Each string and number in a value, a number in each form in which it may be written."""
    match value:
        case str():
            yield value
        case bool():
            return
        case int() | float():
            yield from {f"{value}", f"{value:.2f}", f"{value:,.2f}"}
        case Mapping():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)
