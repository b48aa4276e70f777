"""A page as a small picture for people: a WebP file, turned as the page was read. Runs only in the child process."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from alfrd_luigi.decoding import formats, images, wire
from alfrd_luigi.decoding.limits import Limits, PictureSize

if TYPE_CHECKING:
    from PIL.Image import Image

# Small print is legible, at about 70 kB a page.
_QUALITY = 60


def picture(path: Path, request: wire.Header, limits: Limits) -> wire.Message:
    """The picture of the requested page, without a body if the page is a text, and the number of pages."""
    size = PictureSize(**request["size"])
    total, found = _drawn(path, request["media_type"], request["index"], size.drawing(limits))
    if found is None:
        return {"pages": total}, b""
    made = images.turned_upright(found, request["turn"])
    made.thumbnail((size.width, size.height))
    output = BytesIO()
    made.save(output, "WEBP", quality=_QUALITY, icc_profile=b"", exif=b"", xmp=b"")
    return {"pages": total}, output.getvalue()


def _drawn(path: Path, media_type: str, index: int, limits: Limits) -> tuple[int, Image | None]:
    if formats.kind_of(media_type) == "image":
        return images.page(path, media_type, index, limits)
    from alfrd_luigi.decoding import pdf

    total, found = pdf.page(path, index, limits, text_layer=False)
    return total, None if isinstance(found, tuple) else found
