"""How long a call that failed waits before it is repeated."""

from __future__ import annotations

LONGEST_PAUSE = 20.0
"""The longest pause between two attempts of a call, in seconds."""
