"""What arrived at the stand-in, and how much of it was under way at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass

from alfrd_luigi.standin.faults import Fault


@dataclass
class Call:
    """One request.

    `begin` and `end` are seconds since the epoch, `end` being when the answer began to be sent; `key` is the SHA-256 of
    its body; `status` that of the answer, 0 where none was sent.
    """

    service: str
    operation: str
    model: str | None
    document_type: str | None
    key: str
    bytes: int
    signed: bool
    begin: float = 0.0
    end: float = 0.0
    status: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    fault: Fault | None = None

    @property
    def groups(self) -> list[str]:
        """What it is counted with: its service, its operation, and summaries of its document's type."""
        typed = [f"summarize.{self.document_type}"] if self.operation == "summarize" else []
        return list(dict.fromkeys([self.service, self.operation, *typed]))


class Record:
    """Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._in_flight: Counter[str] = Counter()
        self.reset()

    def reset(self) -> None:
        """Forget what was; what is under way stays under way."""
        with self._lock:
            self.calls: list[Call] = []
            self.peaks: Counter[str] = Counter()

    def arrive(self, call: Call) -> None:
        """A request has arrived."""
        with self._lock:
            call.begin = time.time()
            self.calls.append(call)
            for group in call.groups:
                self._in_flight[group] += 1
                self.peaks[group] = max(self.peaks[group], self._in_flight[group])

    def leave(self, call: Call) -> None:
        """Its answer is about to be sent, or its client has gone."""
        with self._lock:
            call.end = time.time()
            for group in call.groups:
                self._in_flight[group] -= 1

    @property
    def counts(self) -> Counter[str]:
        """How many requests there were of each group."""
        with self._lock:
            return Counter(group for call in self.calls for group in call.groups)
