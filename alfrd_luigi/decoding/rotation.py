"""Rotated pages: the direction of their writing, and boxes on the upright page."""

from __future__ import annotations

from alfrd_luigi.decoding.model import Box, Turn

_BACK: dict[Turn, Turn] = {"upright": "upright", "down": "up", "upside_down": "upside_down", "up": "down"}
# In the order of a quarter turn to the left.
_QUARTERS: tuple[Turn, ...] = ("upright", "down", "upside_down", "up")


def turn_of(across: float, down: float) -> Turn:
    """The rotation of a page whose writing runs this many pixels to the right and downwards."""
    if abs(across) >= abs(down):
        return "upright" if across >= 0 else "upside_down"
    return "down" if down > 0 else "up"


def added(first: Turn, then: Turn) -> Turn:
    """The rotation of a page that is turned upright in two steps: one for each of these rotations."""
    return _QUARTERS[(_QUARTERS.index(first) + _QUARTERS.index(then)) % len(_QUARTERS)]


def shown(box: Box, turn: Turn) -> Box:
    """The box on a page with this rotation, in fractions, for a box on the upright page."""
    return turned(box, _BACK[turn])


def turned(box: Box, turn: Turn) -> Box:
    """The box on the upright page, in fractions, for a box on a page with this rotation."""
    left, top, right, bottom = box
    match turn:
        case "upright":
            return box
        case "down":
            return (top, 1 - right, bottom, 1 - left)
        case "upside_down":
            return (1 - right, 1 - bottom, 1 - left, 1 - top)
        case "up":
            return (1 - bottom, left, 1 - top, right)
