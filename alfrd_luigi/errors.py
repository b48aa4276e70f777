"""Every error a person can see: a message, a hint that says what to do, and the exit code it ends a command with."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Literal

from alfrd_luigi.secrecy import redacted

Outcome = Literal["throttled", "server_error", "timeout", "connection", "unreached"]


class ExitCode(IntEnum):
    """Exit codes of `alfrd`; `luigi` has its own in `[retcode]`."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    NOT_FOUND = 3
    BUSY = 4
    BAD_INPUT = 5
    SETTINGS = 6
    DATABASE = 7
    BUDGET = 8
    DAMAGED = 9
    DOCUMENTS_FAILED = 30


class AlfrdError(Exception):
    """Base of all errors of this application; `hint` is one sentence that says what to do, or empty.

    What it says is stored, logged and shown as it stands: secrets are taken out here.
    """

    exit_code = ExitCode.FAILURE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(redacted(message))
        self.message = redacted(message)
        self.hint = hint

    @property
    def line(self) -> str:
        """Message and hint as the one line that a command prints."""
        return f"{self.message}. {self.hint}" if self.hint else self.message


class UsageError(AlfrdError):
    """A command gives a task a parameter that it does not have, leaves one out, or gives one a wrong value."""

    exit_code = ExitCode.USAGE


class SettingsError(AlfrdError):
    """A key of `[alfrd]`, `[resources]` or an `ALFRD_*` variable cannot be used."""

    exit_code = ExitCode.SETTINGS


class DatabaseError(AlfrdError):
    """The database cannot be reached, or is not at the schema this program needs."""

    exit_code = ExitCode.DATABASE


class NotFoundError(AlfrdError):
    """No document, file, prompt or type goes by that name, or more than one does."""

    exit_code = ExitCode.NOT_FOUND


class BusyError(AlfrdError):
    """Another living run has the document."""

    exit_code = ExitCode.BUSY


class InvalidInputError(AlfrdError):
    """What arrived in the inbox, or on the command line, cannot become a document."""

    exit_code = ExitCode.BAD_INPUT


class StageError(AlfrdError):
    """A stage could not do its work on one document; the others are not concerned."""


class TransientError(StageError):
    """A later try may succeed: throttling, a server's fault, a timeout, a lost connection."""


class ServiceError(TransientError):
    """A call to a service that failed for now; `outcome` is how, and `unreached` says that nothing was sent."""

    def __init__(self, message: str, outcome: Outcome, hint: str = "") -> None:
        super().__init__(message, hint)
        self.outcome = outcome


class InvalidAnswerError(StageError):
    """An answer that breaks its schema; the message names the rule that it breaks and nothing that it contains."""


class PermanentError(StageError):
    """No later try can succeed: an encrypted PDF, a corrupt image, an answer that stays invalid."""


class BudgetError(AlfrdError):
    """A call was not made, since it could exceed `max_cost_per_run` or `max_cost_per_day`."""

    exit_code = ExitCode.BUDGET


class StoppingError(AlfrdError):
    """A call was not made, since the process was asked to stop."""


class DamagedError(AlfrdError):
    """Something of the archive is missing, or is not what was stored."""

    exit_code = ExitCode.DAMAGED


class DocumentsFailedError(AlfrdError):
    """The run is over and some documents failed or were rejected."""

    exit_code = ExitCode.DOCUMENTS_FAILED


@contextmanager
def machine_trouble() -> Iterator[None]:
    """Turn what the operating system refuses in the block into an error for which no document is at fault.

    A full disk would fail every other document as well: SettingsError, which stops a run. A later try may be spared of
    anything else: TransientError.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise SettingsError(f"the disk is full ({reason})", "Free some space; the next run goes on") from error
        raise TransientError(
            f"this machine refused ({reason})", "Check its disks, its memory and its limits"
        ) from error
