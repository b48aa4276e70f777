"""Lines as names are sought in them: spaced words, such as "M O D E R N" in a logo, as plain ones, and one bullet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alfrd_luigi.extraction.lines import TextLine

_SPACED = re.compile(r"(?<!\S)[^\W\d_](?: (?:[^\W\d_]|[&|])(?!\S)){4,}")
# Letters that touch are read as one word: "M O D ERN".
_TOUCHING = re.compile(r"(?<!\S)[^\W\d_]{1,3}(?: [^\W\d_]{1,3}(?!\S)){4,}")
# A whole line of spaced words, with wider gaps between the words, or of one: "R E W E".
_ALL_SPACED = re.compile(r"\s*(?:[^\W\d_] ){2,}[^\W\d_](?:\s{2,}(?:[^\W\d_] )*[^\W\d_&|])*\s*")
_WIDE_GAP = re.compile(r"\s{2,}")
_MOST_TOUCHING = 0.4
_LETTER_GAP = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")
# Not within a mailbox or a web address.
_WORD = re.compile(r"(?<![@.\w])[^\W\d_]{5,}(?![.@]?\w)")


# Signs that part a name from its address, for which the patterns of names have one.
_BULLETS = str.maketrans(
    dict.fromkeys("\u25aa\u25ab\u25a0\u25cf\u25cb\u25e6\u2023\u2219\u22c5\u2666\u25c6\u203a~", "\u2022")
)


def close_letters(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """The lines, with spaced words as plain ones. The gap after a word is known if the word is printed elsewhere."""
    closed = [_close(line.text.translate(_BULLETS)) for line in lines]
    changed = {line.number for line, text in zip(lines, closed, strict=True) if text != line.text}
    if not changed:
        return lines
    known = {word.lower() for line in lines if line.number not in changed for word in _WORD.findall(line.text)}
    return [
        TextLine(_parted(text, known), line.page, line.number) if line.number in changed else line
        for line, text in zip(lines, closed, strict=True)
    ]


def _close(text: str) -> str:
    if _ALL_SPACED.fullmatch(text):
        return " ".join(word.replace(" ", "") for word in _WIDE_GAP.split(text.strip()))
    for pattern in (_TOUCHING, _SPACED):
        text = pattern.sub(_joined, text)
    return text


def _joined(match: re.Match[str]) -> str:
    """The letters without gaps, if few of them touch."""
    tokens = match[0].split()
    touching = sum(len(token) > 1 for token in tokens) / len(tokens)
    spaced = not touching or (match[0].isupper() and touching < _MOST_TOUCHING)
    return _LETTER_GAP.sub("", match[0]) if spaced else match[0]


def _parted(text: str, known: set[str]) -> str:
    return " ".join(part for word in text.split(" ") for part in _parts(word, known))


def _parts(word: str, known: set[str]) -> Iterator[str]:
    """A closed word as two, if one of them is known."""
    whole = word.lower()
    sizes = range(2, len(word) - 1) if word.isupper() and whole not in known else ()
    size = next((size for size in sizes if whole[size:] in known or whole[:size] in known), len(word))
    yield from filter(None, (word[:size], word[size:])) if word else (word,)
