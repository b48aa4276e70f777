"""An answer of the database within a limited time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from alfrd_luigi.errors import AlfrdError, DatabaseAwayError

_Answer = TypeVar("_Answer")


def within(seconds: float, ask: Callable[[], _Answer]) -> _Answer:
    """The answer. It is asked for in a thread, since neither the driver nor the resolver of names has a limit below two
    seconds. A thread without an answer ends with the process, so the process should end, too.

    Raises DatabaseAwayError if there is no answer in time, and the errors of `ask`.
    """
    answers: list[_Answer] = []
    errors: list[AlfrdError] = []

    def work() -> None:
        try:
            answers.append(ask())
        except AlfrdError as error:
            errors.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if errors:
        raise errors[0]
    if not answers:
        raise DatabaseAwayError("the database does not answer within a second", "Run: alfrd doctor")
    return answers[0]
