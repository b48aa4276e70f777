"""The `luigi` command of this application: Luigi's own, with one-line errors for two kinds of mistakes.

Luigi reads luigi.cfg while it is imported, and only then imports the module of `--module`. For a mistake in either, its
own command shows a traceback before anything of a project is loaded. Everything else is left to Luigi.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable

from alfrd_luigi import logs
from alfrd_luigi.configuration import config_file, module_of_luigi, read
from alfrd_luigi.errors import AlfrdError, UsageError

_OURS = "alfrd_luigi"


def main() -> None:
    """Run the command of this process. Such a mistake ends it with the exit code of its error."""
    arguments = sys.argv[1:]
    module = _module(arguments)
    try:
        run = _loaded(module)
        _run(run, arguments, module)
    except AlfrdError as error:
        logs.say(f"error: {error.line}", logging.ERROR)
        sys.exit(int(error.exit_code))


def _module(arguments: list[str]) -> str:
    """The value of --module, or an empty string."""
    parser = argparse.ArgumentParser(add_help=False, usage=argparse.SUPPRESS)
    parser.add_argument("--module", default="")
    return str(parser.parse_known_args(arguments)[0].module)


def _loaded(module: str) -> Callable[[list[str]], None]:
    """Luigi's own command. Raises SettingsError for an unusable luigi.cfg."""
    file = config_file(os.environ) if module == _OURS else None
    if file is not None:
        read(file)
    run: Callable[[list[str]], None] = module_of_luigi("luigi.cmdline").luigi_run
    # It was imported before Luigi. It registers its tasks when it is imported again afterwards.
    del sys.modules[_OURS]
    return run


def _run(run: Callable[[list[str]], None], arguments: list[str], module: str) -> None:
    try:
        run(arguments)
    except SystemExit as end:
        if module == _OURS and _OURS in sys.modules:  # it is not if it was what could not be loaded
            from alfrd_luigi.monitoring import run_end  # here, because Luigi's configuration has to be read first

            run_end.after(end.code if isinstance(end.code, int) else 0)
        raise
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise
        raise UsageError(f"there is no module {module!r}", f"Give --module {_OURS}") from error


if __name__ == "__main__":
    main()
