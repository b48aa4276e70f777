"""When Python looks for garbage: seldom. Nearly all that a task makes is let go by counting; what is loaded stays."""

from __future__ import annotations

import gc

# Objects more, before the next look. What is loaded up to the first call is two thirds of the first number: to go
# through it took a thirtieth of that time. To look at every 700, as Python does, took a twentieth of a run's CPU.
_WHILE_LOADING = 300_000
_ONCE_LOADED = 20_000
_LOOKS_AT_OLDER = (20, 20)


def while_loading() -> None:
    """Leave alone what was imported so far, and do not look for garbage while more is loaded."""
    gc.freeze()
    gc.set_threshold(_WHILE_LOADING, *_LOOKS_AT_OLDER)


def once_loaded() -> None:
    """Leave alone what was loaded so far, too, and look for garbage now and then."""
    gc.freeze()
    gc.set_threshold(_ONCE_LOADED, *_LOOKS_AT_OLDER)
