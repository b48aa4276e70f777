"""Small Office files for tests, made of the parts that their readers look at."""

from __future__ import annotations

from collections.abc import Mapping

from support.containers import archive

_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_O = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)
_X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"
_FORMATS = '<xf numFmtId="0"/><xf numFmtId="14"/>'
_TEXT_TYPE = "application/vnd.oasis.opendocument.text"


def docx(body: str, prologue: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """A Word document with this body. `more` are other parts, such as word/header1.xml, by their content."""
    parts = {"word/document.xml": f"<w:body>{body}</w:body>", **(more or {})}
    return archive(
        {
            "[Content_Types].xml": _TYPES,
            **{name: f'<?xml version="1.0"?>{prologue}<w:x {_W}>{xml}</w:x>'.encode() for name, xml in parts.items()},
        }
    )


def odt(body: str, header: str = "", prologue: str = "", manifest: str = "", kind: str = _TEXT_TYPE) -> bytes:
    """An OpenDocument text."""
    return archive(
        {
            "mimetype": kind.encode(),
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>".encode(),
            "styles.xml": f"<office:x {_O}><style:header>{header}</style:header></office:x>".encode(),
            "content.xml": f"{prologue}<office:x {_O}><office:body>{body}</office:body></office:x>".encode(),
        }
    )


def xlsx(*sheets: str, states: tuple[str, ...] = (), prologue: str = "") -> bytes:
    """A workbook of sheets, each given by its rows. The style 1 is that of a date. `states` may hide sheets."""
    states = (*states, *("visible",) * (len(sheets) - len(states)))
    listed = "".join(
        f'<sheet name="Sheet {number}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, state in enumerate(states, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    book = f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="xl/workbook.xml"/>'
    styles = f'<Relationship Id="rId99" Type="{_R}/styles" Target="styles.xml"/>'
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_P}">{book}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_X}" xmlns:r="{_R}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_P}">{related}{styles}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_X}"><cellXfs>{_FORMATS}</cellXfs></styleSheet>',
        **{
            f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{_X}"><sheetData>{rows}</sheetData></worksheet>'
            for number, rows in enumerate(sheets, start=1)
        },
    }
    return archive(
        {"[Content_Types].xml": _TYPES, **{name: f"{prologue}{xml}".encode() for name, xml in parts.items()}}
    )


def row(number: int, *cells: str | float) -> str:
    """A row of a sheet. `=date 45356` is that serial number as a date."""
    return f'<row r="{number}">{"".join(_cell(f"{chr(65 + i)}{number}", each) for i, each in enumerate(cells))}</row>'


def _cell(place: str, value: str | float) -> str:
    if isinstance(value, str) and value.startswith("=date "):
        return f'<c r="{place}" s="1"><v>{value[6:]}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
