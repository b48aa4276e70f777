"""A page as an image file that a service accepts: the original file if possible, otherwise a JPEG.

Runs only in the child process.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from alfrd_luigi.decoding import images
from alfrd_luigi.decoding.formats import JPEG
from alfrd_luigi.decoding.limits import Encoding
from alfrd_luigi.decoding.model import EncodedPage
from alfrd_luigi.decoding.refusal import RefusalError

# The steps by which the quality is lowered until a picture fits.
QUALITY_STEP = 10
_UPRIGHT = 1
_ORIENTATION = 0x0112
# Services read print colours (CMYK), transparency and more than 8 bits differently, or not at all.
_PLAIN_MODES = {"1", "L", "P", "RGB"}
# The offset of a PNG's bit depth. Pillow also opens 16-bit colours in the mode RGB.
_PNG_DEPTH = 24


def unchanged(path: Path, media_type: str, encoding: Encoding) -> EncodedPage | None:
    """The file itself, if the service accepts it. Only its header is decoded, because the intake has decoded all of it.

    None if it is too large, not upright, animated, transparent, or does not have 8-bit grey or RGB colours.
    """
    if media_type not in encoding.as_is or path.stat().st_size > encoding.bytes:
        return None
    data = path.read_bytes()
    with images.opened(path, media_type) as image:
        if max(image.size) > encoding.side or not (_is_plain(image, data) and _is_upright(image, data)):
            return None
        return EncodedPage(media_type, data, image.width, image.height)


def jpeg(picture: Image.Image, encoding: Encoding) -> EncodedPage:
    """An RGB picture as a JPEG of the best quality that fits. Raises RefusalError if none does."""
    for quality in range(encoding.quality, 0, -QUALITY_STEP):
        output = BytesIO()
        # Full colour resolution (4:4:4): half of it would blur coloured print.
        picture.save(output, "JPEG", quality=quality, subsampling=0)
        if output.tell() <= encoding.bytes:
            return EncodedPage(JPEG, output.getvalue(), picture.width, picture.height)
    raise RefusalError("cannot be made small enough for the service", "Scan it at a lower resolution")


def _is_plain(image: Image.Image, data: bytes) -> bool:
    is_deep = image.format == "PNG" and data[_PNG_DEPTH] > 8
    return (
        image.mode in _PLAIN_MODES
        and not is_deep
        and "transparency" not in image.info
        and not getattr(image, "is_animated", False)
    )


def _is_upright(image: Image.Image, data: bytes) -> bool:
    # A PNG may store it after its pixels. Pillow's own getexif decodes them to get there.
    if image.format == "PNG" and "exif" not in image.info and b"eXIf" in data:
        return False
    return bool(Image.Image.getexif(image).get(_ORIENTATION, _UPRIGHT) == _UPRIGHT)
