"""A font without shapes, for text that is only searched and copied. Runs only in the child process.

A character has a number of its own in a document, and ToUnicode says which it is: so any script can be read back.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

ASCENT, DESCENT = 0.8, 0.2
"""The parts of the height of a line above and below the line of writing."""
_UNIT = 1000
_HIGHEST, _LOWEST = round(ASCENT * _UNIT), -round(DESCENT * _UNIT)
_BOX = (0, _LOWEST, _UNIT, _HIGHEST)
# The largest number of a character.
MOST = 0xFFFF
_AT_ONCE = 100  # entries in a block of a CMap
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def font(pdf: Pdf, characters: Mapping[str, int]) -> pikepdf.Object:
    """The font of these characters, each with its number. Each is as wide as it is high."""
    name = Name("/AlfrdGlyphless")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array(list(_BOX)),
        ItalicAngle=0,
        Ascent=_HIGHEST,
        Descent=_LOWEST,
        CapHeight=_HIGHEST,
        StemV=80,
        FontFile2=pdf.make_stream(_file()),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=_UNIT,
        CIDToGIDMap=pdf.make_stream(bytes(2 * (max(characters.values(), default=0) + 1))),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(characters)),
        )
    )


def _to_unicode(characters: Mapping[str, int]) -> bytes:
    entries = [
        f"<{number:04X}> <{character.encode('utf-16-be').hex().upper()}>\n" for character, number in characters.items()
    ]
    blocks = (entries[start : start + _AT_ONCE] for start in range(0, len(entries), _AT_ONCE))
    written = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _CMAP.format(blocks=written).encode("ascii")


def _file() -> bytes:
    """A TrueType font with one glyph: a line from corner to corner of its box, which has no area to be painted.

    PDFium leaves text out that has no height.
    """
    tables = {
        b"glyf": struct.pack(">5hHHBB4h", 1, *_BOX, 1, 0, 1, 1, 0, _UNIT, _LOWEST, _UNIT),
        b"head": struct.pack(">IIIIHHqq5hH3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNIT, 0, 0, *_BOX, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">IhhhHhhhhhh8xhH", 0x10000, _HIGHEST, _LOWEST, 0, _UNIT, 0, 0, _UNIT, 1, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hh", _UNIT, 0),
        b"loca": struct.pack(">HH", 0, 12),
        b"maxp": struct.pack(">I14H", 0x10000, 1, 2, 1, 0, 0, 1, *[0] * 8),
    }  # fmt: skip
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    return head + b"".join(_directory(tables)) + b"".join(map(_padded, tables.values()))


def _directory(tables: Mapping[bytes, bytes]) -> Iterator[bytes]:
    place = 12 + 16 * len(tables)
    for tag, content in tables.items():
        yield struct.pack(">4sIII", tag, _checksum(content), place, len(content))
        place += len(_padded(content))


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)


def _checksum(content: bytes) -> int:
    padded = _padded(content)
    return int(sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF)
