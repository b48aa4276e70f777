"""Python programs in processes forked from this one, which has imported libraries.

They are those of others, and of ours that of extraction, which reads nothing but its own files.

Each request on the socket whose descriptor is the argument has four descriptors: stdin, stdout and stderr of the new
process, and a file that says in JSON what it runs. The answers are its number and its wait status, in eight bytes each.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import socket
import sys
import time
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

# What most runs and commands import. Nothing here starts a thread. Luigi is not here, because the package alfrd_luigi
# registers its tasks only in the presence of Luigi.
LIBRARIES = (
    "click",
    "dateparser",
    "jsonschema",
    "psycopg2.extras",
    "rapidfuzz.fuzz",
    "requests",
    "tenacity",
    "tzlocal",
    "alfrd_luigi.extraction.classification",
    "alfrd_luigi.extraction.file_summaries",
    "alfrd_luigi.extraction.records",
)


def main() -> None:
    """Fork until the socket is closed. In a new process, run its program."""
    import_libraries()
    gc.collect()
    gc.freeze()  # otherwise each process copies the pages of all objects when it collects garbage
    control = socket.socket(fileno=int(sys.argv[1]))
    while descriptors := socket.recv_fds(control, 1, 4)[1]:
        child = os.fork()
        if not child:
            control.close()
            run(request(descriptors))
            return
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(child.to_bytes(8))
        control.sendall(os.waitpid(child, 0)[1].to_bytes(8))


def import_libraries() -> None:
    """Import the libraries. A warning is an error, as it is for a command."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in LIBRARIES:
            import_module(name)
    del sys.modules["alfrd_luigi"]  # each program imports it itself, some of them after Luigi


def request(descriptors: list[int]) -> dict[str, Any]:
    """What is to be run. Its stdin, stdout and stderr become those of this process."""
    for target, descriptor in enumerate(descriptors[:3]):
        os.dup2(descriptor, target)
        os.close(descriptor)
    with os.fdopen(descriptors[3]) as file:
        file.seek(0)
        asked: dict[str, Any] = json.load(file)
        return asked


def run(asked: dict[str, Any]) -> None:
    """Run a program or, with -m, a module, as Python does."""
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
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
