"""Pictures that carry their own text, so that a page can be "read" in no time and always alike."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

_KEY = "alfrd-text"
_SIZE = (400, 300)


def picture_of(text: str) -> bytes:
    """A small PNG that says, where only the stand-in looks, what it shows."""
    info = PngInfo()
    info.add_itxt(_KEY, text)
    output = BytesIO()
    Image.new("L", _SIZE, 255).save(output, "PNG", pnginfo=info)
    return output.getvalue()


def text_in(picture: Image.Image) -> str | None:
    """The text that an opened picture carries."""
    text = picture.info.get(_KEY)
    return str(text) if text is not None else None
