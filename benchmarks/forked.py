"""Commands in processes that start with all modules imported, so that the time of a cell is its own work.

They are forked from a server that has only imported modules. They run, and die, like any other process.
"""

from __future__ import annotations

import atexit
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import refusals

from alfrd_luigi.settings import settings

_IMPORTED = [
    "luigi.cmdline",  # before alfrd_luigi, which registers its tasks where Luigi is loaded
    "__main__",
    "forked",
    "canonical",
    "boto3",
    "alfrd_luigi",
    "tasks",
    "alfrd_luigi.cli.application",
    "alfrd_luigi.cli.process",
    "alfrd_luigi.cli.rerun",
    "alfrd_luigi.cli.init",
    "alfrd_luigi.cli.intake",
    "alfrd_luigi.cli.prompts",
    "alfrd_luigi.database.embedded.server",
    "alfrd_luigi.language.engines.bedrock",
    "alfrd_luigi.ocr.engines.textract",
    "alfrd_luigi.prompts.proposals",
    "alfrd_luigi.prompts.trials",
    "alfrd_luigi.report.writing",
]
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(_IMPORTED)


def start(command: Sequence[str], environment: Mapping[str, str], output: Path) -> ForkServerProcess:
    """Start `luigi`, `alfrd`, `plant` (see planting), or `content`, which prints the archive's content as JSON.

    All output goes to a file.
    """
    process = _context.Process(target=_run, args=(list(command), dict(environment), str(output)))
    process.start()
    return process


def _run(command: list[str], environment: dict[str, str], output: str) -> None:
    os.environ.update(environment)
    settings.cache_clear()  # the server has read those of its own environment, for the form of the log
    with Path(output).open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    refusal = refusals.armed(os.environ.get(refusals.VARIABLE, ""))
    try:
        _COMMANDS[command[0]](command[1:])
    finally:
        sys.stdout.flush()
        if refusal is not None:
            refusal.tell()
        atexit._run_exitfuncs()  # multiprocessing does not run them; one of them stops the embedded server


def _luigi(arguments: list[str]) -> None:
    import luigi.cmdline

    from alfrd_luigi import triggers
    from alfrd_luigi.database import runs

    triggers.arm(os.environ.get(triggers.VARIABLE, ""))
    luigi_run: Callable[[list[str]], None] = vars(luigi.cmdline)["luigi_run"]  # it is untyped
    # The default run is from before the fork.
    luigi_run(["--module", "alfrd_luigi", *arguments, "--run-id", runs.new_id()])


def _alfrd(arguments: list[str]) -> None:
    from alfrd_luigi import triggers
    from alfrd_luigi.cli import main

    triggers.arm(os.environ.get(triggers.VARIABLE, ""))
    sys.argv = ["alfrd", *arguments]
    main()


def _content(_: list[str]) -> None:
    import canonical

    json.dump(canonical.content(), sys.stdout)


def _plant(arguments: list[str]) -> None:
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    import planting

    planting.plant(*arguments)


_COMMANDS = {"luigi": _luigi, "alfrd": _alfrd, "plant": _plant, "content": _content}
