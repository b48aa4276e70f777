"""Image files through Pillow: fully verified, or one page as an upright RGB picture of limited size.

Runs only in the child process.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from alfrd_luigi.decoding.formats import AVIF, BMP, GIF, HEIC, JPEG, JPEG_2000, PNG, TIFF, WEBP
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import Turn
from alfrd_luigi.decoding.refusal import RefusalError

_PILLOW_FORMAT = {
    JPEG: "JPEG",
    PNG: "PNG",
    TIFF: "TIFF",
    WEBP: "WEBP",
    HEIC: "HEIF",
    AVIF: "AVIF",
    BMP: "BMP",
    GIF: "GIF",
    JPEG_2000: "JPEG2000",
}
_TURNING: dict[Turn, Image.Transpose] = {
    "down": Image.Transpose.ROTATE_90,
    "upside_down": Image.Transpose.ROTATE_180,
    "up": Image.Transpose.ROTATE_270,
}
# A tag of a frame of a TIFF, and two of its flags.
_KIND, _SMALL_COPY, _MASK = 0x00FE, 1, 4
# Pillow's own limit only warns up to twice its value. Ours is checked for each page.
Image.MAX_IMAGE_PIXELS = None


def count(file: Path | BytesIO, media_type: str, limits: Limits) -> int:
    """The number of pages, each of which was decoded completely."""
    with opened(file, media_type) as image:
        pages = _pages(image, limits)
        if len(pages) > limits.pages:
            raise RefusalError(f"has {len(pages)} pages; {limits.pages} is the limit", "Split it into smaller files")
        for frame in pages:
            _seek(image, frame)
            _check_size(image, limits)
            image.load()
    return len(pages)


def page(file: Path | BytesIO, media_type: str, index: int, limits: Limits) -> tuple[int, Image.Image]:
    """The number of pages, and one of them."""
    with opened(file, media_type) as image:
        pages = _pages(image, limits)
        _seek(image, pages[index])
        _check_size(image, limits)
        # Lets the JPEG decoder scale down by 2, 4 or 8 while it reads, for a fraction of the time and memory.
        image.draft(None, _target(image, limits))
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        if media_type == BMP:  # its alpha channel is empty or unused, and viewers ignore it
            image = image.convert("RGB")
        return len(pages), _on_white(_scaled_down(image, limits))


def opened(file: Path | BytesIO, media_type: str) -> Image.Image:
    """The image with only its header read, up to the first pixels."""
    if media_type == HEIC:
        import pi_heif  # here, because only photos of phones need it

        pi_heif.register_heif_opener(thumbnails=False)
    image = Image.open(file, formats=[_PILLOW_FORMAT[media_type]])
    # Without a name, Pillow does not map the file into memory, which it does wrongly for a TIFF that is to be turned.
    image.filename = ""
    return image


def select(image: Image.Image, index: int, limits: Limits) -> None:
    """Go to a page of an opened image. Raises RefusalError if it is too large."""
    _seek(image, _pages(image, limits)[index])
    _check_size(image, limits)


def as_grey(image: Image.Image) -> Image.Image:
    """An image of large numbers in 8 bits of grey."""
    if image.mode == "I;16":
        return image.point(lambda value: value / 256, "L")
    if image.mode == "F":
        return _from_fractions(image)
    return _from_integers(image) if image.mode.startswith("I") else image.convert("L")


def _pages(image: Image.Image, limits: Limits) -> Sequence[int]:
    """The frames that are pages: those of a TIFF that are neither small copies of a page nor masks.

    An animation is one picture: its first frame. So is a HEIC: its primary image.
    """
    if image.format != _PILLOW_FORMAT[TIFF]:
        return (image.tell(),)  # the primary image of a HEIC, at which it is opened, need not be the first
    frames = range(int(getattr(image, "n_frames", 1)))
    if not 1 < len(frames) <= 2 * limits.pages:
        return frames
    return [frame for frame in frames if not _accompanies(image, frame)] or frames


def _accompanies(image: Image.Image, frame: int) -> bool:
    image.seek(frame)
    kind = image.getexif().get(_KIND, 0)
    return isinstance(kind, int) and bool(kind & (_SMALL_COPY | _MASK))


def _seek(image: Image.Image, frame: int) -> None:
    if frame != image.tell():
        image.seek(frame)


def _check_size(image: Image.Image, limits: Limits) -> None:
    if image.width * image.height > limits.pixels:
        raise RefusalError(
            f"is {image.width} by {image.height} pixels; {limits.pixels // 1_000_000} megapixels a page is the limit",
            "Scan it at a lower resolution",
        )


def _target(image: Image.Image, limits: Limits) -> tuple[int, int]:
    scale = limits.scale(*image.size)
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def _scaled_down(image: Image.Image, limits: Limits) -> Image.Image:
    """The image scaled to the limits, in a mode that can be scaled."""
    if image.mode.startswith(("I", "F")):
        image = as_grey(image)
    elif image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode == "1":
        image = image.convert("L")
    return image.resize(_target(image, limits), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _from_integers(image: Image.Image) -> Image.Image:
    """Pillow opens some 16-bit greys with 32 bits a pixel. Their values are still 0 to 65535."""
    return image.point(lambda value: value * (1 / 256)).convert("L")


def _from_fractions(image: Image.Image) -> Image.Image:
    """Fractions are from 0 to 1 by convention. Some programs write the values of integers."""
    extrema = image.getextrema()
    brightest = max(extrema) if isinstance(extrema[0], float) else 1.0
    scale = next((whole for whole in (1.0, 255.0, 65535.0) if brightest <= whole), brightest)
    return image.point(lambda value: value * (255 / scale)).convert("L")


def _on_white(image: Image.Image) -> Image.Image:
    """RGB, with transparent parts on white, the colour of paper. Otherwise black text on transparency would vanish."""
    if "A" not in image.getbands():
        return image.convert("RGB")
    picture = image.convert("RGBA")
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def turned_upright(picture: Image.Image, turn: Turn) -> Image.Image:
    """The picture, turned upright if its writing runs in this direction."""
    return picture.transpose(_TURNING[turn]) if turn in _TURNING else picture
