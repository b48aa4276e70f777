"""Turns pictures upright. Runs only in the child process."""

from __future__ import annotations

from PIL.Image import Image, Transpose

from alfrd_luigi.decoding.model import Turn

_TURNING: dict[Turn, Transpose] = {
    "down": Transpose.ROTATE_90,
    "upside_down": Transpose.ROTATE_180,
    "up": Transpose.ROTATE_270,
}


def turned_upright(picture: Image, turn: Turn) -> Image:
    """The picture, turned upright if its writing runs in this direction."""
    return picture.transpose(_TURNING[turn]) if turn in _TURNING else picture
