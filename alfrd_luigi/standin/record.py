"""What arrived at the stand-in, and how much of it was under way at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.standin.refusals import Service


@dataclass
class Call:
    """One request.

    `begin` and `end` are seconds since the epoch, `end` being when the answer began to be sent, or its client was gone;
    `key` is the SHA-256 of its body; `status` that of the answer, 0 where none was sent; `signed` whether it bears the
    right signature; `body` is what was asked, word for word, where the behaviour keeps that.
    """

    service: Service
    operation: str
    model: str | None
    document_type: str | None
    key: str
    bytes: int
    signed: bool = False
    begin: float = 0.0
    end: float = 0.0
    status: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    fault: Fault | None = None
    body: str = ""

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
        self._calls: list[Call] = []
        self._peaks: Counter[str] = Counter()

    def reset(self) -> None:
        """Forget what was; what is under way stays under way, and is the first of the new peaks."""
        with self._lock:
            self._calls = []
            self._peaks = +self._in_flight

    def arrive(self, call: Call) -> None:
        """A request has arrived."""
        with self._lock:
            call.begin = time.time()
            self._calls.append(call)
            for group in call.groups:
                self._in_flight[group] += 1
                self._peaks[group] = max(self._peaks[group], self._in_flight[group])

    def leave(self, call: Call) -> None:
        """Its answer is about to be sent, or its client has gone."""
        with self._lock:
            call.end = time.time()
            for group in call.groups:
                self._in_flight[group] -= 1

    @property
    def calls(self) -> list[Call]:
        """What has arrived, in its order."""
        with self._lock:
            return list(self._calls)

    @property
    def peaks(self) -> dict[str, int]:
        """The most that was under way at once, of each group."""
        with self._lock:
            return dict(self._peaks)

    @property
    def counts(self) -> dict[str, int]:
        """How many requests there were of each group."""
        return dict(Counter(group for call in self.calls for group in call.groups))

    @property
    def summary(self) -> str:
        """Counts, peaks, statuses and faults on one line."""
        calls = self.calls
        parts = {
            "requests": _listed(self.counts.items()),
            "most at once": _listed(self.peaks.items()),
            "statuses": _listed(Counter(str(call.status) for call in calls).items()),
            "faults": _listed(Counter(call.fault for call in calls if call.fault).items()),
            "unsigned": str(sum(not call.signed for call in calls) or ""),
        }
        said = "; ".join(f"{name}: {part}" for name, part in parts.items() if part)
        return f"{len(calls)} requests{said.removeprefix('requests')}"


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts))
