"""Tells apart the accounts, policies and properties that one sender has with the owner of the archive.

An account is identified by its number, or by the place that it is for. In normalised form a number has capital letters,
digits, and `*` for hidden digits; a place has words in lower case. Either is empty if it is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from alfrd_luigi.extraction.lines import fold

# The fields that hold a number or a place, the most telling first. A number of one paper, such as an invoice, is none.
NUMBERS = ("account_number", "policy_number", "student_id", "employee_number", "customer_number")
PLACES = ("property_address", "service_address")

_LENGTH = 100
# Hidden digits: "****1234", "XXXX-XXXX-1234", "•• 1234", "...1234", "ending in 1234".
_HIDDEN = re.compile(r"[*\u2022\u25cf]+|[#_\u00b7]{2,}|(?<![A-Z0-9])X{2,}|X{3,}|\.{2,}")
_ENDING = re.compile(r".*\b(?:ENDING|ENDS|ENDET|ENDEND|TERMINE|TERMINADA|EINDIGT)\b\D*")
# OCR reads these letters between digits.
_MISREAD = re.compile(r"(?<=\d)[OIL](?=\d)")
_DIGITS = str.maketrans("OIL", "011")
# Fewer visible digits are shared by too many accounts.
_VISIBLE = 3
_SHORT = {
    "street": "st",
    "avenue": "ave",
    "road": "rd",
    "drive": "dr",
    "lane": "ln",
    "apartment": "apt",
    "unit": "apt",
}
_SAME_WORDS = 85


class Account(NamedTuple):
    """What identifies an account."""

    number: str = ""
    place: str = ""

    @property
    def key(self) -> str:
        """The form in which a series stores it; empty if nothing is known."""
        return self.number or self.place

    @property
    def is_whole(self) -> bool:
        """Whether the number is known with all its digits."""
        return bool(self.number) and "*" not in self.number

    def fits(self, other: Account) -> bool | None:
        """Whether both may be one account; None if they have nothing in common that could be compared."""
        if self.number and other.number:
            return _numbers_fit(self.number, other.number)
        if self.place and other.place:
            return _places_fit(self.place, other.place)
        return None


def account_of(fields: Mapping[str, Any] | None) -> Account:
    """The account that the fields of a document name."""
    found = fields or {}
    numbers = (normalise_number(found[name]) for name in NUMBERS if isinstance(found.get(name), str))
    places = (_normalised_place(found[name]) for name in PLACES if isinstance(found.get(name), str))
    return Account(next(filter(None, numbers), ""), next(filter(None, places), ""))


def account_of_key(key: str) -> Account:
    """The account with this key."""
    return Account(place=key) if key != key.upper() else Account(number=key)


def common_account(accounts: Iterable[Account]) -> Account | None:
    """What is known of an account from several papers; None if they are of different accounts."""
    nothing: Account | None = Account()
    return reduce(_joined, accounts, nothing)


def choose_account(paper: Account, known: Sequence[Account | None]) -> int | None:
    """The position of the only account that the paper fits, or None if there is none, or more than one.

    A known account is None if the papers of its series are of different accounts: nothing but an equal paper, one
    without an account, fits it. A paper that cannot be compared fits if there is nothing else.
    """
    equal = [place for place, each in enumerate(known) if (each or Account()).key == paper.key]
    if equal:
        return equal[0]
    fits = [each is not None and each.fits(paper) for each in known]
    certain = [place for place, fit in enumerate(fits) if fit and not _is_shared(known[place], paper, known)]
    if certain or len(known) != 1:
        return certain[0] if len(certain) == 1 else None
    return 0 if fits[0] is None else None


def normalise_number(printed: str) -> str:
    """The number in capitals without spaces and punctuation, each run of hidden digits as one `*`.

    Empty if it has fewer than three visible letters or digits behind hidden ones.
    """
    text = _ENDING.sub("*", fold(printed).upper())
    text = re.sub(r"[^A-Z0-9*]", "", _HIDDEN.sub("*", text))
    text = _MISREAD.sub(lambda match: match[0].translate(_DIGITS), re.sub(r"\*+", "*", text))[:_LENGTH]
    is_telling = any(char.isdigit() for char in text) and ("*" not in text or len(text.strip("*")) >= _VISIBLE)
    return text if is_telling else ""


def _normalised_place(printed: str) -> str:
    words = (_SHORT.get(word, word) for word in re.findall(r"\w+", fold(printed)))
    text = " ".join(words)[:_LENGTH].rstrip()
    return text if text != text.upper() else ""


def _numbers_fit(one: str, other: str) -> bool:
    if "*" in one and "*" in other:
        return _ends_fit(one.split("*")[0], other.split("*")[0], str.startswith) and _ends_fit(
            one.split("*")[-1], other.split("*")[-1], str.endswith
        )
    hidden, whole = (one, other) if "*" in one else (other, one)
    return re.fullmatch(re.escape(hidden).replace(r"\*", "[A-Z0-9]+"), whole) is not None


def _ends_fit(one: str, other: str, fits: Any) -> bool:
    short, long = sorted((one, other), key=len)
    return bool(fits(long, short))


def _places_fit(one: str, other: str) -> bool:
    """The house number is the same, and so are the words, but for those that one of the two omits."""
    from rapidfuzz import fuzz

    numbers, others = (re.findall(r"\b\w*\d\w*\b", place) for place in (one, other))
    if numbers[:1] != others[:1] or not (set(numbers) <= set(others) or set(others) <= set(numbers)):
        return False
    return fuzz.token_set_ratio(one, other) >= _SAME_WORDS


def _is_shared(candidate: Account | None, paper: Account, known: Sequence[Account | None]) -> bool:
    """Whether the hidden digits of the candidate may be those of another known account, too."""
    if candidate is None or "*" not in candidate.number or "*" in paper.number:
        return False
    others = (each for each in known if each is not None and each != candidate)
    return any(each.is_whole and each.fits(candidate) for each in others)


def _joined(one: Account | None, other: Account) -> Account | None:
    if one is None or one.fits(other) is False:
        return None
    return Account(_more_telling(one.number, other.number), one.place or other.place)


def _more_telling(one: str, other: str) -> str:
    return max(one, other, key=lambda number: (bool(number), "*" not in number, len(number)))
