"""One page of a file as a message to the parent: text, the words of a layer, pixels, or an image file.

Or a small picture for people: a WebP file, turned as the page was read.

Runs only in the child process.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from alfrd_luigi.decoding import formats, text_formats, wire
from alfrd_luigi.decoding.limits import Encoding, Limits, PictureSize
from alfrd_luigi.decoding.model import Doubted, EncodedPage, LayerPage, TextPage

if TYPE_CHECKING:
    from PIL.Image import Image

    Found = TextPage | LayerPage | Doubted | Image

# Small print is legible in a picture, at about 70 kB a page.
_QUALITY = 60


def page(path: Path, request: wire.Header, limits: Limits) -> wire.Message:
    """The requested page, and the number of pages. Raises RefusalError, and the errors of decoders."""
    encoding = Encoding(**request["encoding"]) if request["encoding"] is not None else None
    if encoding is not None:
        from alfrd_luigi.decoding import encoding as encoder

        unchanged = encoder.unchanged(path, request["media_type"], encoding)
        if unchanged is not None:
            return _as_file(1, unchanged)
    drawing = encoding.drawing(limits) if encoding else limits
    total, found = _decoded(path, request, drawing, text_layer=request["text_layer"])
    return _message(total, found, encoding)


def picture(path: Path, request: wire.Header, limits: Limits) -> wire.Message:
    """The picture of the requested page, without a body if the page is a text, and the number of pages."""
    size = PictureSize(**request["size"])
    total, found = _decoded(path, request, size.drawing(limits), text_layer=False)
    if isinstance(found, tuple):
        return {"pages": total}, b""
    from alfrd_luigi.decoding import images

    made = images.turned_upright(found, request["turn"])
    made.thumbnail((size.width, size.height))
    output = BytesIO()
    made.save(output, "WEBP", quality=_QUALITY, icc_profile=b"", exif=b"", xmp=b"")
    return {"pages": total}, output.getvalue()


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


def _decoded(path: Path, request: wire.Header, limits: Limits, *, text_layer: bool) -> tuple[int, Found]:
    media_type, index = request["media_type"], request["index"]
    kind = formats.kind_of(media_type)
    if kind == "text":
        texts = text_formats.pages(path, media_type, limits)
        return len(texts), TextPage(texts[index])
    if kind == "pdf":
        from alfrd_luigi.decoding import pdf

        return pdf.page(path, index, limits, text_layer=text_layer)
    from alfrd_luigi.decoding import images

    return images.page(path, media_type, index, limits)
