"""The font of a searchable PDF: each character has a number, by which any script is read back."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping

import pikepdf
import pytest
from pikepdf import Name, Pdf

from alfrd_luigi.decoding import glyphless

_TEXTS = ["abc", "Größe €", "電気料金", "חשבון", "😀", "".join(map(chr, range(0x100, 0x100 + 250)))]


def _numbers(text: str) -> dict[str, int]:
    return {character: number for number, character in enumerate(dict.fromkeys(text), start=1)}


@pytest.fixture
def pdf() -> Iterator[Pdf]:
    with Pdf.new() as made:
        yield made


def _blocks(font: pikepdf.Object) -> list[tuple[int, list[tuple[str, str]]]]:
    """The blocks of ToUnicode: the number of entries that each announces, and its entries."""
    said = font.ToUnicode.read_bytes().decode("ascii")
    found = re.findall(r"(\d+) beginbfchar\n(.*?)endbfchar\n", said, re.DOTALL)
    return [(int(count), re.findall(r"<(\w+)> <(\w+)>\n", entries)) for count, entries in found]


@pytest.mark.parametrize("text", _TEXTS)
def test_each_character_is_read_back(pdf: Pdf, text: str) -> None:
    numbers = _numbers(text)
    entries = [entry for _, block in _blocks(glyphless.font(pdf, numbers)) for entry in block]
    read = {bytes.fromhex(code).decode("utf-16-be"): int(number, 16) for number, code in entries}
    assert read == numbers
    assert all(len(number) == 4 for number, _ in entries)


def test_a_block_has_a_hundred_characters_at_most(pdf: Pdf) -> None:
    blocks = _blocks(glyphless.font(pdf, _numbers(_TEXTS[-1])))
    assert [count for count, _ in blocks] == [100, 100, 50]
    assert all(count == len(entries) for count, entries in blocks)
    assert _blocks(glyphless.font(pdf, {})) == []


@pytest.mark.parametrize(("characters", "size"), [({}, 2), ({"a": 1}, 4), ({"a": 1, "b": 9}, 20)])
def test_each_number_has_the_one_glyph(pdf: Pdf, characters: Mapping[str, int], size: int) -> None:
    descendant = glyphless.font(pdf, characters).DescendantFonts[0]
    assert descendant.CIDToGIDMap.read_bytes() == bytes(size)
    assert int(descendant.DW) == 1000  # as wide as it is high


def test_the_font_has_one_name_and_the_height_of_a_line(pdf: Pdf) -> None:
    font = glyphless.font(pdf, {"a": 1})
    descendant = font.DescendantFonts[0]
    descriptor = descendant.FontDescriptor
    assert {font.BaseFont, descendant.BaseFont, descriptor.FontName} == {Name("/AlfrdGlyphless")}
    assert (font.Subtype, font.Encoding) == (Name.Type0, Name("/Identity-H"))
    assert (int(descriptor.Ascent), int(descriptor.Descent)) == (800, -200)
    assert [int(side) for side in descriptor.FontBBox] == [0, -200, 1000, 800]


def test_the_file_of_the_font_has_tables_with_their_sums(pdf: Pdf) -> None:
    content = glyphless.font(pdf, {"a": 1}).DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    version, count = struct.unpack(">IH", content[:6])
    tables = [struct.unpack(">4sIII", content[place : place + 16]) for place in range(12, 12 + 16 * count, 16)]
    assert version == 0x10000
    assert [tag for tag, *_ in tables] == [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"]  # in their order
    end = 12 + 16 * count
    for _, checksum, place, length in tables:
        padded = content[place : place + length + -length % 4]
        assert place == end
        assert sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF == checksum
        end = place + len(padded)
    assert end == len(content)
