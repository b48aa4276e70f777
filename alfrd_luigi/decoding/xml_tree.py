"""Parses untrusted XML into a tree of bounded size. Entities can be neither declared nor fetched.

Runs only in the child process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from xml.parsers import expat

from alfrd_luigi.decoding.refusal import RefusalError

# An invoice of 10,000 lines has about 400,000 elements.
_MOST_ELEMENTS = 500_000
_DEEPEST = 100
_LONGEST_TEXT = 10_000  # characters of an element
# Attached files in base64, which may be megabytes long.
_BINARY = "BinaryObject"
_SEPARATOR = " "


class Element(NamedTuple):
    """An element. `name` is its local name, `pieces` its text, which counts only in an element without children."""

    namespace: str
    name: str
    attributes: Mapping[str, str]
    pieces: list[str]
    children: list[Element]

    @property
    def text(self) -> str:
        """Its text, with single spaces, cut to a bounded length."""
        return " ".join("".join(self.pieces).split())[:_LONGEST_TEXT]

    def at(self, path: str, names: Mapping[str, str]) -> Iterator[Element]:
        """The elements at a path, such as "Party/PartyName/Name". `names` are aliases of local names."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if names.get(child.name, child.name) == name:
                yield from child.at(rest, names) if rest else (child,)


def parse(content: bytes) -> Element:
    """The root element. Raises RefusalError for a DOCTYPE, malformed XML, or XML beyond the bounds."""
    try:
        return _Builder().parsed(content)
    except expat.ExpatError as error:
        if error.code != expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING]:
            raise _malformed(error.lineno, content) from error
    # The file declares UTF-16 and is not: programs that write a string to a file often do that.
    try:
        return _Builder("utf-8").parsed(content)
    except expat.ExpatError as error:
        raise _malformed(error.lineno, content) from error


def _malformed(line: int, content: bytes) -> RefusalError:
    reason = "" if _is_utf_8(content) else ", or not in the encoding that it states"
    return RefusalError(
        f"is XML that breaks off or is malformed in line {line}{reason}",
        "Ask its sender for it again, or add it as PDF",
    )


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class _Builder:
    """Builds the tree from the events of one parser."""

    def __init__(self, encoding: str | None = None) -> None:
        self._parser: Any = expat.ParserCreate(encoding, _SEPARATOR)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._say
        self._document = Element("", "", {}, [], [])
        self._open = [self._document]
        self._count = 0

    def parsed(self, content: bytes) -> Element:
        try:
            self._parser.Parse(content, True)
        except (LookupError, ValueError) as error:  # Python's decoders, for encodings that expat does not know
            raise RefusalError("is XML in an encoding that is not supported", "Save it in UTF-8") from error
        return self._document.children[0]

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) > _DEEPEST:
            raise RefusalError("is XML of more elements than an invoice has", "Add the invoice as PDF")
        namespace, _, local = name.rpartition(_SEPARATOR)
        element = Element(namespace, local, attributes, [], [])
        self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _say(self, text: str) -> None:
        element = self._open[-1]
        if not element.children and not element.name.endswith(_BINARY):
            element.pieces.append(text)


def _refuse_doctype(*_declared: object) -> None:
    # At its beginning, before the parser has seen any entity that it declares.
    raise RefusalError(
        "has a DOCTYPE, which no invoice needs and which may hide harmful content",
        "Ask its sender for the invoice without it, or add the invoice as PDF",
    )
