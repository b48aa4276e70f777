"""A page as an image file that a service takes: the file itself where that will do, else a JPEG.

Runs in the child process only.
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

# Steps in which the quality is lowered until a picture fits.
QUALITY_STEP = 10
_UPRIGHT = 1
_ORIENTATION = 0x0112
# Print colours (CMYK), transparency and more than 8 bits are what services read differently, or not at all.
_PLAIN_MODES = {"1", "L", "P", "RGB"}
# The byte of a PNG that holds the bits of a sample; Pillow opens 16-bit colours in the mode RGB as well.
_PNG_DEPTH = 24


def unchanged(path: Path, media_type: str, encoding: Encoding) -> EncodedPage | None:
    """The file as it is, if the service takes that; only its head is decoded, since intake has decoded it to its end.

    None if it is too large, not upright, animated, transparent, or in other than 8-bit greys or RGB colours.
    """
    if media_type not in encoding.as_is or path.stat().st_size > encoding.bytes:
        return None
    data = path.read_bytes()
    with images.opened(path, media_type) as image:
        if max(image.size) > encoding.side or not (_is_plain(image, data) and _is_upright(image, data)):
            return None
        return EncodedPage(media_type, data, image.width, image.height)


def jpeg(picture: Image.Image, encoding: Encoding) -> EncodedPage:
    """An RGB picture as a JPEG of as good a quality as fits; raises RefusalError if none does."""
    for quality in range(encoding.quality, 0, -QUALITY_STEP):
        output = BytesIO()
        # Colours in full (4:4:4): halved, they blur coloured print.
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
    # A PNG may say it behind its pixels, which Pillow's own getexif of a PNG decodes to get there.
    if image.format == "PNG" and "exif" not in image.info and b"eXIf" in data:
        return False
    return bool(Image.Image.getexif(image).get(_ORIENTATION, _UPRIGHT) == _UPRIGHT)
