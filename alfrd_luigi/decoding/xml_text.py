"""XML of untrusted files: parsed as a stream, without a document type, whose entities could expand or lead elsewhere.

Runs only in the child process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, NamedTuple, NoReturn
from xml.etree.ElementTree import XMLParser
from xml.parsers import expat

from alfrd_luigi.decoding.refusal import RefusalError

_CHUNK = 64 * 1024
_RUN, _OFF = "r", ("0", "false", "off")
_SPACES_AT_ENDS = re.compile(r"[ \t]+(?=\n|\f|$)")
_BLANK_LINES = re.compile(r"\n{3,}")


class Rules(NamedTuple):
    """How the elements of a format become text, by their local names.

    The characters in `text` count; the others are formatting. `lines` end a line, or a word in one of the `cells`.
    `characters` stand for one or more. What is in `skipped` is not shown on the page. A property in `hiding` hides the
    rest of its run.
    """

    text: frozenset[str]
    lines: frozenset[str]
    cells: frozenset[str]
    rows: frozenset[str]
    skipped: frozenset[str]
    characters: Mapping[str, str]
    hiding: frozenset[str] = frozenset()


def text_of(stream: IO[bytes], rules: Rules) -> str:
    """The text of a document; a form feed is a page break. Raises RefusalError for a document type, ParseError."""
    target = _Text(rules)
    parser = XMLParser(target=target)
    while chunk := stream.read(_CHUNK):
        parser.feed(chunk)
    parser.close()
    text = target.close()
    return _BLANK_LINES.sub("\n\n", _SPACES_AT_ENDS.sub("", text)).strip("\n")


def check(stream: IO[bytes]) -> None:
    """Raise RefusalError if the document has a document type. Only the part before the first element is read."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _stop
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
    except _BeganError:
        return


class _BeganError(Exception):
    """The first element begins: no document type can follow."""


def _stop(*_: object) -> NoReturn:
    raise _BeganError


def _refuse(*_: object) -> NoReturn:
    raise RefusalError("declares a document type (DOCTYPE), which no such file needs", "Save it again, or as PDF")


class _Text:
    """Collects the text of a document."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._pieces: list[str] = []
        self._texts = self._cells = self._skipped = 0
        self._is_hidden = False

    def doctype(self, *_: object) -> None:
        _refuse()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if self._skipped or name in self._rules.skipped:
            # Properties of a run are the first level that is skipped, those of a paragraph's mark are deeper.
            self._is_hidden |= self._skipped == 1 and name in self._rules.hiding and _is_on(attributes)
            self._skipped += 1
            return
        self._texts += name in self._rules.text
        self._cells += name in self._rules.cells
        self._pieces.append(self._character(name, {_local(key): value for key, value in attributes.items()}))

    def end(self, tag: str) -> None:
        name = _local(tag)
        if self._skipped:
            self._skipped -= 1
            return
        self._texts -= name in self._rules.text
        self._is_hidden &= name != _RUN
        if name in self._rules.lines:
            self._pieces.append(" " if self._cells else "\n")
        if name in self._rules.cells:
            self._cells -= 1
            self._pieces.append("\t")
        if name in self._rules.rows and not self._cells:
            self._pieces.append("\n")

    def data(self, data: str) -> None:
        if self._texts and not self._skipped and not self._is_hidden:
            self._pieces.append(data)

    def close(self) -> str:
        return "".join(self._pieces)

    def _character(self, name: str, attributes: Mapping[str, str]) -> str:
        """The character for an element. A break may be one of the page; `c` is a number of spaces."""
        if attributes.get("type") == "page" and name == "br":
            return "\f"
        count = attributes.get("c", "1") if name == "s" else "1"
        return self._rules.characters.get(name, "") * (min(int(count), 100) if count.isdecimal() else 1)


def _is_on(attributes: Mapping[str, str]) -> bool:
    return not any(_local(key) == "val" and value in _OFF for key, value in attributes.items())


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
