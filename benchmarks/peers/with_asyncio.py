"""The same work by asyncio with semaphores: the calls of a workload with boto3, and a row for each in PostgreSQL.

python benchmarks/peers/with_asyncio.py WORKLOAD DATABASE_URL
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path

from bare import caller
from workload import CAPS, Workload

from peers.rows import Rows


class Office:
    """The slots, and what is done with one in hand."""

    def __init__(self, workload: Workload, call: Callable[[str, str], None], rows: Rows) -> None:
        self._workload = workload
        self._call = call
        self._rows = rows
        self._slots = {service: asyncio.Semaphore(cap) for service, cap in CAPS.items()}
        self._types: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(1))

    async def run(self) -> None:
        """All documents, then the files."""
        await asyncio.gather(*(self._document(number) for number in range(len(self._workload.papers))))
        await asyncio.gather(*(self._file(number) for number in range(len(self._workload.files))))

    async def _document(self, number: int) -> None:
        await self._stage(number, "textract")
        await self._stage(number, "classify")
        await asyncio.gather(self._stage(number, "score_classification"), self._summary(number))
        await self._stage(number, "file")

    async def _summary(self, number: int) -> None:
        async with self._types[self._workload.papers[number].document_type]:
            await self._stage(number, "summarize")
        await self._stage(number, "score_summary")

    async def _stage(self, number: int, operation: str) -> None:
        body = self._workload.papers[number].bodies.get(operation)
        if body is not None:
            await self._ask(("textract" if operation == "textract" else "bedrock",), operation, body, number)

    async def _file(self, number: int) -> None:
        await self._ask(("summarize_file", "bedrock"), "summarize_file", self._workload.files[number], number)

    async def _ask(self, services: tuple[str, ...], operation: str, body: str, number: int) -> None:
        async with AsyncExitStack() as stack:
            for service in services:
                await stack.enter_async_context(self._slots[service])
            await asyncio.to_thread(self._call, operation, body)
        await asyncio.to_thread(self._rows.store, number, operation)


async def main(workload: Workload, rows: Rows) -> None:
    """Do all of the work."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(16))
    await Office(workload, caller(workload.model), rows).run()


if __name__ == "__main__":
    asyncio.run(main(Workload.load(Path(sys.argv[1])), Rows(sys.argv[2])))
