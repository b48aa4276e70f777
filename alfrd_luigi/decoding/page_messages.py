"""One page of a file as a message to the parent: text, the words of a layer, pixels, or an image file.

Runs only in the child process.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alfrd_luigi.decoding import formats, text_formats, wire
from alfrd_luigi.decoding.limits import Encoding, Limits
from alfrd_luigi.decoding.model import Doubted, EncodedPage, LayerPage, TextPage

if TYPE_CHECKING:
    from PIL.Image import Image

    Found = TextPage | LayerPage | Doubted | Image


def page(path: Path, request: wire.Header, limits: Limits) -> wire.Message:
    """The requested page, and the number of pages. Raises RefusalError, and the errors of decoders."""
    encoding = Encoding(**request["encoding"]) if request["encoding"] is not None else None
    if encoding is not None:
        from alfrd_luigi.decoding import encoding as encoder

        unchanged = encoder.unchanged(path, request["media_type"], encoding)
        if unchanged is not None:
            return _as_file(1, unchanged)
    total, found = _decoded(path, request, encoding.drawing(limits) if encoding else limits)
    return _message(total, found, encoding)


def _message(total: int, found: Found, encoding: Encoding | None) -> wire.Message:
    if isinstance(found, TextPage | LayerPage):
        return {"pages": total, **found._asdict()}, b""
    if isinstance(found, Doubted):
        header, body = _as_picture(total, found.picture, encoding)
        return {**header, **found.layer._asdict(), "doubts": sorted(found.doubts)}, body
    return _as_picture(total, found, encoding)


def _as_picture(total: int, picture: Image, encoding: Encoding | None) -> wire.Message:
    if encoding is None:
        return {"pages": total, "width": picture.width, "height": picture.height}, picture.tobytes()
    from alfrd_luigi.decoding import encoding as encoder

    return _as_file(total, encoder.jpeg(picture, encoding))


def _as_file(total: int, found: EncodedPage) -> wire.Message:
    size = {"width": found.width, "height": found.height}
    return {"pages": total, "media_type": found.media_type, **size}, found.data


def _decoded(path: Path, request: wire.Header, limits: Limits) -> tuple[int, Found]:
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
