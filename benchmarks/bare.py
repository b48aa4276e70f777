"""The baseline: the calls of a workload in a bare loop of boto3, on the same slots, without a database and Luigi.

    python benchmarks/bare.py WORKLOAD

A thread for each slot takes ready calls, the latest stage first. Only one summary of a type runs at a time.
"""

from __future__ import annotations

import base64
import heapq
import json
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import boto3
from botocore.config import Config
from workload import AFTER, CAPS, STAGES, Workload

_SUMMARIZE_FILE = len(STAGES)


class Job(NamedTuple):
    """A call to make. Of two ready calls, that of the later stage comes first."""

    stage: int  # negative
    number: int

    @property
    def operation(self) -> str:
        """Its name."""
        return (*STAGES, "summarize_file")[-self.stage]

    @property
    def service(self) -> str:
        """The service whose slot it takes."""
        return "textract" if self.stage == 0 else "bedrock"


class BareLoop:
    """The calls of one workload; thread-safe."""

    def __init__(self, workload: Workload, call: Callable[[str, str], None]) -> None:
        self._workload = workload
        self._call = call
        self._changed = threading.Condition()
        self._ready: dict[str, list[Job]] = {"textract": [], "bedrock": []}
        self._limited: dict[str, list[Job]] = defaultdict(list)
        self._busy: Counter[str] = Counter()
        self._ended: dict[int, set[str]] = defaultdict(set)
        self._left = workload.calls
        self._papers_left = len(workload.papers)
        self._push(Job(0, number) for number in range(len(workload.papers)))

    def run(self) -> None:
        """Make every call."""
        threads = [
            threading.Thread(target=self._work, args=(service,))
            for service in self._ready
            for _ in range(CAPS[service])
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work(self, service: str) -> None:
        while (job := self._take(service)) is not None:
            self._call(job.operation, self._body(job))
            self._end(job)

    def _body(self, job: Job) -> str:
        if job.operation == "summarize_file":
            return self._workload.files[job.number]
        return self._workload.papers[job.number].bodies[job.operation]

    def _take(self, service: str) -> Job | None:
        with self._changed:
            while self._left:
                while self._ready[service]:
                    job = heapq.heappop(self._ready[service])
                    limit = self._limit(job)
                    if limit is None:
                        return job
                    if self._busy[limit[0]] < limit[1]:
                        self._busy[limit[0]] += 1
                        return job
                    self._limited[limit[0]].append(job)
                self._changed.wait()
            return None

    def _limit(self, job: Job) -> tuple[str, int] | None:
        """The resource that the job shares with others, and its limit."""
        if job.operation == "summarize":
            return self._workload.papers[job.number].document_type, 1
        return ("summarize_file", CAPS["summarize_file"]) if job.operation == "summarize_file" else None

    def _end(self, job: Job) -> None:
        with self._changed:
            self._left -= 1
            if (limit := self._limit(job)) is not None:
                self._busy[limit[0]] -= 1
                self._push(self._limited[limit[0]][:1])
                del self._limited[limit[0]][:1]
            if job.operation != "summarize_file":
                self._ended[job.number].add(job.operation)
                self._push(self._next(job))
            self._changed.notify_all()

    def _next(self, job: Job) -> Iterable[Job]:
        wanted, ended = self._workload.papers[job.number].bodies.keys(), self._ended[job.number]
        if wanted == ended:
            self._papers_left -= 1
            files = len(self._workload.files) if self._papers_left == 0 else 0
            return [Job(-_SUMMARIZE_FILE, number) for number in range(files)]
        return [
            Job(-STAGES.index(stage), job.number)
            for stage, needed in AFTER.items()
            if stage in wanted and job.operation in needed and ended.issuperset(needed)
        ]

    def _push(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            heapq.heappush(self._ready[job.service], job)


def caller(model: str) -> Callable[[str, str], None]:
    """A function that makes one call with boto3, to the service that the environment names."""
    config = Config(retries={"total_max_attempts": 1}, max_pool_connections=16)
    session = boto3.Session()
    clients: dict[str, Any] = {name: session.client(name, config=config) for name in ("textract", "bedrock-runtime")}

    def call(operation: str, body: str) -> None:
        request = json.loads(body)
        if operation == "textract":
            picture = base64.b64decode(request["Document"]["Bytes"])
            clients["textract"].detect_document_text(Document={"Bytes": picture})
        else:
            clients["bedrock-runtime"].converse(modelId=model, **request)

    return call


if __name__ == "__main__":
    workload = Workload.load(Path(sys.argv[1]))
    BareLoop(workload, caller(workload.model)).run()
