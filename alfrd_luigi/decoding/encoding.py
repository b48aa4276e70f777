"""A page as a file that a service takes: the very file where that will do, else the page as JPEG.

Runs in the child process only.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from alfrd_luigi.decoding.formats import JPEG, PNG
from alfrd_luigi.decoding.model import EncodedPage, Encoding, PageImage
from alfrd_luigi.decoding.refusal import RefusalError

_PILLOW_FORMAT = {JPEG: "JPEG", PNG: "PNG"}
_PLAIN_MODES = {"1", "L", "P", "RGB"}
_ORIENTATION, _UPRIGHT = 0x0112, 1
# The first is as good as the original to the eye; the others are for a page that is still too large then.
_QUALITIES = (92, 80, 65, 50)


def as_it_is(path: Path, media_type: str, encoding: Encoding) -> EncodedPage | None:
    """The file unchanged, if it is one upright picture within the limits; only its header is looked at."""
    if media_type not in _PILLOW_FORMAT or path.stat().st_size > encoding.most_bytes:
        return None
    with Image.open(path, formats=[_PILLOW_FORMAT[media_type]]) as image:
        if max(image.size) > encoding.longest_side or not _is_plain(image):
            return None
        return EncodedPage(media_type, path.read_bytes(), image.width, image.height)


def _is_plain(image: Image.Image) -> bool:
    """Whether it looks the same to whoever knows no orientation, transparency, colour profile of print, or film."""
    if image.mode not in _PLAIN_MODES or "transparency" in image.info or getattr(image, "n_frames", 1) > 1:
        return False
    # Reading the orientation out of a PNG would decode it.
    return "exif" not in image.info or (
        image.format == "JPEG" and image.getexif().get(_ORIENTATION, _UPRIGHT) == _UPRIGHT
    )


def encoded(page: PageImage, encoding: Encoding) -> EncodedPage:
    """The page as JPEG within the limits, of the best quality that allows it; raises RefusalError if none does."""
    picture = Image.frombytes("RGB", (page.width, page.height), page.pixels)
    for quality in _QUALITIES:
        output = BytesIO()
        picture.save(output, "JPEG", quality=quality, subsampling=0)
        if output.tell() <= encoding.most_bytes:
            return EncodedPage(JPEG, output.getvalue(), page.width, page.height)
    raise RefusalError("is too large for text recognition", "Scan it at a lower resolution")
