"""One page of a file as a message to the parent: text, the words of a layer, pixels, or an image file.

Runs only in the child process.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alfrd_luigi.decoding import formats, text_formats, wire
from alfrd_luigi.decoding.limits import Encoding, Limits
from alfrd_luigi.decoding.model import EncodedPage, LayerPage, TextPage

if TYPE_CHECKING:
    from PIL.Image import Image


def page(path: Path, request: wire.Header, limits: Limits) -> wire.Message:
    """The requested page, and the number of pages. Raises RefusalError, and the errors of decoders."""
    if request["encoding"] is not None:
        return _for_service(path, request, Encoding(**request["encoding"]), limits)
    total, found = _decoded(path, request, limits)
    if isinstance(found, TextPage | LayerPage):
        return _as_text(total, found)
    return {"pages": total, "width": found.width, "height": found.height}, found.tobytes()


def _for_service(path: Path, request: wire.Header, encoding: Encoding, limits: Limits) -> wire.Message:
    from alfrd_luigi.decoding import encoding as encoder

    unchanged = encoder.unchanged(path, request["media_type"], encoding)
    if unchanged is not None:
        return _as_file(1, unchanged)
    total, found = _decoded(path, request, encoding.drawing(limits))
    if isinstance(found, TextPage | LayerPage):
        return _as_text(total, found)
    return _as_file(total, encoder.jpeg(found, encoding))


def _as_text(total: int, found: TextPage | LayerPage) -> wire.Message:
    return {"pages": total, **found._asdict()}, b""


def _as_file(total: int, found: EncodedPage) -> wire.Message:
    size = {"width": found.width, "height": found.height}
    return {"pages": total, "media_type": found.media_type, **size}, found.data


def _decoded(path: Path, request: wire.Header, limits: Limits) -> tuple[int, TextPage | LayerPage | Image]:
    media_type, index = request["media_type"], request["index"]
    kind = formats.kind_of(media_type)
    if kind == "text":
        texts = text_formats.pages(path, media_type, limits)
        return len(texts), TextPage(texts[index])
    if kind == "pdf":
        from alfrd_luigi.decoding import pdf

        return pdf.page(path, index, limits, text_layer=request["text_layer"])
    from alfrd_luigi.decoding import images

    return images.page(path, media_type, index, limits)
