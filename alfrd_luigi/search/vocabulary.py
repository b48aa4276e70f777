"""The words of the archive that stand for a word: those of the same stem, longer ones, and the right spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from alfrd_luigi.database import search
from alfrd_luigi.database.session import Session
from alfrd_luigi.search.stems import LANGUAGES, stem

# The most words of each kind that stand for one, the shortest.
_STEMS, _LONGER, _COMPOUNDS = 16, 24, 24
_SHORTEST_BEGINNING = 3
_SHORTEST_PART = 3
# A shorter part of a compound is found only if the other part is a word, too: `rent` is no part of `current`.
_OWN_PART, _OWN_REST = 5, 4
_BETWEEN = ("", "s", "n", "en", "es", "er", "e")
# From these lengths, a word may have one wrong letter, and two.
_ONE_WRONG, _TWO_WRONG = 4, 8
_RESEMBLING, _CORRECTIONS = 5000, 3
_SPELLINGS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


class Kin(NamedTuple):
    """The words that stand for one. `near` are forms of it, itself first; `far` are longer words."""

    near: tuple[str, ...]
    far: tuple[str, ...]


def kin(session: Session, words: Iterable[str]) -> Mapping[str, Kin]:
    """What stands for each of these folded words."""
    asked = sorted(set(words))
    if not asked:
        return {}
    near = _near(session, asked)
    longer = _longer(session, asked)
    return {
        word: Kin(near[word], tuple(each for each in dict.fromkeys(longer[word]) if each not in near[word]))
        for word in asked
    }


def corrections(session: Session, word: str) -> list[str]:
    """The words that a misspelt word may be, the likeliest ones."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    wrong = 2 if len(word) >= _TWO_WRONG else 1
    if len(word) < _ONE_WRONG:
        return []
    lengths = (len(word) - wrong, len(word) + wrong)
    found = search.resembling(session, _pieces(f"<{word}>", wrong + 1), lengths, _RESEMBLING)
    close = process.extract(word, found, scorer=OSA.distance, score_cutoff=wrong, limit=_CORRECTIONS)
    return [each for each, distance, _ in close if distance == close[0][1]]


def _near(session: Session, asked: Sequence[str]) -> dict[str, tuple[str, ...]]:
    variants = {word: _spellings(word) for word in asked}
    known = search.known(session, sorted({each for found in variants.values() for each in found}))
    stems = {word: {(stem(word, language), language) for language in LANGUAGES} for word in asked}
    of_stem: dict[tuple[str, str], list[str]] = {}
    for row in search.of_stems(session, sorted(set[tuple[str, str]]().union(*stems.values()))):
        of_stem.setdefault((row.stem, row.language), []).append(row.word)
    return {
        word: tuple(
            dict.fromkeys(
                [
                    word,
                    *(each for each in variants[word] if each in known),
                    *sorted({each for key in stems[word] for each in of_stem.get(key, ())}, key=len)[:_STEMS],
                ]
            )
        )
        for word in asked
    }


def _spellings(word: str) -> list[str]:
    """The word as it is written with an umlaut: `muenchen` stands for `munchen`."""
    found = [word.replace(two, one) for two, one in _SPELLINGS if two in word]
    whole = word
    for two, one in _SPELLINGS:
        whole = whole.replace(two, one)
    return [each for each in dict.fromkeys([*found, whole]) if each != word]


def _longer(session: Session, asked: Sequence[str]) -> dict[str, list[str]]:
    """The words that begin with each, and the compounds that have it as a part."""
    found: dict[str, list[str]] = {word: [] for word in asked}
    beginnings = [word for word in asked if len(word) >= _SHORTEST_BEGINNING]
    for row in search.beginning(session, beginnings, _LONGER) if beginnings else ():
        found[row.asked].append(row.word)
    for word in beginnings:
        found[word] += _compounds(session, _part(word))
    return found


def _part(word: str) -> str:
    """What a word has in common with its other forms, if that is long enough to be sought in compounds."""
    stems = (stem(word, language) for language in LANGUAGES)
    return min(
        (each for each in (word, *stems) if word.startswith(each) and len(each) >= _OWN_PART), key=len, default=word
    )


def _compounds(session: Session, part: str) -> list[str]:
    """The compounds in which a word is the second part, or a later one."""
    grams = sorted({part[at : at + 3] for at in range(len(part) - 2)})
    if len(part) < _OWN_PART:
        grams.append(f"{part[-2:]}>")  # only at the end of a word
    found = [
        (each, _rests(each[: each.index(part)])) for each in search.containing(session, part, grams, 8 * _COMPOUNDS)
    ]
    doubtful = {rest for each, rests in found if not _is_sure(each, part) for rest in rests}
    known = search.known(session, sorted(doubtful)) if doubtful else set[str]()
    return [each for each, rests in found if _is_sure(each, part) or known.intersection(rests)][:_COMPOUNDS]


def _rests(before: str) -> list[str]:
    """The words that the part before may be, without what joins parts: `rechnungs` is `rechnung`."""
    rests = (before.removesuffix(joint) for joint in _BETWEEN)
    return [rest for rest in dict.fromkeys(rests) if len(rest) >= _SHORTEST_PART]


def _is_sure(compound: str, part: str) -> bool:
    return len(part) >= _OWN_PART and compound.index(part) >= _OWN_REST


def _pieces(word: str, count: int) -> tuple[list[str], list[str], list[str]]:
    """The groups of three letters of pieces of a word, of which one is whole if fewer letters than pieces are wrong."""
    size = len(word) / count
    edges = [round(at * size) for at in range(count + 1)]
    pieces = [_grams(word, edges[at], edges[at + 1]) for at in range(count)]
    return (pieces[0], pieces[1], pieces[-1])


def _grams(word: str, start: int, end: int) -> list[str]:
    return sorted({word[at : at + 3] for at in range(start, max(start, end - 3) + 1) if at + 3 <= len(word)})
