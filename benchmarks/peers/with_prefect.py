"""The same work by Prefect: a flow for each document, a task for each stage, and Prefect's global concurrency limits.

    python benchmarks/peers/with_prefect.py WORKLOAD DATABASE_URL

In an environment that has Prefect. Its server is started here and is part of what is measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bare import caller
from workload import CAPS, Workload

from peers.rows import Rows

_PORT = 4299
_API = f"http://127.0.0.1:{_PORT}/api"
_TOOL = [sys.executable, "-m", "prefect"]


@contextmanager
def server() -> Iterator[None]:
    """Prefect's server, ready; it ends with the block."""
    os.environ["PREFECT_API_URL"] = _API
    command = [*_TOOL, "server", "start", "--host", "127.0.0.1", "--port", str(_PORT)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers():
            if process.poll() is not None:
                raise RuntimeError("Prefect's server has ended")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"{_API}/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def limit(name: str, slots: int) -> None:
    """Make a global concurrency limit, or set it."""
    for command in ("create", "update"):
        done = subprocess.run(
            [*_TOOL, "gcl", command, name, "--limit", str(slots)], capture_output=True, check=command == "update"
        )
        if done.returncode == 0:
            return


def flows(workload: Workload, call: Callable[[str, str], None], rows: Rows) -> tuple[Any, Any]:
    """The flow of a document and that of a file, by number."""
    from prefect import flow, task
    from prefect.concurrency.sync import concurrency

    @task
    def stage(number: int, operation: str, body: str, names: list[str]) -> None:
        with ExitStack() as stack:
            for name in names:
                stack.enter_context(concurrency(name, occupy=1))
            call(operation, body)
        rows.store(number, operation)

    @flow
    def document(number: int) -> None:
        paper = workload.papers[number]
        stage(number, "textract", paper.bodies["textract"], ["textract"])
        stage(number, "classify", paper.bodies["classify"], ["bedrock"])
        beside = stage.submit(number, "score_classification", paper.bodies["score_classification"], ["bedrock"])
        stage(number, "summarize", paper.bodies["summarize"], [f"type-{paper.document_type}", "bedrock"])
        stage(number, "score_summary", paper.bodies["score_summary"], ["bedrock"])
        beside.result()
        if "file" in paper.bodies:
            stage(number, "file", paper.bodies["file"], ["bedrock"])

    @flow
    def file(number: int) -> None:
        stage(number, "summarize_file", workload.files[number], ["summarize_file", "bedrock"])

    return document, file


def main(workload: Workload, rows: Rows) -> None:
    """Do all of the work."""
    with server():
        for name, slots in CAPS.items():
            limit(name, slots)
        for document_type in {paper.document_type for paper in workload.papers}:
            limit(f"type-{document_type}", 1)
        document, file = flows(workload, caller(workload.model), rows)
        with ThreadPoolExecutor(max(1, len(workload.papers))) as pool:
            list(pool.map(document, range(len(workload.papers))))
            list(pool.map(file, range(len(workload.files))))


if __name__ == "__main__":
    main(Workload.load(Path(sys.argv[1])), Rows(sys.argv[2]))
