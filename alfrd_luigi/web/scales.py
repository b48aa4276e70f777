"""The marks of an axis."""

from __future__ import annotations

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400)
_DAY = 86_400.0


def seconds_ticks(seconds: float, most: int = 8) -> list[float]:
    """Round numbers of seconds from 0 to `seconds`: at most `most` of them after 0."""
    step = next((step for step in _STEPS if seconds / step <= most), None)
    if step is None:
        step = _DAY * max(1, -(-seconds // (_DAY * most)))
    return [number * step for number in range(int(seconds / step) + 1)]
