"""A mistake in a command or in luigi.cfg, said in one line; Luigi shows its own traceback, and exits as for a fault."""

from __future__ import annotations

import logging
import re
import sys
from types import TracebackType

from luigi.parameter import ParameterException
from luigi.task_register import TaskClassException

from alfrd_luigi.errors import UsageError
from alfrd_luigi.worker.stopping import stop

_HINT = "See: luigi --module alfrd_luigi TASK --help, and luigi.cfg"
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


def _show(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Where nothing catches it: a task that is not there, or a key of luigi.cfg that is wrong."""
    if _is_mistake(error):
        sys.stderr.write(f"error: {_said(error).line}\n")
    else:
        sys.__excepthook__(kind, error, traceback)


def _is_mistake(error: BaseException) -> bool:
    """A ValueError is one where Luigi raises it, as its parameters do for a value that they cannot have."""
    if isinstance(error, ValueError):
        return _is_raised_by_luigi(error)
    return isinstance(error, ParameterException | TaskClassException)


def _is_raised_by_luigi(error: BaseException) -> bool:
    raised = error.__traceback__
    while raised is not None and raised.tb_next is not None:
        raised = raised.tb_next
    return raised is not None and str(raised.tb_frame.f_globals["__name__"]).startswith("luigi.")


def _said(error: BaseException) -> UsageError:
    told = _ARGUMENTS.sub("", " ".join(str(error).split()))
    return UsageError(f"{told} ({error.__cause__})" if error.__cause__ else told, _HINT)
