"""The faults of the stand-in and their frequency: drawn from a seeded generator, or scripted."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from alfrd_luigi.language.port import Question

Fault = Literal[
    "throttle", "server_error", "unavailable", "hang", "cut", "broken", "drip", "large",
    "access_denied", "validation", "unsupported", "too_long", "quota",
    "prose", "wrong_type", "extra_field", "fence", "think", "filtered", "max_tokens", "low_score", "absurd_usage",
    "other_model",
    "tier_refused", "tier_denied", "tier_ignored",
    "drift",
]  # fmt: skip

# The faults of the first calls (None: none), or a function that returns the fault of each call by its operation.
Script = Sequence[Fault | None] | Callable[[str], Fault | None]

# What becomes of requests for the tier flex of Bedrock.
Flex = Literal["served", "ignored", "refused", "denied", "throttled"]
_FLEX: dict[Flex, Fault] = {
    "ignored": "tier_ignored",
    "refused": "tier_refused",
    "denied": "tier_denied",
    "throttled": "throttle",
}

# An answer to a question of a language model, as a JSON value.
Said = Callable[[Question], Any]

# Faults of a language model: it answers, but not as requested.
NONSENSE: tuple[Fault, ...] = ("prose", "wrong_type", "extra_field", "max_tokens")


@dataclass
class Behaviour:
    """Seconds for each answer, and the share of calls (0 to 1) that meet each kind of fault.

    `script` takes precedence over the shares. A list of faults is used up in order. `only` applies it to the calls of
    one operation (`textract`, or that of a question). `answers` are given instead of the offline engine's, by
    operation. With `keeps_bodies`, the record keeps the requests word for word. `flex` applies to requests for that
    tier without another fault: `ignored` ones are served at the default tier, `denied` ones are refused because of the
    account.
    """

    seconds: float = 0.0
    throttled: float = 0.0
    failing: float = 0.0
    nonsense: float = 0.0
    hanging: float = 0.0
    cut: float = 0.0
    drifting: float = 0.0
    seed: int = 0
    script: Script = ()
    only: str | None = None
    answers: Mapping[str, Said] = field(default_factory=dict)
    keeps_bodies: bool = False
    flex: Flex = "served"
    _next: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._lock = threading.Lock()

    def draw(self, operation: str, tier: str | None = None) -> Fault | None:
        """The fault of the next call of this operation, if any."""
        return self._scripted_or_drawn(operation) or (_FLEX.get(self.flex) if tier == "flex" else None)

    def _scripted_or_drawn(self, operation: str) -> Fault | None:
        is_scripted = self.only in (None, operation)
        if is_scripted and callable(self.script):
            return self.script(operation)
        with self._lock:
            if is_scripted and not callable(self.script) and self._next < len(self.script):
                self._next += 1
                return self.script[self._next - 1]
            return self._drawn(operation)

    def _drawn(self, operation: str) -> Fault | None:
        lot = self._random.random()
        shares: tuple[tuple[float, tuple[Fault, ...]], ...] = (
            (self.throttled, ("throttle",)),
            (self.failing, ("server_error", "unavailable")),
            (self.hanging, ("hang",)),
            (self.cut, ("cut",)),
            # Text recognition cannot answer with nonsense; its answer can only be broken.
            (self.nonsense, ("broken",) if operation == "textract" else NONSENSE),
            (self.drifting, ("drift",)),
        )
        for share, kinds in shares:
            if lot < share:
                return self._random.choice(kinds)
            lot -= share
        return None
