"""Python programs in processes forked from this one, which has imported libraries and the modules of the application.

Each request on the socket whose descriptor is the argument has five descriptors: stdin, stdout and stderr of the new
process, a file that says in JSON what it runs, and a socket. The answers on that socket are the number of the process
and, when it has ended, its wait status, in eight bytes each.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import select
import socket
import sys
import threading
import time
import warnings
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

# What most runs and commands import, at once or when they have work. Nothing here starts a thread. Luigi is not here,
# because the package alfrd_luigi registers its tasks only in the presence of Luigi.
LIBRARIES = (
    "argparse",
    "boto3",
    "click",
    "dateparser",
    "dateparser.data.date_translation_data.en",
    "jsonschema",
    "multiprocessing.queues",
    "psycopg2.extras",
    "rapidfuzz.fuzz",
    "requests",
    "snowballstemmer",
    "tenacity",
    "tzlocal",
    "alfrd_luigi.cli",
    "alfrd_luigi.cli.rendering",
    "alfrd_luigi.corrections.audit",
    "alfrd_luigi.extraction.classification",
    "alfrd_luigi.extraction.file_summaries",
    "alfrd_luigi.extraction.records",
    "alfrd_luigi.intake.registration",
    "alfrd_luigi.language.engines.bedrock",
    "alfrd_luigi.language.engines.offline",
    "alfrd_luigi.memory.lessons",
    "alfrd_luigi.monitoring.run_end",
    "alfrd_luigi.ocr.engines.textract",
    "alfrd_luigi.ocr.reading",
    "alfrd_luigi.report.freshness",
    "alfrd_luigi.report.writing",
    "alfrd_luigi.search.freshness",
    "alfrd_luigi.search.index",
    "alfrd_luigi.services.aws_connections",
    "alfrd_luigi.stages.claims",
    "alfrd_luigi.stages.classify",
    "alfrd_luigi.stages.document_stage",
    "alfrd_luigi.stages.file",
    "alfrd_luigi.stages.lifecycle",
    "alfrd_luigi.stages.ocr",
    "alfrd_luigi.stages.outage",
    "alfrd_luigi.stages.score_classification",
    "alfrd_luigi.stages.score_summary",
    "alfrd_luigi.stages.summarize",
    "alfrd_luigi.startup",
    "alfrd_luigi.triggers",
)
# The rules read their words and make their patterns when they read the first paper.
_PAPER = """Example Power Ltd
12 High Street, Exampleton
Dear Ms Sample,
Invoice no. 4711 of 3 May 2025 for electricity
Standing charge     $ 12.50
Amount due          $ 62.50
Please pay by 17 May 2025.
"""
_REQUEST, _ANSWERS = 5, 4
"""The number of descriptors of a request, and which of them is the socket."""


def main() -> None:
    """Fork until the socket is closed. In a new process, run its program."""
    import_libraries()
    read_files()
    del sys.modules["alfrd_luigi"]  # each program imports it itself, some of them after Luigi
    gc.collect()
    gc.freeze()  # otherwise each process copies the pages of all objects when it collects garbage
    control = socket.socket(fileno=int(sys.argv[1]))
    children = Children()
    while (descriptors := children.next_request(control)) is not None:
        child = os.fork()
        if not child:
            control.close()
            children.forget()
            os.close(descriptors.pop(_ANSWERS))
            run_to_the_end(request(descriptors))
            return
        children.add(child, socket.socket(fileno=descriptors.pop(_ANSWERS)))
        for descriptor in descriptors:
            os.close(descriptor)


class Children:
    """The processes that run, by the descriptors that tell of their ends."""

    def __init__(self) -> None:
        self._running: dict[int, tuple[int, socket.socket]] = {}

    def next_request(self, control: socket.socket) -> list[int] | None:
        """The descriptors of the next request, or None if there will be none. Until then, ends are told."""
        while True:
            poll = select.poll()
            for descriptor in (control.fileno(), *self._running):
                poll.register(descriptor, select.POLLIN)
            for descriptor, _ in poll.poll():
                if descriptor != control.fileno():
                    self._tell_end(descriptor)
                else:
                    return socket.recv_fds(control, 1, _REQUEST)[1] or None

    def add(self, child: int, answers: socket.socket) -> None:
        """Tell the number of a process."""
        self._running[os.pidfd_open(child)] = child, answers
        answers.sendall(child.to_bytes(8))

    def forget(self) -> None:
        """Close the descriptors, in a process that has forked from this one."""
        for descriptor, (_, answers) in self._running.items():
            os.close(descriptor)
            answers.close()

    def _tell_end(self, descriptor: int) -> None:
        child, answers = self._running.pop(descriptor)
        os.close(descriptor)
        status = os.waitpid(child, 0)[1]
        with answers, suppress(BrokenPipeError):  # nobody may wait for it
            answers.sendall(status.to_bytes(8))


def import_libraries() -> None:
    """Import the libraries. A warning is an error, as it is for a command."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in LIBRARIES:
            import_module(name)


def read_files() -> None:
    """Let the rules and boto3 keep what they read from files, which is the same in each process."""
    import botocore.session

    from alfrd_luigi.extraction import classification, records

    classification.classify([_PAPER], [{"name": "utility_bill"}], [])
    records.summarize([_PAPER], "utility_bill", {})
    create_loader = cache(botocore.session.create_loader)
    vars(botocore.session)["create_loader"] = create_loader
    for name in ("bedrock-runtime", "textract"):
        botocore.session.Session().create_client(name, region_name="us-east-1")


def request(descriptors: list[int]) -> dict[str, Any]:
    """What is to be run. Its stdin, stdout and stderr become those of this process."""
    for target, descriptor in enumerate(descriptors[:3]):
        os.dup2(descriptor, target)
        os.close(descriptor)
    with os.fdopen(descriptors[3]) as file:
        file.seek(0)
        asked: dict[str, Any] = json.load(file)
        return asked


def run_to_the_end(asked: dict[str, Any]) -> None:
    """Run a program and end this process, unless Python itself has to say something at its end."""
    try:
        run(asked)
    except SystemExit as end:
        if not isinstance(end.code, int | None):
            raise
        leave(end.code or 0, is_strict=asked["strict"])
        raise
    leave(0, is_strict=asked["strict"])


def leave(code: int, *, is_strict: bool) -> None:
    """End this process as Python does, except that it does not take apart every object.

    That takes longer than most programs, because each page with an object of the other process is copied. Where
    warnings are errors, Python does it, and tells of what was left open. It also tells why output cannot be written.
    """
    if is_strict:
        return
    vars(threading)["_shutdown"]()
    atexit._run_exitfuncs()
    gc.collect()
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run(asked: dict[str, Any]) -> None:
    """Run a program or, with -m, a module, as Python does."""
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    triggers = sys.modules["alfrd_luigi.triggers"]
    triggers.arm(os.environ.get(triggers.VARIABLE, ""))  # as when it is imported
    if asked["strict"]:
        sys.warnoptions.append("error")
        warnings.simplefilter("error")
    name, *arguments = asked["program"]
    sys.argv = [name, *arguments]
    if asked["is_module"]:
        sys.path[0] = str(Path.cwd())
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = str(Path(name).parent)
        runpy.run_path(name, run_name="__main__")


if __name__ == "__main__":
    main()
