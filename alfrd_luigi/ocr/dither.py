"""Smooths pages whose grey is dots, such as a fax of a photo: the recogniser finds no lines among the dots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# Of the dark pixels: those without a dark neighbour. On scans, photos and drawn pages they are up to .08, on pages with
# a grey of dots .49 and more.
_MOST_ALONE = 0.25
_DARK = 128
_PASSES = 2


def smoothed(pixels: Pixels) -> Pixels:
    """The page (height, width, channels), with its dots blurred to grey if it has many."""
    return _blurred(pixels) if _share_alone(pixels[:, :, 0] < _DARK) > _MOST_ALONE else pixels


def _share_alone(dark: NDArray[np.bool_]) -> float:
    around = np.pad(dark, 1)
    near = around[:-2, 1:-1] | around[2:, 1:-1] | around[1:-1, :-2] | around[1:-1, 2:]
    count = int(dark.sum())
    return int((dark & ~near).sum()) / count if count else 0.0


def _blurred(pixels: Pixels) -> Pixels:
    """Each pixel mixed with those around it, as by a Gaussian of one pixel."""
    mixed = pixels.astype(np.uint16)
    for _ in range(_PASSES):
        for axis in (0, 1):
            before, after = np.roll(mixed, 1, axis), np.roll(mixed, -1, axis)
            mixed = (before + 2 * mixed + after) // 4
    return mixed.astype(np.uint8)
