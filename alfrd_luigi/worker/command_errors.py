"""Reports a mistake in a command or in luigi.cfg in one line. Luigi shows a traceback, and exits as for a bug."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType

from luigi.parameter import ParameterException
from luigi.task_register import TaskClassException

from alfrd_luigi import logs
from alfrd_luigi.errors import AlfrdError, UsageError
from alfrd_luigi.worker.process_exit import stop

_HINT = "See: luigi --module alfrd_luigi TASK --help, and luigi.cfg"
# The modules in which Luigi converts a text to the value of a parameter.
_PARSING = {"luigi.parameter", "luigi.task"}
_ARGUMENTS = re.compile(r"\[args=.*?\](?=: )")  # Luigi's suffix after the name of a task


def install() -> None:
    """Report such mistakes in one line for the rest of this process."""
    logging.getLogger("luigi-interface").addFilter(_stop_at_mistake)
    sys.excepthook = _show


def _stop_at_mistake(record: logging.LogRecord) -> bool:
    """Luigi catches an error that ended a run before it began, logs it, and exits as for a bug."""
    error = record.exc_info[1] if record.exc_info else None
    if record.funcName == "run_with_retcodes" and error is not None and _is_mistake(error):
        stop(_said(error))
    return True


def _show(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    """Errors that Luigi does not catch: an unknown task, or a wrong key of luigi.cfg."""
    if _is_mistake(error):
        logs.say(f"error: {_said(error).line}", logging.ERROR)
    else:
        sys.__excepthook__(kind, error, place)


def _is_mistake(error: BaseException) -> bool:
    """A ValueError is a mistake if a parameter raises it, for an invalid value. So does the parameter of a document."""
    if isinstance(error, ValueError):
        return _raised_in(error) in _PARSING
    return isinstance(error, AlfrdError | ParameterException | TaskClassException)


def _raised_in(error: BaseException) -> str | None:
    """The module that raised the error."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return frames[-1].f_globals["__name__"] if frames else None


def _said(error: BaseException) -> AlfrdError:
    if isinstance(error, AlfrdError):
        return error
    told = _ARGUMENTS.sub("", " ".join(str(error).split()))
    return UsageError(f"{told} ({error.__cause__})" if error.__cause__ else told, _HINT)
