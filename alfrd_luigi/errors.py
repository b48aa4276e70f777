"""Every error that a person can see: a message, a hint that says what to do, and the exit code of a command."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from typing import ClassVar, Literal

from alfrd_luigi.names import printable
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


class Fault(StrEnum):
    """What is at fault for a failure. Only a document's own faults count as attempts (stages/retry.py)."""

    DOCUMENT = "document"
    SERVICE = "service"  # busy, unavailable, out of quota
    SETTINGS = "settings"  # of this program, or of the account
    MACHINE = "machine"  # its disks, its memory, its limits
    DATABASE = "database"
    PROGRAM = "program"
    NOBODY = "nobody"  # the budget is used up, or the process was asked to stop


class AlfrdError(Exception):
    """Base of all errors of this application. `hint` is one sentence that says what to do, or empty.

    The text is stored, logged and shown unchanged: secrets are removed here.
    """

    exit_code = ExitCode.FAILURE
    fault: ClassVar[Fault] = Fault.PROGRAM

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(redacted(message))
        self.message = redacted(message)
        self.hint = hint

    @property
    def line(self) -> str:
        """Message and hint as the line that a command prints."""
        return f"{self.message}. {self.hint}" if self.hint else self.message


class UsageError(AlfrdError):
    """A command line has an unknown task parameter, omits one, or gives one an invalid value."""

    exit_code = ExitCode.USAGE


class SettingsError(AlfrdError):
    """A key of `[alfrd]` or `[resources]`, or an `ALFRD_*` variable, is unusable."""

    exit_code = ExitCode.SETTINGS
    fault = Fault.SETTINGS


class MachineError(AlfrdError):
    """This machine refuses what any document would need: disk space, memory, descriptors, a writable folder."""

    exit_code = ExitCode.SETTINGS
    fault = Fault.MACHINE


class DatabaseError(AlfrdError):
    """The database is unreachable, refuses this program, or does not have the schema that it needs."""

    exit_code = ExitCode.DATABASE
    fault = Fault.DATABASE


class DatabaseAwayError(DatabaseError):
    """The database does not answer, or cannot work, temporarily. A new connection may succeed."""


class LockHeldError(DatabaseAwayError):
    """Another session keeps a lock of the database."""


class InternalError(AlfrdError):
    """The program met a condition that its authors did not foresee."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"internal error ({kind})", "This is a fault of the program: upgrade it, then try again")


class RefusedValueError(AlfrdError):
    """The database refuses a value of the program.

    `said` is the server's own message, which may repeat the value. It is not part of the error's line.
    """

    def __init__(self, what: str, said: str) -> None:
        super().__init__(f"the database refuses a value ({what})", "This is a fault of the program")
        self.said = said


class NotFoundError(AlfrdError):
    """No document, file, prompt or type has that name, or more than one has."""

    exit_code = ExitCode.NOT_FOUND


class BusyError(AlfrdError):
    """Another living run holds the document."""

    exit_code = ExitCode.BUSY
    fault = Fault.NOBODY


class ConflictError(AlfrdError):
    """Somebody else changed what a person is about to change, after the person looked at it."""

    exit_code = ExitCode.BUSY
    fault = Fault.NOBODY


class InvalidInputError(AlfrdError):
    """What was given cannot be used: an entry of the inbox, a file on the command line, or a value of a document."""

    exit_code = ExitCode.BAD_INPUT
    fault = Fault.DOCUMENT


class StageError(AlfrdError):
    """A stage could not do its work on one document. Other documents are not affected."""

    fault = Fault.DOCUMENT


class TransientError(StageError):
    """A later attempt may succeed."""


class ServiceError(TransientError):
    """A call to a service that failed temporarily. `outcome` is how; `unreached` means that nothing was sent.

    `service` is the name of the service in `calls` and `outages`; empty until it is known.
    """

    fault = Fault.SERVICE
    service = ""

    def __init__(self, message: str, outcome: Outcome, hint: str = "") -> None:
        super().__init__(message, hint)
        self.outcome = outcome


class QuotaError(ServiceError):
    """A quota of a day or an account is used up: further calls in this run are useless."""


class RefusedRequestError(SettingsError):
    """A service refuses a request without saying whether its form or the document in it is at fault.

    It counts as a fault of the form, until a request of the same form without the document is accepted (see
    language/inquiry.py).
    """


class RefusedTierError(SettingsError):
    """A service does not serve a request at the tier that it names. It may serve it at the default one."""


class InvalidAnswerError(StageError):
    """An answer that violates its schema. The message names the violated rule and nothing from the answer."""


class PermanentError(StageError):
    """No later attempt can succeed: an encrypted PDF, a corrupt image, an answer that stays invalid."""


class BudgetError(AlfrdError):
    """A call was not made because it could exceed `max_cost_per_run` or `max_cost_per_day`."""

    exit_code = ExitCode.BUDGET
    fault = Fault.NOBODY


class TrialBudgetError(BudgetError):
    """A call of a trial was not made because trials may cost no more now. The trial waits, and the run goes on."""


class OutageError(AlfrdError):
    """A service does not answer. Documents wait until it does."""

    fault = Fault.SERVICE


class StoppingError(AlfrdError):
    """A call was not made because the process was asked to stop."""

    fault = Fault.NOBODY


_ABOUT_A_LIFELESS_HOLDER = "End it if it is frozen; what a process that is gone held is free within a minute"


class HeldError(StoppingError):
    """A call was not made because others hold what it needs; `holder_lives` if one shows a sign of life."""

    exit_code = ExitCode.BUSY

    def __init__(self, message: str, *, holder_lives: bool) -> None:
        hint = "The next run goes on" if holder_lives else _ABOUT_A_LIFELESS_HOLDER
        super().__init__(message, hint)
        self.holder_lives = holder_lives


class NotificationError(AlfrdError):
    """A message about the archive could not be sent."""


class DamagedError(AlfrdError):
    """A part of the archive is missing, or differs from what was stored."""

    exit_code = ExitCode.DAMAGED


class DocumentsFailedError(AlfrdError):
    """The run has ended, and some documents failed or were rejected."""

    exit_code = ExitCode.DOCUMENTS_FAILED


_FULL = (errno.ENOSPC, errno.EDQUOT)
_HINTS = {
    **dict.fromkeys(_FULL, "Free some space; the next run goes on"),
    errno.EROFS: "Mount it so that it can be written; the next run goes on",
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "Raise the limit of open files (ulimit -n); the next run goes on"),
    errno.ENOMEM: "Free some memory; the next run goes on",
    **dict.fromkeys((errno.ESTALE, errno.ENOTCONN, errno.EIO), "Check the disk or the mount; the next run goes on"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "Give this user the permission; the next run goes on"),
}


@contextmanager
def machine_trouble() -> Iterator[None]:
    """Turn refusals of the operating system in the block into MachineError: no document is at fault."""
    try:
        yield
    except MemoryError as error:
        raise MachineError("this machine is out of memory", _HINTS[errno.ENOMEM]) from error
    except OSError as error:
        raise machine_error(error) from error


def machine_error(error: OSError) -> MachineError:
    """The refusal of the operating system, with the file that it names, if any."""
    reason = error.strerror or type(error).__name__
    where = f" {printable(os.fsdecode(error.filename))}" if isinstance(error.filename, str | bytes) else ""
    what = "the disk is full" if error.errno in _FULL else "this machine refuses"
    hint = _HINTS.get(error.errno or 0, "Check its disks, its memory and its limits; the next run goes on")
    return MachineError(f"{what}:{where} {reason}" if where else f"{what} ({reason})", hint)
