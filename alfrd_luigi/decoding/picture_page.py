"""A picture as a page of a PDF, without loss: a JPEG or PNG keeps its data. Runs only in the child process."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageOps

from alfrd_luigi.decoding import images
from alfrd_luigi.decoding.formats import BMP, JPEG, PNG
from alfrd_luigi.decoding.limits import Limits

POINTS_PER_INCH = 72
_LONGER_SIDE = 842  # points of a page whose picture does not say how large it is: that of A4
_LEAST_DOTS, _MOST_DOTS = 50, 2400
_LARGEST = 14_400  # points of a side of a page
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = {0: 1, 2: 3, 3: 1}  # of the kinds of PNG without transparency
_PALETTE = 3
_SPACES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
# Of EXIF's orientations: the mirror image first, then the turn to the right, in degrees.
_ORIENTATIONS = {
    1: (False, 0),
    2: (True, 0),
    3: (False, 180),
    4: (True, 180),
    5: (True, 270),
    6: (False, 90),
    7: (True, 90),
    8: (False, 270),
}
_ORIENTATION = 0x0112


class Data(NamedTuple):
    """A PNG's picture: what its header says, and its compressed pixels."""

    width: int
    height: int
    depth: int
    colour: int
    palette: bytes
    pixels: bytes


def add(pdf: Pdf, path: Path, media_type: str, index: int, limits: Limits) -> int:
    """Append a page of the file to the PDF. Returns the degrees by which the page is shown turned to the right."""
    with images.opened(path, media_type) as image:
        images.select(image, index, limits)
        mirrored, degrees = _ORIENTATIONS.get(image.getexif().get(_ORIENTATION, 1), (False, 0))
        picture = _kept(pdf, image, path, media_type)
        if picture is None:  # Pillow turns some formats when it loads them, so all of them are turned here
            image.load()
            upright, mirrored, degrees = ImageOps.exif_transpose(image), False, 0
            picture = _converted(pdf, upright, media_type)
            width, height = _points(upright)
        else:
            width, height = _points(image)
    matrix = f"{-width:.3f} 0 0 {height:.3f} {width:.3f} 0" if mirrored else f"{width:.3f} 0 0 {height:.3f} 0 0"
    page = pdf.add_blank_page(page_size=(width, height))
    page.obj.Contents = pdf.make_stream(f"q {matrix} cm /Picture Do Q\n".encode("ascii"))
    page.obj.Resources = Dictionary(XObject=Dictionary(Picture=picture))
    page.obj.Rotate = degrees
    return degrees


def _points(image: Image.Image) -> tuple[float, float]:
    """The size of the paper: by the dots per inch that the picture states, if they can be true."""
    across, down = (float(dots) for dots in image.info.get("dpi", (0, 0)))
    if not (_LEAST_DOTS <= across <= _MOST_DOTS and _LEAST_DOTS <= down <= _MOST_DOTS):
        across = down = max(image.size) * POINTS_PER_INCH / _LONGER_SIDE
    sides = image.width * POINTS_PER_INCH / across, image.height * POINTS_PER_INCH / down
    shrink = min(1.0, _LARGEST / max(sides))
    return max(sides[0] * shrink, 1), max(sides[1] * shrink, 1)


def _kept(pdf: Pdf, image: Image.Image, path: Path, media_type: str) -> pikepdf.Object | None:
    """The picture with the data of its file; None if a PDF cannot hold them."""
    profile = image.info.get("icc_profile")
    if media_type == JPEG and len(image.getbands()) in _SPACES and image.mode in ("L", "RGB", "CMYK"):
        return _jpeg(pdf, image, path.read_bytes(), profile)
    found = _data(path.read_bytes()) if media_type == PNG and "transparency" not in image.info else None
    return _png(pdf, found, profile) if found is not None else None


def _jpeg(pdf: Pdf, image: Image.Image, content: bytes, profile: bytes | None) -> pikepdf.Object:
    made = pdf.make_stream(content)
    bands = len(image.getbands())
    _describe(made, image.width, image.height, 8, _space(pdf, bands, profile))
    made.Filter = Name.DCTDecode
    if image.mode == "CMYK" and "adobe" in image.info:  # Adobe writes them inverted
        made.Decode = Array([1, 0] * bands)
    return made


def _png(pdf: Pdf, data: Data, profile: bytes | None) -> pikepdf.Object:
    made = pdf.make_stream(b"")
    colours = _COLOURS[data.colour]
    made.write(
        data.pixels,
        filter=Name.FlateDecode,
        decode_parms=Dictionary(Predictor=15, Colors=colours, BitsPerComponent=data.depth, Columns=data.width),
    )
    space = _space(pdf, colours if data.colour != _PALETTE else 3, profile)
    if data.colour == _PALETTE:
        space = Array([Name.Indexed, space, len(data.palette) // 3 - 1, pikepdf.String(data.palette)])
    _describe(made, data.width, data.height, data.depth, space)
    return made


def _converted(pdf: Pdf, image: Image.Image, media_type: str) -> pikepdf.Object:
    """Any other picture, with its transparency as a mask."""
    plain, mask = _flat(image, media_type)
    made = _encoded(pdf, plain, image.info.get("icc_profile"))
    if mask is not None:
        made.SMask = _encoded(pdf, mask, None)
    return made


def _flat(image: Image.Image, media_type: str) -> tuple[Image.Image, Image.Image | None]:
    """The picture in a mode that PNG has without transparency, and its transparency."""
    if media_type == BMP:  # its alpha channel is empty or unused, and viewers ignore it
        return image.convert("RGB"), None
    if "A" in image.getbands() or "a" in image.getbands() or "transparency" in image.info:
        picture = image.convert("RGBA")
        return picture.convert("RGB"), picture.getchannel("A")
    if image.mode in ("1", "L", "RGB"):
        return image, None
    if image.mode.startswith(("I", "F")):
        return images.as_grey(image), None
    return image.convert("RGB"), None


def _encoded(pdf: Pdf, image: Image.Image, profile: bytes | None) -> pikepdf.Object:
    written = BytesIO()
    image.save(written, "PNG")
    found = _data(written.getvalue())
    if found is None:
        raise ValueError("a PNG that cannot be taken apart")
    return _png(pdf, found, profile)


def _describe(made: pikepdf.Object, width: int, height: int, depth: int, space: pikepdf.Object) -> None:
    made.Type, made.Subtype = Name.XObject, Name.Image
    made.Width, made.Height, made.BitsPerComponent, made.ColorSpace = width, height, depth, space


def _space(pdf: Pdf, bands: int, profile: bytes | None) -> pikepdf.Object:
    """The colours of a picture: by its profile, if that has as many components."""
    plain = _SPACES[bands]
    if not profile or {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}.get(profile[16:20]) != bands:
        return plain
    stream = pdf.make_stream(profile)
    stream.N, stream.Alternate = bands, plain
    return Array([Name.ICCBased, pdf.make_indirect(stream)])


def _data(content: bytes) -> Data | None:
    """The parts of a PNG; None for one that is interlaced or has an alpha channel."""
    chunks = list(_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR":
        return None
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1][:13])
    if colour not in _COLOURS or interlaced:
        return None
    palette = next((body for kind, body in chunks if kind == b"PLTE"), b"")
    if colour == _PALETTE and not palette:
        return None
    return Data(width, height, depth, colour, palette, b"".join(body for kind, body in chunks if kind == b"IDAT"))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while content.startswith(_SIGNATURE) and place + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        yield kind, content[place + 8 : place + 8 + length]
        place += length + 12
