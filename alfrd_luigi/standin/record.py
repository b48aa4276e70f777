"""The requests that the stand-in received, and how many were in progress at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.standin.refusals import Service


@dataclass
class RecordedCall:
    """One request.

    `begin` and `end` are seconds since the epoch; `end` is when the answer began to be sent, or the client
    disconnected. `key` is the SHA-256 of its body, `status` that of the answer (0 if none was sent). `signed` says
    whether the signature is valid. `tier` is the one that it asks for. `body` is the request word for word, if the
    behaviour keeps it.
    """

    service: Service
    operation: str
    model: str | None
    document_type: str | None
    key: str
    bytes: int
    tier: str | None = None
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
        """The groups in which it is counted: its service, its operation, and summaries of its document's type."""
        typed = [f"summarize.{self.document_type}"] if self.operation == "summarize" else []
        return list(dict.fromkeys([self.service, self.operation, *typed]))


class Record:
    """Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._in_flight: Counter[str] = Counter()
        self._calls: list[RecordedCall] = []
        self._peaks: Counter[str] = Counter()

    def reset(self) -> None:
        """Clear the record. Calls in progress stay, and are the first of the new peaks."""
        with self._lock:
            self._calls = []
            self._peaks = +self._in_flight

    def arrive(self, call: RecordedCall) -> None:
        """Record the arrival of a request."""
        with self._lock:
            call.begin = time.time()
            self._calls.append(call)
            for group in call.groups:
                self._in_flight[group] += 1
                self._peaks[group] = max(self._peaks[group], self._in_flight[group])

    def leave(self, call: RecordedCall) -> None:
        """Record that its answer is about to be sent, or that its client has disconnected."""
        with self._lock:
            call.end = time.time()
            for group in call.groups:
                self._in_flight[group] -= 1

    @property
    def calls(self) -> list[RecordedCall]:
        """The requests in the order of their arrival."""
        with self._lock:
            return list(self._calls)

    @property
    def peaks(self) -> dict[str, int]:
        """The maximum number of requests in progress at once, for each group."""
        with self._lock:
            return dict(self._peaks)

    @property
    def counts(self) -> dict[str, int]:
        """The number of requests of each group."""
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
