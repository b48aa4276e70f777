"""A mistake in a command or in luigi.cfg, said in one line; Luigi shows its own traceback, and exits as for a fault."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType

from luigi.parameter import ParameterException
from luigi.task_register import TaskClassException

from alfrd_luigi.errors import UsageError
from alfrd_luigi.worker.stopping import stop

_HINT = "See: luigi --module alfrd_luigi TASK --help, and luigi.cfg"
# Where Luigi turns a text into the value of a parameter.
_PARSING = {"luigi.parameter", "luigi.task"}
_ARGUMENTS = re.compile(r"\[args=.*?\](?=: )")  # what Luigi puts after the name of a task


def install() -> None:
    """Have mistakes said so, for the rest of this process."""
    logging.getLogger("luigi-interface").addFilter(_stop_at_mistake)
    sys.excepthook = _show


def _stop_at_mistake(record: logging.LogRecord) -> bool:
    """Where Luigi catches what ended a run before it began, it logs that and exits as for a fault of the program."""
    error = record.exc_info[1] if record.exc_info else None
    if record.funcName == "run_with_retcodes" and error is not None and _is_mistake(error):
        stop(_said(error))
    return True


def _show(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    """Where nothing catches it: a task that is not there, or a key of luigi.cfg that is wrong."""
    if _is_mistake(error):
        sys.stderr.write(f"error: {_said(error).line}\n")
    else:
        sys.__excepthook__(kind, error, place)


def _is_mistake(error: BaseException) -> bool:
    """A ValueError is one where a parameter raises it, for a value that it cannot have."""
    if isinstance(error, ValueError):
        return _raised_in(error) in _PARSING
    return isinstance(error, ParameterException | TaskClassException)


def _raised_in(error: BaseException) -> str | None:
    """The module that raised it."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return frames[-1].f_globals["__name__"] if frames else None


def _said(error: BaseException) -> UsageError:
    told = _ARGUMENTS.sub("", " ".join(str(error).split()))
    return UsageError(f"{told} ({error.__cause__})" if error.__cause__ else told, _HINT)
