"""The words of a text with their places, in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# Scripts that are written without spaces between words, or, as Hangul, with endings that are joined to them: kana, Han,
# Hangul, Thai, Lao, Burmese and Khmer.
_RUN = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Accents, vowel signs and invisible letters: they belong to the letter before them.
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0980-\u0983"
    "\u09bc-\u09d7\u0a00-\u0dff\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200d\u20d0-\u20ff"
)
_LONGEST = 100
_PLAIN = rf"[^\W_{_RUN}]+"
_PART = rf"{_PLAIN}(?:[{_MARKS}]+(?:{_PLAIN})?)*"
# A sign between two parts of a word: of a compound, a name such as PG&E, an abbreviation, an elision or a number.
_SIGN = r"[-\u2010\u2011&.'\u2019]|(?<=\d),(?=\d)"
_BREAK = r"(?:[-\u2010]|(?<=\u00ad))\n[^\S\n]*"
_JOINTS = re.compile(rf"({_BREAK}|{_SIGN})")
_WORD = re.compile(rf"(?P<run>[{_RUN}]+)|{_PART}(?P<rest>(?:(?:{_BREAK}|{_SIGN}){_PART})+)?")
_ACCENTS = re.compile("[\u00ad\u0300-\u036f\u200b-\u200d]+")
_LETTERS = str.maketrans(
    {
        "\u00f8": "o",
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u0142": "l",
        "\u0111": "d",
        "\u00f0": "d",
        "\u00fe": "th",
        "\u0131": "i",
    }
)
_RUNS = re.compile(f"[{_RUN}]")
_YEAR = 4


class Word(NamedTuple):
    """A word of a text. `start` and `end` are its offsets there.

    `forms` are what it is found by: of a compound the whole and its parts. Of a run of characters without spaces, each
    pair of neighbours is a word, and so is the last character.
    """

    start: int
    end: int
    forms: tuple[str, ...]


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order."""
    for match in _WORD.finditer(text):
        if match.lastgroup is None:
            yield Word(match.start(), match.end(), (fold(match[0]),))
        elif match.lastgroup == "run":
            yield from _pairs(match[0], match.start())
        else:
            yield from _compounds(match[0], match.start())


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """The word in lower case, without accents: `M\u00fcnchen` is `munchen`, and `Stra\u00dfe` is `strasse`."""
    if word.isascii():
        return word[:_LONGEST].lower()
    # Accents are also removed first, because normalising a long sequence of them would take quadratic time.
    composed = unicodedata.normalize("NFKC", _ACCENTS.sub("", word[: 2 * _LONGEST])).casefold().translate(_LETTERS)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", composed))
    return unicodedata.normalize("NFC", bare)[:_LONGEST]


def is_run(form: str) -> bool:
    """Whether a form is of a run of characters without spaces."""
    return not form.isascii() and _RUNS.match(form) is not None


def is_spelt(form: str) -> bool:
    """Whether a form is a word of letters, which has a stem and may be misspelt: no number, code or pair of signs."""
    if form.isascii():
        return form.isalpha() and len(form) > 1
    return not (_RUNS.match(form) or any(map(str.isdigit, form)))


def _pairs(run: str, start: int) -> Iterator[Word]:
    folded = unicodedata.normalize("NFKC", run)
    is_same = len(folded) == len(run)
    for place in range(len(folded)):
        pair = folded[place : place + 2]
        first, last = (place, place + len(pair)) if is_same else (0, len(run))
        yield Word(start + first, start + last, (pair,))


def _compounds(written: str, start: int) -> Iterator[Word]:
    """The words of parts with signs between them: one, unless a sign only stands between two words."""
    pieces = _JOINTS.split(written)
    place, begun = start, 0
    for at in range(1, len(pieces), 2):
        if not _joins(*pieces[at - 1 : at + 2]):
            yield _compound(pieces[begun:at], place)
            place += sum(map(len, pieces[begun : at + 1]))
            begun = at + 1
    yield _compound(pieces[begun:], place)


def _joins(before: str, sign: str, after: str) -> bool:
    """Whether two parts with a sign between them are one word: `2024-` and `2025` on the next line are not."""
    if "\n" in sign:
        return before.rstrip("\u00ad")[-1].isalpha() and after[0].isalpha()
    return sign != "." or before.isdigit() == after.isdigit()


def _compound(pieces: list[str], start: int) -> Word:
    parts, signs = [fold(part) for part in pieces[::2]], pieces[1::2]
    end = start + sum(map(len, pieces))
    whole = "".join(parts)[:_LONGEST]
    if len(parts) == 1:
        return Word(start, end, (whole,))
    if "".join(parts).isdigit() and not any("-" in sign for sign in signs):
        forms = [whole, *(part for part in parts if len(part) >= _YEAR)]
    elif set(signs) == {"."} and min(map(len, parts)) > 1:
        forms = parts  # two words, or a domain: www.example.com
    else:
        forms = [whole, *parts]
    return Word(start, end, tuple(dict.fromkeys(forms)))
