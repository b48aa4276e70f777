"""Python's garbage collection: rarely. Reference counting frees nearly everything of a task; loaded modules stay."""

from __future__ import annotations

import gc

# Number of new objects before the next collection. Two thirds of the first number are loaded before the first call;
# collecting them took a thirtieth of that time. Python's default of 700 took a twentieth of a run's CPU.
_WHILE_LOADING = 300_000
_ONCE_LOADED = 20_000
_LOOKS_AT_OLDER = (20, 20)


def while_loading() -> None:
    """Exclude everything imported so far from collections, and do not collect while more is loaded."""
    gc.freeze()
    gc.set_threshold(_WHILE_LOADING, *_LOOKS_AT_OLDER)


def once_loaded() -> None:
    """Exclude everything loaded so far as well, and collect occasionally."""
    gc.freeze()
    gc.set_threshold(_ONCE_LOADED, *_LOOKS_AT_OLDER)
