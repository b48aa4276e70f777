"""The files of a document as one PDF, whose pages have their words as invisible text. Runs only in the child process.

The pages of a PDF stay as they are, and a picture becomes a page. The words come from the parent: they were recognised.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Dictionary, Pdf

from alfrd_luigi.decoding import formats, glyphless, picture_page, wire
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.refusal import RefusalError
from alfrd_luigi.decoding.text_layer import Characters, PlacedWord, Sheet, content

# The turn to the right, in degrees, that makes a page upright whose writing runs in this direction.
_UPRIGHT = {"upright": 0, "up": 90, "upside_down": 180, "down": 270}
_FONT = "AlfrdGlyphless"
_DEEPEST = 100
"""The depth of a tree of pages up to which inherited values are looked for: a damaged tree may have no end."""


class Layer(NamedTuple):
    """What the parent knows of a page: the direction of its writing, and its words on the upright page."""

    turn: str
    words: list[PlacedWord]


def searchable(request: wire.Header, limits: Limits) -> wire.Message:
    """The PDF, and the number of its pages. Each of the request's files has path, media type and number of pages.

    The content of the request has, for each file, a layer for each page. A file whose pages are not those of which its
    layers are (those of a portfolio are attached files) gets none: `left` counts such files.
    """
    pdf, characters, left = Pdf.new(), Characters(), 0
    written: list[pikepdf.Page] = []
    for file, given in zip(request["files"], json.loads(request["content"]), strict=True):
        before = len(pdf.pages)
        pdf = _appended(pdf, Path(file["path"]), file, limits)
        pages = [pdf.pages[index] for index in range(before, len(pdf.pages))]
        if len(pages) != len(given):
            left += 1
            continue
        layers = [_layer(page, each, file["media_type"]) for page, each in zip(pages, given, strict=True)]
        written += [page for page, layer in zip(pages, layers, strict=True) if _write(pdf, page, layer, characters)]
    if written:
        _give_font(written, glyphless.font(pdf, characters.numbers))
    return {"pages": len(pdf.pages), "left": left}, _saved(pdf, limits)


def _layer(page: pikepdf.Page, given: dict[str, Any] | None, media_type: str) -> Layer | None:
    """The layer of a page. A page that is a picture is turned upright."""
    if given is None:
        return None
    layer = Layer(given["turn"], [PlacedWord(*word) for word in given["words"]])
    if formats.kind_of(media_type) == "image":
        page.obj.Rotate = (int(page.obj.Rotate) + _UPRIGHT[layer.turn]) % 360
        return layer._replace(turn="upright")
    return layer


def _appended(pdf: Pdf, path: Path, file: wire.Header, limits: Limits) -> Pdf:
    """The PDF with the pages of a file. The first PDF is kept whole, with its outline and attachments."""
    if formats.kind_of(file["media_type"]) == "image":
        for index in range(file["pages"]):
            picture_page.add(pdf, path, file["media_type"], index, limits)
        return pdf
    source = Pdf.open(path)
    if len(pdf.pages) == 0:
        return source
    pdf.pages.extend(source.pages)
    return pdf


def _write(pdf: Pdf, page: pikepdf.Page, layer: Layer | None, characters: Characters) -> bool:
    """Write the words of a page below what it shows. Returns whether it has any."""
    if layer is None or not layer.words:
        return False
    stream = content(layer.words, _sheet(page, layer.turn), _FONT, characters)
    page.contents_add(pdf.make_stream(stream), prepend=True)
    return True


def _give_font(pages: list[pikepdf.Page], font: pikepdf.Object) -> None:
    for page in pages:
        resources = _copied(_inherited(page.obj, "/Resources"))
        fonts = _copied(resources.get("/Font"))
        fonts["/" + _FONT] = font
        resources["/Font"] = fonts
        page.obj.Resources = resources


def _copied(found: pikepdf.Object | None) -> pikepdf.Object:
    """A dictionary of the page's own: others may share the one that was found."""
    return Dictionary(dict(found.items())) if isinstance(found, Dictionary) else Dictionary()


def _sheet(page: pikepdf.Page, turn: str) -> Sheet:
    """The page turned upright: as it is shown, which its Rotate says, and then by the direction of its writing."""
    left, bottom, right, top = _box(page)
    rotate = _inherited(page.obj, "/Rotate")
    degrees = (int(rotate) if rotate is not None else 0) + _UPRIGHT[turn]
    width, height = right - left, top - bottom
    match degrees % 360:
        case 90:
            return Sheet(height, width, (0, 1, -1, 0, right, bottom))
        case 180:
            return Sheet(width, height, (-1, 0, 0, -1, right, top))
        case 270:
            return Sheet(height, width, (0, -1, 1, 0, left, top))
        case _:
            return Sheet(width, height, (1, 0, 0, 1, left, bottom))


def _box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The part of the page that is shown, from the bottom left."""
    media = _edges(_inherited(page.obj, "/MediaBox")) or (0.0, 0.0, 612.0, 792.0)
    crop = _edges(_inherited(page.obj, "/CropBox")) or media
    shown = (*map(max, media[:2], crop[:2]), *map(min, media[2:], crop[2:]))
    left, bottom, right, top = shown
    return (left, bottom, right, top) if left < right and bottom < top else media


def _edges(found: pikepdf.Object | None) -> tuple[float, float, float, float] | None:
    if found is None or len(found) != 4:
        return None
    x0, y0, x1, y1 = (float(edge) for edge in found)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _inherited(node: pikepdf.Object, name: str) -> Any:
    """A value of a page, or of the tree of pages above it."""
    return next((each[name] for each in _upwards(node) if name in each), None)


def _upwards(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for _ in range(_DEEPEST):
        yield node
        above = node.get("/Parent")
        if not isinstance(above, Dictionary):
            return
        node = above


def _saved(pdf: Pdf, limits: Limits) -> bytes:
    written = BytesIO()
    pdf.save(written, deterministic_id=True)
    if written.tell() > limits.part_bytes:
        raise RefusalError(
            f"would have more than {limits.part_bytes // 1_000_000} MB as one PDF", "Get the original instead"
        )
    return written.getvalue()
